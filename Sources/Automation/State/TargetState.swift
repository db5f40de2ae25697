package import Interpreter

/// What is known of one target of one watch: the counters of its guards, its incident, its run.
package struct TargetState: Sendable, Equatable {
    /// Its health.
    package var health: Health = .unknown
    /// Since when.
    package var healthSince: Instant?
    /// Why, in words.
    package var healthReason = ""
    /// When it turned unhealthy, as far back as flapping looks.
    package var turnedUnhealthy: [Instant] = []
    /// What is wrong and not over.
    package var incident: Incident?
    /// The run that is about to begin, or under way.
    package var run: RunUnderWay?
    /// When runs began, as far back as the guards look.
    package var runStarts: [Instant] = []
    /// When the last run ended.
    package var lastEnd: Instant?
    /// How many runs in a row did not resolve.
    package var unresolvedInARow = 0
    /// Why automation has stopped for the target.
    package var breaker: Breaker?
    /// The alerts that fire, and whether a run has been made for them.
    package var alerts: [AlertKey: AlertState] = [:]

    /// Nothing is known.
    package init() {}

    /// Lets nothing have happened later than an instant.
    mutating func clamp(to now: Instant) {
        healthSince = healthSince.map { min($0, now) }
        turnedUnhealthy = turnedUnhealthy.map { min($0, now) }
        runStarts = runStarts.map { min($0, now) }
        lastEnd = lastEnd.map { min($0, now) }
        if let opened = incident?.opened { incident?.opened = min(opened, now) }
        if let opened = breaker?.opened { breaker?.opened = min(opened, now) }
        if let since = run?.since { run?.since = min(since, now) }
        alerts = alerts.mapValues { alert in
            var alert = alert
            alert.handled = alert.handled.map { min($0, now) }
            return alert
        }
    }

    /// Whether anything of it happened later than an instant.
    func isAhead(of now: Instant) -> Bool {
        var clamped = self
        clamped.clamp(to: now)
        return clamped != self
    }

    /// Whether nothing of the target matters any more that happened before a time.
    func isOver(before time: Instant) -> Bool {
        incident == nil && run == nil && breaker == nil && alerts.isEmpty && unresolvedInARow == 0
            && (lastEnd.map { $0 < time } ?? true) && (healthSince.map { $0 < time } ?? true)
    }
}

/// Something that is wrong, from when it is seen until it is over.
package struct Incident: Sendable, Equatable {
    /// How it was seen.
    package enum Source: String, Sendable, CaseIterable {
        case probe, alert, schedule
    }

    /// How it was seen.
    package var source: Source
    /// When.
    package var opened: Instant
    /// What is wrong, in words.
    package var reason: String
    /// How many runs it has had.
    package var attempts = 0
    /// The last of them, where it ended as resolved and that has not been confirmed yet.
    package var unconfirmed: String?
    /// The last of them.
    package var lastRun: String?
    /// Whether a person was called.
    package var isEscalated = false
    /// What holds the next run back.
    package var hold: Hold?

    /// An incident.
    package init(source: Source, opened: Instant, reason: String) {
        self.source = source
        self.opened = opened
        self.reason = reason
    }
}

/// A run of the automation.
package struct RunUnderWay: Sendable, Equatable {
    /// Its id.
    package var id: String
    /// When it was about to begin.
    package var since: Instant

    /// A run.
    package init(id: String, since: Instant) {
        self.id = id
        self.since = since
    }
}

/// Why automation has stopped for a target.
package struct Breaker: Sendable, Equatable {
    /// Since when.
    package var opened: Instant
    /// Why.
    package var reason: String

    /// An open breaker.
    package init(opened: Instant, reason: String) {
        self.opened = opened
        self.reason = reason
    }
}

/// An alert that fires.
package struct AlertState: Sendable, Equatable {
    /// What was posted.
    package var alert: Alert
    /// The run that was made for it; nil: none yet.
    package var run: String?
    /// When that run ended.
    package var handled: Instant?

    /// An alert that nothing was done about yet.
    package init(alert: Alert) {
        self.alert = alert
    }
}
