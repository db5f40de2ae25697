package import RunbookModel

/// What holds automation back for each target of a watch; all of it survives a restart.
package struct Guards: Sendable, Equatable {
    /// So many within so long.
    package struct Rate: Sendable, Equatable {
        /// How many.
        package var count: Int
        /// Within how long.
        package var within: Duration

        /// A rate.
        package init(_ count: Int, within: Duration) {
            self.count = count
            self.within = within
        }
    }

    /// How the cooldown grows while runs do not resolve.
    package struct Backoff: Sendable, Equatable {
        /// By what each further cooldown is longer.
        package var factor: Double
        /// The longest.
        package var most: Duration

        /// A back-off.
        package init(factor: Double = 2, most: Duration = .seconds(4 * 3600)) {
            self.factor = factor
            self.most = most
        }
    }

    /// How long after the start of the service nothing is remediated: what has just booted may still be coming up.
    package var grace: Duration = .seconds(60)
    /// How long after the end of a run nothing is remediated.
    package var cooldown: Duration = .seconds(600)
    /// How the cooldown grows while runs do not resolve; nil: it stays.
    package var backoff: Backoff? = Backoff()
    /// How many runs may begin; nil: any number.
    package var maxRuns: Rate? = Rate(3, within: .seconds(3600))
    /// How often the target may turn unhealthy before it counts as flapping; nil: as often as it likes.
    package var flapping: Rate? = Rate(5, within: .seconds(3600))
    /// How many runs in a row may not resolve before automation stops for the target; nil: any number.
    package var breaker: Int? = 3
    /// How many runs one incident may have; after them it is a person's.
    package var attempts = 1

    /// The format's own guards.
    package init() {}

    /// How long after the end of a run nothing is remediated, when so many in a row did not resolve.
    package func cooldown(afterUnresolved count: Int) -> Duration {
        guard let backoff, count > 1, cooldown > .zero else { return cooldown }
        var length = cooldown
        for _ in 1..<min(count, 64) where length < backoff.most {
            // Seconds suffice, and cannot overflow: the most is checked at each step.
            length = .milliseconds(Int64(Double(length.inNanoseconds) / 1e6 * backoff.factor))
        }
        return max(cooldown, min(length, backoff.most))
    }
}

/// What a run may do when nobody is there (rule 25).
package struct RunPolicy: Sendable, Equatable {
    /// The effects that may be had: `read` only looks, `change` changes too.
    package var effect: Effect
    /// The steps that may destroy, by their ids.
    package var destroy: Set<String>

    /// A policy.
    package init(effect: Effect = .change, destroy: Set<String> = []) {
        self.effect = effect
        self.destroy = destroy
    }
}

/// What can hold a remediation back, as messages and metrics name it.
package enum Guard: String, Sendable, CaseIterable {
    /// Too many runs in a row did not resolve: a person has to close it.
    case breaker
    /// A person has paused automation.
    case pause
    /// A maintenance window is open.
    case maintenance
    /// The service has just started.
    case grace
    /// The last run has just ended.
    case cooldown
    /// As many runs as may be have begun.
    case maxRuns = "max_runs"
    /// The target turns unhealthy and healthy again and again.
    case flapping
    /// The `unless` check is ok, or has no verdict.
    case unless
    /// As many targets as may be are in remediation.
    case cap
    /// Another run holds the target, such as a person's.
    case lock

    /// Whether a person has to hear that it holds a remediation back: nobody wanted it so, and nobody is at work.
    package var isToldToPeople: Bool {
        switch self {
        case .breaker, .cooldown, .maxRuns, .flapping: true
        case .pause, .maintenance, .grace, .unless, .cap, .lock: false
        }
    }
}
