/// What an output can show: how wide it is, and whether colours make sense on it.
package struct TerminalTraits: Sendable, Equatable {
    /// Whether a person sits before it.
    package var isTerminal: Bool
    /// How many columns a line has.
    package var width: Int
    /// Whether colours and other styles are wanted.
    package var usesColour: Bool

    /// Traits as given.
    package init(isTerminal: Bool, width: Int = 80, usesColour: Bool = false) {
        self.isTerminal = isTerminal
        self.width = width
        self.usesColour = usesColour
    }

    /// The traits of a channel: its own width, else `COLUMNS`, else 80; colours on a terminal that is not `dumb`, unless
    /// `NO_COLOR` is set to anything but nothing (no-color.org).
    package init(of channel: OutputChannel, environment: [String: String]) {
        isTerminal = channel.isTerminal
        let named = environment["COLUMNS"].flatMap { Int($0) }.flatMap { (1...10_000).contains($0) ? $0 : nil }
        width = channel.terminalWidth ?? named ?? 80
        usesColour = Self.wantsColour(isTerminal: isTerminal, environment: environment)
    }

    /// Whether colours are wanted on an output.
    package static func wantsColour(isTerminal: Bool, environment: [String: String]) -> Bool {
        guard isTerminal, environment["NO_COLOR", default: ""].isEmpty else { return false }
        let kind = environment["TERM", default: ""]
        return !kind.isEmpty && kind != "dumb"
    }
}
