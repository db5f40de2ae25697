import YAMLSyntax

/// Reads JSON (RFC 8259) into nodes with places; depth is bounded, and a key may stand once.
struct JSONSource {
    private let bytes: [UInt8]
    private let lines: LineTable
    private let limit: Int
    private var index = 0

    /// A reader of a text.
    init(bytes: [UInt8], lines: LineTable, depth: Int = 100) {
        self.bytes = bytes
        self.lines = lines
        limit = depth
    }

    /// The tree, or nil where the text is empty but for blanks.
    mutating func read() throws(TreeEditFailure) -> SourceNode? {
        skipBlanks()
        guard index < bytes.count else { return nil }
        let node = try value(depth: 0)
        skipBlanks()
        guard index == bytes.count else { throw failure("something stands after the end of the value") }
        return node
    }

    private mutating func value(depth: Int) throws(TreeEditFailure) -> SourceNode {
        guard depth < limit else { throw failure("lists and maps are nested more than \(limit) levels deep") }
        guard index < bytes.count else { throw failure("the text ends where a value should stand") }
        let start = index
        switch bytes[index] {
        case UInt8(ascii: "{"): return try map(depth: depth)
        case UInt8(ascii: "["): return try list(depth: depth)
        case UInt8(ascii: "\""):
            let text = try string()
            return SourceNode(content: .scalar(.string(text), .doubleQuoted), range: start..<index)
        default:
            while index < bytes.count, !Self.endsWord(bytes[index]) { index += 1 }
            let word = String(decoding: bytes[start..<index], as: UTF8.self)
            guard let value = Self.literal(word) else {
                index = start
                throw failure("no JSON value begins here")
            }
            return SourceNode(content: .scalar(value, .plain), range: start..<index)
        }
    }

    private mutating func map(depth: Int) throws(TreeEditFailure) -> SourceNode {
        let start = index
        var entries: [SourceEntry] = []
        var seen: Set<String> = []
        index += 1
        skipBlanks()
        while !take(UInt8(ascii: "}")) {
            if !entries.isEmpty { try comma() }
            let keyStart = index
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
                throw failure("a key in double quotes should stand here")
            }
            let key = try string()
            guard seen.insert(key).inserted else {
                throw TreeEditFailure(
                    .duplicateKey, "the key `\(key)` stands twice in one map; remove one of them",
                    line: lines.line(of: keyStart))
            }
            let keyNode = SourceNode(content: .scalar(.string(key), .doubleQuoted), range: keyStart..<index)
            skipBlanks()
            guard take(UInt8(ascii: ":")) else { throw failure("a colon should stand after the key `\(key)`") }
            skipBlanks()
            entries.append(SourceEntry(key: key, keyNode: keyNode, value: try value(depth: depth + 1)))
            skipBlanks()
        }
        return SourceNode(content: .map(entries, .flow), range: start..<index)
    }

    private mutating func list(depth: Int) throws(TreeEditFailure) -> SourceNode {
        let start = index
        var items: [SourceNode] = []
        index += 1
        skipBlanks()
        while !take(UInt8(ascii: "]")) {
            if !items.isEmpty { try comma() }
            items.append(try value(depth: depth + 1))
            skipBlanks()
        }
        return SourceNode(content: .list(items, .flow), range: start..<index)
    }

    private mutating func comma() throws(TreeEditFailure) {
        guard take(UInt8(ascii: ",")) else { throw failure("a comma or the closing bracket should stand here") }
        skipBlanks()
    }

    private mutating func string() throws(TreeEditFailure) -> String {
        index += 1
        let start = index
        var text: [UInt8] = []
        var copied = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                text.append(contentsOf: bytes[copied..<index])
                index += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                text.append(contentsOf: bytes[copied..<index])
                try escape(into: &text)
                copied = index
            case 0..<0x20: throw failure("a control character stands in a string")
            default: index += 1
            }
        }
        index = start - 1
        throw failure("the string that begins here does not end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(TreeEditFailure) {
        index += 1
        guard index < bytes.count else { throw failure("the text ends within a string") }
        let letter = bytes[index]
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            var code = try hex()
            if code & 0xFC00 == 0xD800, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
                bytes[index + 1] == UInt8(ascii: "u")
            {
                let before = index
                index += 2
                let low = try hex()
                if low & 0xFC00 == 0xDC00 {
                    code = 0x10000 + (code & 0x3FF) << 10 + (low & 0x3FF)
                } else {
                    index = before
                }
            }
            text.append(contentsOf: String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8)
        default: throw failure("JSON knows no escape `\\\(String(UnicodeScalar(letter)))`")
        }
    }

    private mutating func hex() throws(TreeEditFailure) -> UInt32 {
        guard index + 4 <= bytes.count,
            bytes[index..<index + 4].allSatisfy({
                (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0)
            }),
            let code = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
        else { throw failure("`\\u` wants four hexadecimal digits") }
        index += 4
        return code
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipBlanks() {
        while index < bytes.count, isBlankOrBreak(bytes[index]) { index += 1 }
    }

    private func failure(_ message: String) -> TreeEditFailure {
        let line = lines.line(of: min(index, bytes.count))
        return TreeEditFailure(.unreadable, "the file is no JSON: \(message) (line \(line))", line: line)
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ":"), UInt8(ascii: "\""): true
        default: isBlankOrBreak(byte)
        }
    }

    private static func literal(_ word: String) -> YAMLValue? {
        switch word {
        case "null": return .null
        case "true": return .bool(true)
        case "false": return .bool(false)
        default:
            let bytes = Array(word.utf8)
            let digits = bytes.first == UInt8(ascii: "-") ? bytes.dropFirst() : bytes[...]
            guard let first = digits.first, (0x30...0x39).contains(first),
                bytes.last.map({ (0x30...0x39).contains($0) }) == true,
                first != 0x30 || digits.count == 1 || !(0x30...0x39).contains(digits[digits.startIndex + 1])
            else { return nil }
            switch YAMLScalar(text: word, style: .plain).resolved {
            case .int(let value): return .int(value)
            case .float(let value): return .float(value)
            default: return nil
            }
        }
    }
}
