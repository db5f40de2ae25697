internal import CPlatform
internal import Glibc
internal import Synchronization

/// A terminal that a person reads and presses keys at: what is said stays, and the lines below it are drawn in place.
///
/// Without a live region (`TERM=dumb`, or an output that is no terminal) no escape sequence is ever written.
package final class TerminalScreen: Sendable {
    /// Whether lines are drawn in place.
    package let isLive: Bool
    /// Whether styles are used.
    package let isColoured: Bool

    private let channel: OutputChannel
    private let input: Int32
    private let state: Mutex<State>

    private struct State {
        var region: LiveRegion
        var content = LiveRegion.Content()
        var isOpen = false
        /// Another program has the terminal.
        var isLent = false
        /// What was said meanwhile.
        var unsaid = ""
    }

    /// The screen of a channel, with the keys of a descriptor.
    package init(channel: OutputChannel, input: Int32, environment: [String: String]) {
        self.channel = channel
        self.input = input
        let kind = environment["TERM", default: ""]
        isLive = channel.isTerminal && isatty(input) == 1 && !kind.isEmpty && kind != "dumb"
        isColoured = TerminalTraits.wantsColour(isTerminal: channel.isTerminal, environment: environment)
        state = Mutex(State(region: LiveRegion(isColoured: isColoured)))
    }

    /// How many columns and rows the screen has.
    package var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(input, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return (80, 24) }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Takes the terminal's keys one by one, where the screen is live.
    package func open() {
        guard isLive else { return }
        state.withLock { $0.isOpen = true }
        _ = rung_terminal_enter(input)
    }

    /// Removes the region, and gives the terminal its modes back.
    package func close() {
        guard isLive else { return }
        let width = size.columns
        state.withLock { state in
            guard state.isOpen else { return }
            state.isOpen = false
            channel.write(state.region.erase(width: width))
            state.content = LiveRegion.Content()
        }
        rung_terminal_leave()
    }

    /// Says lines that stay; they are clean, each with its line feed.
    package func say(_ text: String) {
        guard !text.isEmpty else { return }
        let width = size.columns
        state.withLock { state in
            if state.isLent {
                state.unsaid += text
            } else if isLive, state.isOpen {
                channel.write(state.region.redraw(saying: text, state.content, width: width))
            } else {
                channel.write(text)
            }
        }
    }

    /// Draws the region as it should be now; says something above it in the same stroke.
    package func draw(_ content: LiveRegion.Content, saying text: String = "") {
        guard isLive else {
            if !text.isEmpty { channel.write(text) }
            return
        }
        let width = size.columns
        state.withLock { state in
            state.content = content
            if state.isLent {
                state.unsaid += text
            } else if state.isOpen {
                let drawing = state.region.redraw(saying: text, content, width: width)
                if !drawing.isEmpty { channel.write(drawing) }
            } else if !text.isEmpty {
                channel.write(text)
            }
        }
    }

    /// Lets another program have the terminal, as it was before, until the body ends.
    package func lend<Result>(_ body: () throws -> Result) rethrows -> Result {
        let width = size.columns
        state.withLock { state in
            if isLive, state.isOpen { channel.write(state.region.erase(width: width)) }
            state.isLent = true
        }
        if isLive { rung_terminal_leave() }
        defer {
            let isOpen = state.withLock { $0.isOpen }
            if isLive, isOpen { _ = rung_terminal_enter(input) }
            let now = size.columns
            state.withLock { state in
                state.isLent = false
                state.region.forget()
                let text = state.unsaid
                state.unsaid = ""
                if isLive, state.isOpen {
                    channel.write(state.region.redraw(saying: text, state.content, width: now))
                } else {
                    channel.write(text)
                }
            }
        }
        return try body()
    }

    /// Runs a program with the terminal; its exit, or nil where it could not be started.
    package func run(_ command: [String], environment: [String: String], input text: String? = nil) -> Int32? {
        lend {
            var words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
            var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
            defer { for word in words + variables { free(word) } }
            var source: Int32 = -1
            if let text {
                let bytes = Array(text.utf8)
                source = bytes.withUnsafeBytes { rung_memory_file($0.baseAddress, $0.count) }
            }
            defer { if source >= 0 { Glibc.close(source) } }
            let status = rung_terminal_run(&words, &variables, source)
            guard status >= 0 else { return nil }
            return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
        }
    }

    /// Whether another program has the terminal at this moment.
    package var isLentToAnother: Bool { state.withLock { $0.isLent } }

    /// Forgets what was typed before now.
    package func discardTypeAhead() {
        if isatty(input) == 1 { tcflush(input, TCIFLUSH) }
    }
}
