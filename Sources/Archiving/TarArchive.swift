/// Files in tar's format (POSIX ustar, with pax headers where a name is too long or not ASCII): owner root, modes 0600 and
/// 0700, and only the time that is given, so that the same files always give the same archive.
package struct TarArchive: Sendable {
    private var bytes: [UInt8] = []
    private let seconds: Int

    /// An empty archive, whose files bear one time, in seconds since 1970.
    package init(secondsSince1970: Int) {
        seconds = max(0, secondsSince1970)
    }

    /// Adds a folder, named by its path without a slash at its end.
    package mutating func addFolder(_ path: String) {
        add(path + "/", [], type: UInt8(ascii: "5"), mode: 0o700)
    }

    /// Adds a file.
    package mutating func addFile(_ path: String, _ content: [UInt8]) {
        add(path, content, type: UInt8(ascii: "0"), mode: 0o600)
    }

    /// The archive with its end.
    package var archive: [UInt8] {
        bytes + [UInt8](repeating: 0, count: 1024)
    }

    private mutating func add(_ path: String, _ content: [UInt8], type: UInt8, mode: Int) {
        let name = Array(path.utf8)
        if name.count > 100 || name.contains(where: { $0 >= 0x80 }) {
            let record = Self.paxRecord("path", path)
            addEntry(Array("pax/\(bytes.count / 512)".utf8), record, type: UInt8(ascii: "x"), mode: 0o600)
        }
        addEntry(Array(name.prefix(100)), content, type: type, mode: mode)
    }

    private mutating func addEntry(_ name: [UInt8], _ content: [UInt8], type: UInt8, mode: Int) {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ field: [UInt8], at offset: Int) {
            header.replaceSubrange(offset..<(offset + field.count), with: field)
        }
        put(name, at: 0)
        put(Self.octal(mode, digits: 7), at: 100)
        put(Self.octal(0, digits: 7), at: 108)
        put(Self.octal(0, digits: 7), at: 116)
        put(Self.octal(content.count, digits: 11), at: 124)
        put(Self.octal(seconds, digits: 11), at: 136)
        put([UInt8](repeating: UInt8(ascii: " "), count: 8), at: 148)
        header[156] = type
        put(Array("ustar\u{0}00".utf8), at: 257)
        put(Array("root".utf8), at: 265)
        put(Array("root".utf8), at: 297)
        put(Self.octal(0, digits: 7), at: 329)
        put(Self.octal(0, digits: 7), at: 337)
        let sum = header.reduce(0) { $0 + Int($1) }
        put(Self.octal(sum, digits: 6) + [0, UInt8(ascii: " ")], at: 148)
        bytes += header
        bytes += content
        bytes += [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    private static func octal(_ number: Int, digits: Int) -> [UInt8] {
        let text = String(number, radix: 8)
        precondition(text.utf8.count <= digits, "\(number) does not fit \(digits) octal digits of a tar header")
        return [UInt8](repeating: UInt8(ascii: "0"), count: digits - text.utf8.count) + Array(text.utf8)
    }

    /// `LENGTH key=value\n`, where the length counts its own digits.
    private static func paxRecord(_ key: String, _ value: String) -> [UInt8] {
        let rest = " \(key)=\(value)\n"
        var length = rest.utf8.count + 1
        while "\(length)".utf8.count + rest.utf8.count != length { length = "\(length)".utf8.count + rest.utf8.count }
        return Array("\(length)\(rest)".utf8)
    }
}
