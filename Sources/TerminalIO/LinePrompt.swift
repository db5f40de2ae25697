internal import Glibc
internal import Synchronization

/// Asks a person for lines at a terminal (or reads them from a pipe), without blocking a thread of Swift's pool.
///
/// One question at a time. The terminal stays in its own line mode: the kernel edits the line, and nothing has to be
/// restored afterwards.
package final class LinePrompt: Sendable {
    /// The longest line, in bytes; what comes beyond it is dropped.
    private static let longestLine = 1 << 16

    private let input: Int32
    private let closesInput: Bool
    private let output: OutputChannel
    private let state = Mutex(State())

    private struct State {
        var isReading = false
        /// What was read after the last line.
        var rest: [UInt8] = []
    }

    /// A prompt that reads from a descriptor of the caller's.
    package init(input: Int32, output: OutputChannel) {
        self.input = input
        self.output = output
        closesInput = false
    }

    private init(terminal: Int32) {
        input = terminal
        output = OutputChannel(descriptor: terminal)
        closesInput = true
    }

    deinit {
        if closesInput { close(input) }
    }

    /// A prompt at the terminal that controls this process, whatever its input and output are; nil where there is none.
    package static func atControllingTerminal() -> LinePrompt? {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        return terminal >= 0 ? LinePrompt(terminal: terminal) : nil
    }

    /// Whether a person can be asked here.
    package var isTerminal: Bool { isatty(input) == 1 }

    /// Forgets what was typed before the question, so that no impatient key answers it; does nothing to a pipe.
    package func discardTypeAhead() {
        guard isTerminal else { return }
        state.withLock { $0.rest = [] }
        tcflush(input, TCIFLUSH)
    }

    /// Shows a question and reads the line that answers it; `interrupted` as soon as the task is cancelled.
    package func ask(_ question: String) async -> LineAnswer {
        output.write(question)
        return await readLine()
    }

    /// Asks for a line that the terminal does not show; nil: none was given.
    package func askHidden(_ question: String) async -> String? {
        var modes = termios()
        guard tcgetattr(input, &modes) == 0 else { return nil }
        discardTypeAhead()
        var hidden = modes
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(input, TCSADRAIN, &hidden)
        defer {
            tcsetattr(input, TCSADRAIN, &modes)
            output.write("\n")
        }
        guard case .line(let text) = await ask(question) else { return nil }
        return text
    }

    /// Reads one line; `interrupted` as soon as the task is cancelled, and what was typed until then stays unread.
    package func readLine() async -> LineAnswer {
        let isFree = state.withLock { state in
            defer { state.isReading = true }
            return !state.isReading
        }
        precondition(isFree, "two questions are put at once to one terminal")
        defer { state.withLock { $0.isReading = false } }
        guard !Task.isCancelled, let wake = WakeSignal() else { return .interrupted }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                WaitingThread.start { continuation.resume(returning: self.waitForLine(wake)) }
            }
        } onCancel: {
            wake.wake()
        }
    }

    // MARK: On the reading thread

    private func waitForLine(_ wake: WakeSignal) -> LineAnswer {
        var line = state.withLock { state in
            defer { state.rest = [] }
            return state.rest
        }
        var searched = 0
        while true {
            if let end = line[searched...].firstIndex(of: UInt8(ascii: "\n")) { return take(line, upTo: end) }
            if line.count > Self.longestLine { line.removeSubrange(Self.longestLine...) }
            searched = line.count
            guard waitForInput(wake) else {
                state.withLock { $0.rest = line }
                return .interrupted
            }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(input, &buffer, buffer.count)
            if count > 0 {
                line += buffer[..<count]
            } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
                return line.isEmpty ? .endOfInput : .line(Self.text(line[...]))
            }
        }
    }

    /// Waits until something can be read; false when woken instead.
    private func waitForInput(_ wake: WakeSignal) -> Bool {
        while true {
            var waiting = [
                pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&waiting, 2, -1) >= 0 else {
                if errno == EINTR { continue }
                return true
            }
            return waiting[0].revents == 0
        }
    }

    private func take(_ bytes: [UInt8], upTo end: Int) -> LineAnswer {
        state.withLock { $0.rest = Array(bytes[(end + 1)...]) }
        return .line(Self.text(bytes[..<end]))
    }

    private static func text(_ line: ArraySlice<UInt8>) -> String {
        let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        return String(decoding: line.prefix(longestLine), as: UTF8.self)
    }
}
