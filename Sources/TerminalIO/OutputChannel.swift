internal import Glibc
internal import Synchronization

/// A descriptor that texts are written to, such as standard output; each text goes out in one piece.
///
/// Safe to use from any thread. A reader that has gone (EPIPE) is no error: what is written after that is dropped
/// quietly, as `rung history | head` wants it.
package final class OutputChannel: Sendable {
    private let descriptor: Int32
    // The number of the error that ended writing; 0 while it works. Held while a text is written.
    private let failure = Mutex<Int32>(0)

    /// A channel to a descriptor, which stays the caller's.
    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Standard output.
    package static func standardOutput() -> OutputChannel { OutputChannel(descriptor: STDOUT_FILENO) }

    /// Standard error.
    package static func standardError() -> OutputChannel { OutputChannel(descriptor: STDERR_FILENO) }

    /// Lets writes to a reader that has gone fail instead of ending the process; to be called once, at the start.
    ///
    /// Commands do not inherit it: who starts them resets their signals.
    package static func ignoreBrokenPipes() {
        signal(SIGPIPE, SIG_IGN)
    }

    /// Writes a text wholly; false where that was not possible, now or before.
    @discardableResult
    package func write(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    /// Writes a text and a line feed.
    @discardableResult
    package func writeLine(_ text: String = "") -> Bool {
        write(text + "\n")
    }

    /// Writes bytes wholly; false where that was not possible, now or before.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { write($0) }
    }

    /// Why writing has failed, in the system's words; nil while it works and where only the reader has gone.
    package var problem: String? {
        let number = failure.withLock { $0 }
        guard number != 0 && number != EPIPE, let words = strerror(number) else { return nil }
        return String(cString: words)
    }

    /// Whether the descriptor is a terminal.
    package var isTerminal: Bool { isatty(descriptor) == 1 }

    /// How many columns the terminal has; nil for what is no terminal or does not say.
    package var terminalWidth: Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    private func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
        failure.withLock { failure in
            guard failure == 0 else { return false }
            failure = Self.write(bytes, to: descriptor)
            return failure == 0
        }
    }

    /// Writes bytes wholly; the number of the error, or 0.
    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if count >= 0 {
                rest = rest.dropFirst(count)
                continue
            }
            switch errno {
            case EINTR: continue
            case EAGAIN:
                // Another program, sharing the terminal, made it non-blocking: wait until it takes more.
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&waiting, 1, -1)
            case let number: return number
            }
        }
        return 0
    }
}
