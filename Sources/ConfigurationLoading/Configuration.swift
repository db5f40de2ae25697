package import Automation
package import HTTPServer

/// The configuration of the service: what it watches, and how it is a good service.
package struct Configuration: Sendable {
    /// What is watched, and what is done about it.
    package var plan: AutomationPlan
    /// Where alerts are posted to; nil: nowhere.
    package var listen: ListenAddress?
    /// Where metrics and health are read; nil: nowhere.
    package var metrics: ListenAddress?
    /// What is logged, and how.
    package var log: LogSettings
    /// How long runs are kept.
    package var retention: Retention
    /// The files that it was read from.
    package var files: [String]
}

/// What is logged, and how.
package struct LogSettings: Sendable, Equatable {
    /// How a line looks.
    package enum Format: String, Sendable, CaseIterable {
        case text, json
    }

    /// How much is said.
    package enum Level: String, Sendable, CaseIterable {
        case debug, info, warning, error
    }

    /// How a line looks.
    package var format = Format.text
    /// The least that is said.
    package var level = Level.info
}

/// How long runs, and the events of the automation, are kept.
package struct Retention: Sendable, Equatable {
    /// Those that ended longer ago are cleared away.
    package var age: Duration = .seconds(90 * 86_400)
    /// The journal's size in bytes over which the oldest are cleared away; nil: any size.
    package var size: Int?
}
