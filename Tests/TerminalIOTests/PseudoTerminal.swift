import Glibc

/// Two ends of a terminal of the kernel's: what a program sees, and what a person would hold.
final class PseudoTerminal: Sendable {
    let person: Int32
    let program: Int32

    struct Missing: Error {}

    init(columns: UInt16 = 100) throws {
        person = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var unlocked: Int32 = 0
        var number: UInt32 = 0
        // TIOCSPTLCK and TIOCGPTN, which Swift does not import.
        guard person >= 0, ioctl(person, 0x4004_5431, &unlocked) == 0, ioctl(person, 0x8004_5430, &number) == 0 else {
            throw Missing()
        }
        program = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard program >= 0 else { throw Missing() }
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(program, UInt(TIOCSWINSZ), &size)
    }

    deinit {
        close(person)
        close(program)
    }

    /// Types keys.
    func type(_ keys: String) {
        let bytes = Array(keys.utf8)
        _ = write(person, bytes, bytes.count)
    }

    /// Reads what the screen shows until it holds a text; nil when it does not within five seconds.
    func screen(until text: String) -> String? {
        var shown: [UInt8] = []
        while true {
            var waiting = pollfd(fd: person, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 5000) == 1 else { return nil }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(person, &buffer, buffer.count)
            guard count > 0 else { return nil }
            shown += buffer[..<count]
            let screen = String(decoding: shown, as: UTF8.self)
            // By scalars: a line feed after a carriage return is no character of its own.
            if screen.unicodeScalars.contains(text.unicodeScalars) { return screen }
        }
    }
}

/// Two connected sockets, which close with this object.
final class Connection: Sendable {
    let near: Int32
    let far: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
        near = ends[0]
        far = ends[1]
    }

    deinit {
        close(near)
        close(far)
    }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(far, bytes, bytes.count)
    }
}
