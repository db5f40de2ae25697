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
            let before = bytes.count
            var failed = false
            let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                failed = got < 0
                count = max(0, got)
            }
            if failed { return nil }
            if before == 0, piece.count < room, room < 4096 || limit <= 4096 { return piece }
            bytes += piece
            if piece.isEmpty { return bytes }
            room = min(limit - bytes.count, 65536)
        }
        return bytes
    }
}
