package import ConfigurationLoading
import Interpreter
import JSONText
package import TerminalIO

/// What the service says of itself, a line each, on standard error.
package struct ServiceLog: Sendable {
    private let channel: OutputChannel
    private let settings: LogSettings

    /// A log.
    package init(channel: OutputChannel, settings: LogSettings) {
        self.channel = channel
        self.settings = settings
    }

    /// The same log with other settings.
    func with(_ settings: LogSettings) -> ServiceLog {
        ServiceLog(channel: channel, settings: settings)
    }

    /// Says something, with what it is about.
    func say(_ level: LogSettings.Level, _ message: String, _ facts: [(String, String)] = [], at time: Instant) {
        guard Self.rank(level) >= Self.rank(settings.level) else { return }
        switch settings.format {
        case .json:
            var members: [(String, JSONValue)] = [
                ("time", .string("\(time.timestamp)")), ("level", .string(level.rawValue)),
                ("message", .string(message)),
            ]
            members += facts.map { ($0.0, .string($0.1)) }
            channel.write(JSONValue.object(JSONObject(members)).serialized() + "\n")
        case .text:
            // The journal of systemd reads `<N>` at the beginning as the level, and has its own times.
            let facts = facts.map { " \($0.0)=\(Self.quoted($0.1))" }.joined()
            channel.write("\(Sanitizer.clean(level.rawValue)): \(Sanitizer.clean(message))\(facts)\n")
        }
    }

    private static func quoted(_ text: String) -> String {
        let clean = Sanitizer.clean(text)
        return clean.isEmpty || clean.contains(" ") || clean.contains("=") ? "\"\(clean)\"" : clean
    }

    private static func rank(_ level: LogSettings.Level) -> Int {
        switch level {
        case .debug: 0
        case .info: 1
        case .warning: 2
        case .error: 3
        }
    }
}
