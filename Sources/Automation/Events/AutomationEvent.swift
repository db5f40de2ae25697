package import Interpreter
package import RunbookModel

/// Something that happened to the automation, as it is stored: the list of them is its state, and survives everything.
package enum AutomationEvent: Sendable, Equatable {
    /// A probe, or an alert, has shown another health.
    case healthChanged(TargetKey, Health, reason: String)
    /// A probe ended; recorded only where each look is a process of its own, which has to know what those before saw.
    case probeSeen(TargetKey, ok: Bool?)
    /// An alert was accepted; its sender was answered only after this was durable.
    case alertAccepted(TargetKey, Alert)
    /// An alert that had been dealt with still fires: what was done did not help.
    case alertPersists(TargetKey, AlertKey)
    /// An alert has gone.
    case alertResolved(TargetKey, AlertKey)
    /// An alert was not taken up, for a reason.
    case alertRefused(watch: String, AlertKey, reason: String)
    /// A scheduled time was reached.
    case scheduled(TargetKey, due: Instant)
    /// A run is about to begin.
    case runStarting(TargetKey, run: String)
    /// A run that was about to begin did not.
    case runNotBegun(TargetKey, run: String, reason: String, heldByOther: Bool)
    /// A run ended.
    case runEnded(TargetKey, run: String, RunEnd)
    /// A run ended as resolved, and the symptom is still there.
    case runDidNotHelp(TargetKey, run: String)
    /// The symptom is gone, or what was scheduled is done: the incident is over.
    case incidentClosed(TargetKey, reason: String)
    /// A guard holds a remediation back.
    case held(TargetKey, Hold)
    /// Too many runs in a row did not resolve: automation stops for the target.
    case breakerOpened(TargetKey, reason: String)
    /// A person closed the breaker of a target, for every watch that has it.
    case breakerReset(target: String, by: String, reason: String)
    /// A person paused automation: all of it, or one target or watch.
    case paused(Pause)
    /// A person ended a pause: all of them, or that of one target or watch.
    case unpaused(target: String?, by: String)
    /// The clock was found set back: what was recorded for later than now counts as of now.
    case clockSetBack
    /// People are told something.
    case noticed(Notice)
    /// A recipient was told.
    case noticeDelivered(Int, to: String)
    /// A recipient could not be told, and it is not tried any more.
    case noticeGivenUp(Int, to: String, reason: String)
}

/// Whether something is as it should be; what cannot be seen is never healthy.
package enum Health: String, Sendable, CaseIterable {
    /// Nothing is known yet.
    case unknown
    /// As it should be.
    case healthy
    /// The symptom is there.
    case unhealthy
    /// It cannot be seen: the probe gives no verdict.
    case blind
}

/// How a run ended.
package struct RunEnd: Sendable, Equatable {
    /// The outcome; nil: it was given up, and has none.
    package var outcome: Outcome?
    /// Why it ended so, in words.
    package var reason: String
    /// Who the runbook calls, where it escalated.
    package var to: String?
    /// What the runbook says to them.
    package var message: String?

    /// An end.
    package init(outcome: Outcome?, reason: String = "", to: String? = nil, message: String? = nil) {
        self.outcome = outcome
        self.reason = reason
        self.to = to
        self.message = message
    }
}

/// A guard that holds a remediation back.
package struct Hold: Sendable, Equatable {
    /// Which.
    package var by: Guard
    /// Until when, if that is known.
    package var until: Instant?
    /// Why, in words.
    package var reason: String

    /// A hold.
    package init(by: Guard, until: Instant?, reason: String) {
        self.by = by
        self.until = until
        self.reason = reason
    }
}

/// A pause of automation.
package struct Pause: Sendable, Equatable {
    /// When it ends by itself.
    package var until: Instant
    /// What is paused: a target or a watch by its name; nil: everything.
    package var target: String?
    /// Why.
    package var reason: String
    /// Who wanted it.
    package var by: String

    /// A pause.
    package init(until: Instant, target: String?, reason: String, by: String) {
        self.until = until
        self.target = target
        self.reason = reason
        self.by = by
    }

    /// Whether it is meant for a target of a watch.
    package func covers(_ key: TargetKey) -> Bool {
        target.map { $0 == key.target || $0 == key.watch } ?? true
    }
}

/// What people are told.
package struct Notice: Sendable, Equatable {
    /// What it is.
    package enum Kind: String, Sendable, CaseIterable {
        /// A person is needed; once for each incident.
        case escalation
        /// Something changed about an incident that a person was called for.
        case update
        /// An incident that a person was called for is over.
        case recovery
        /// Something is wrong with the automation itself.
        case warning
    }

    /// Its number.
    package var id: Int
    /// What it is.
    package var kind: Kind
    /// The watch.
    package var watch: String
    /// What is healed; empty where it is about none.
    package var target: String
    /// What happened, in one sentence.
    package var text: String
    /// The run that it is about.
    package var run: String?
    /// Who is told, by name.
    package var to: [String]

    /// A notice.
    package init(
        id: Int, kind: Kind, watch: String, target: String, text: String, run: String? = nil, to: [String] = []
    ) {
        self.id = id
        self.kind = kind
        self.watch = watch
        self.target = target
        self.text = text
        self.run = run
        self.to = to
    }
}
