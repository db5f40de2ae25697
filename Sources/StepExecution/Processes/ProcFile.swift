internal import Glibc

/// The files that the system makes up as they are read.
enum ProcFile {
    /// The file's bytes, at most `limit` of them; nil where it cannot be read.
    static func read(_ path: String, limit: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var room = min(limit, 4096)
        while room > 0 {
            var failed = false
            let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                failed = got < 0
                count = max(0, got)
            }
            if failed { return nil }
            // The system fills what it is given: less than that is the end.
            guard piece.count == room else { return bytes.isEmpty ? piece : bytes + piece }
            bytes += piece
            room = min(limit - bytes.count, 65536)
        }
        return bytes
    }
}
