import Glibc
import Synchronization
import TestSupport

/// A terminal with `rung` in it, and the person before it.
final class RungTerminal: Sendable {
    /// The process at the terminal.
    let process: RungProcess
    private let person: Int32
    private let isClosed = Atomic(false)
    private let state = Mutex(State())

    private struct State {
        var bytes: [UInt8] = []
        /// What was seen already.
        var seen = 0
    }

    /// Starts a command at a new terminal of 100 columns.
    init(_ command: [String], environment: [String: String], folder: String) throws {
        person = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        var unlocked: Int32 = 0
        var number: UInt32 = 0
        // TIOCSPTLCK and TIOCGPTN, which Swift does not import.
        guard person >= 0, ioctl(person, 0x4004_5431, &unlocked) == 0, ioctl(person, 0x8004_5430, &number) == 0 else {
            throw TestSupportError(message: "no terminal can be had: \(String(cString: strerror(errno)))")
        }
        var size = winsize(ws_row: 40, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(person, UInt(TIOCSWINSZ), &size)
        process = try RungProcess(
            command, environment: environment, folder: folder,
            streams: RungProcess.Streams(
                input: "/dev/pts/\(number)", output: "/dev/null", errors: "/dev/null", isTerminal: true))
    }

    deinit { hangUp() }

    /// Closes the terminal, as a lost connection does.
    func hangUp() {
        if !isClosed.exchange(true, ordering: .relaxed) { close(person) }
    }

    /// Whether the terminal echoes and hands over whole lines, as a shell expects it.
    var takesLines: Bool {
        var modes = termios()
        let wanted = tcflag_t(ICANON) | tcflag_t(ECHO)
        return tcgetattr(person, &modes) == 0 && modes.c_lflag & wanted == wanted
    }

    /// Makes the terminal larger or smaller.
    func resize(columns: UInt16, rows: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(person, UInt(TIOCSWINSZ), &size)
    }

    /// Types keys.
    func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        _ = write(person, bytes, bytes.count)
    }

    /// All that was shown so far.
    var shown: String {
        state.withLock { state in
            take(&state)
            return String(decoding: state.bytes, as: UTF8.self)
        }
    }

    /// Waits until a text is shown, after what was seen before; gives all that came until then.
    @discardableResult
    func see(_ text: String) async throws -> String {
        var seen = ""
        do {
            try await eventually("\"\(text)\" on the screen") {
                state.withLock { state in
                    take(&state)
                    guard let end = Self.end(of: Array(text.utf8), in: state.bytes, after: state.seen) else {
                        return false
                    }
                    seen = String(decoding: state.bytes[state.seen..<end], as: UTF8.self)
                    state.seen = end
                    return true
                }
            }
        } catch {
            throw TestSupportError(message: "\(error), which shows:\n\(shown)")
        }
        return seen
    }

    /// Waits for the end of the process; gives all that was shown as its output.
    func end() async throws -> ProcessEnd {
        do {
            try await eventually("the end of the process") {
                state.withLock { take(&$0) }
                return process.exitIfEnded != nil
            }
        } catch {
            throw TestSupportError(message: "\(error); the screen shows:\n\(shown)")
        }
        return ProcessEnd(exit: process.exitIfEnded ?? -1, out: shown, err: "")
    }

    private func take(_ state: inout State) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(person, &buffer, buffer.count)
            guard count > 0 else { return }
            state.bytes += buffer[..<count]
        }
    }

    private static func end(of text: [UInt8], in bytes: [UInt8], after start: Int) -> Int? {
        guard bytes.count - start >= text.count else { return nil }
        for place in start...(bytes.count - text.count) where bytes[place...].starts(with: text) {
            return place + text.count
        }
        return nil
    }
}
