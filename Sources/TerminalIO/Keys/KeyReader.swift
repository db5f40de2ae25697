internal import Glibc
internal import Synchronization

/// Reads keys from a terminal on a thread of its own, for as long as it is wanted.
///
/// Where the terminal is left to another program for a while, the reader is stopped first: it takes no key of theirs.
package final class KeyReader: Sendable {
    /// How long an Escape waits for what would make it another key.
    private static let escapeTime: Int32 = 40

    private let descriptor: Int32
    private let handler: @Sendable (Key) -> Void
    private let state = Mutex<WakeSignal?>(nil)

    /// A reader that hands keys to a function, on its own thread.
    package init(descriptor: Int32, handler: @escaping @Sendable (Key) -> Void) {
        self.descriptor = descriptor
        self.handler = handler
    }

    /// Begins to read; does nothing where it reads already.
    package func start() {
        let wake: WakeSignal? = state.withLock { state in
            guard state == nil else { return nil }
            state = WakeSignal()
            return state
        }
        guard let wake else { return }
        let (descriptor, handler) = (descriptor, handler)
        WaitingThread.start { Self.read(descriptor, until: wake, handler) }
    }

    /// Ends reading; keys that come later stay with the terminal.
    package func stop() {
        let wake = state.withLock { state in
            defer { state = nil }
            return state
        }
        wake?.wake()
    }

    /// Forgets what was typed and not yet read.
    package func discardTypeAhead() {
        tcflush(descriptor, TCIFLUSH)
    }

    private static func read(_ descriptor: Int32, until wake: WakeSignal, _ handler: @Sendable (Key) -> Void) {
        var parser = KeyParser()
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            var waiting = [
                pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&waiting, 2, parser.isWaiting ? escapeTime : -1)
            if ready < 0, errno == EINTR { continue }
            if waiting[0].revents != 0 { return }
            if ready == 0 {
                for key in parser.flush() { handler(key) }
                continue
            }
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count > 0 {
                for key in parser.parse(buffer[..<count]) { handler(key) }
            } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
                handler(.gone)
                return
            }
        }
    }
}
