import YAMLEditing
import YAMLSyntax

/// A file of `KEY=value` lines, as shells, systemd and compose read it.
struct EnvFile {
    /// One variable.
    struct Entry {
        var key: String
        /// The value with its quotes.
        var range: Range<Int>
        /// The value as read.
        var value: String
        /// The quote it is in.
        var quote: UInt8?
        /// Its line, from 1.
        var line: Int
    }

    /// The variables, in order.
    private(set) var entries: [Entry] = []

    /// Reads a file; lines that are no variable are passed over.
    init(_ bytes: [UInt8], lines: TextLines) {
        var index = 0
        while index < lines.ranges.count {
            let range = lines.ranges[index]
            let number = index + 1
            index += 1
            var start = range.lowerBound
            while start < range.upperBound, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
            if bytes[start..<range.upperBound].starts(with: "export ".utf8) { start += 7 }
            guard let equals = bytes[start..<range.upperBound].firstIndex(of: UInt8(ascii: "=")) else { continue }
            let name = bytes[start..<equals].trimmed
            guard Self.isName(name) else { continue }
            var entry = Self.value(bytes, from: equals + 1, lineEnd: range.upperBound)
            entry.key = String(decoding: name, as: UTF8.self)
            entry.line = number
            entries.append(entry)
            // A value in quotes may go over lines.
            while index < lines.ranges.count, lines.ranges[index].lowerBound <= entry.range.upperBound { index += 1 }
        }
    }

    private static func value(_ bytes: [UInt8], from start: Int, lineEnd: Int) -> Entry {
        var first = start
        while first < lineEnd, bytes[first] == 0x20 || bytes[first] == 0x09 { first += 1 }
        if first < lineEnd, let end = endOfQuotes(bytes, first) {
            var rest = end
            while rest < bytes.count, bytes[rest] == 0x20 || bytes[rest] == 0x09 { rest += 1 }
            if rest == bytes.count || bytes[rest] == 0x0A || bytes[rest] == 0x0D
                || (bytes[rest] == UInt8(ascii: "#") && rest > end)
            {
                let inner = Array(bytes[first + 1..<end - 1])
                let text = bytes[first] == UInt8(ascii: "\"") ? unescaped(inner) : inner
                return Entry(
                    key: "", range: first..<end, value: String(decoding: text, as: UTF8.self), quote: bytes[first],
                    line: 0)
            }
        }
        var end = first
        while end < lineEnd {
            if bytes[end] == UInt8(ascii: "#"), end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { break }
            end += 1
        }
        while end > first, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        return Entry(
            key: "", range: first..<end, value: String(decoding: bytes[first..<end], as: UTF8.self), quote: nil, line: 0
        )
    }

    private static func endOfQuotes(_ bytes: [UInt8], _ start: Int) -> Int? {
        let quote = bytes[start]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        var index = start + 1
        while index < bytes.count {
            if bytes[index] == quote { return index + 1 }
            index += quote == UInt8(ascii: "\"") && bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count, "\\\"$`".utf8.contains(bytes[index + 1]) {
                index += 1
            }
            result.append(bytes[index])
            index += 1
        }
        return result
    }

    /// Whether it is the name of a variable.
    static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let first = bytes.first, !(0x30...0x39).contains(first) else { return false }
        return bytes.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F
        }
    }
}

/// Sets variables in an env file.
struct EnvEdit {
    private let bytes: [UInt8]

    /// An edit of a text.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The text with the variables set.
    func set(_ tree: ValueTree) throws(FileEditFailure) -> [UInt8] {
        guard case .map(let wanted) = tree else {
            throw FileEditFailure(.text, "an env file holds variables, so `set` wants a map of them")
        }
        let lines = TextLines(bytes)
        let file = EnvFile(bytes, lines: lines)
        var patches: [TextPatch] = []
        var added: [[UInt8]] = []
        for entry in wanted {
            guard EnvFile.isName(Array(entry.key.utf8)[...]) else {
                throw FileEditFailure(.text, "`\(entry.key)` is no name of a variable (letters, digits and `_`)")
            }
            let text = try ScalarText.of(entry.value, key: entry.key)
            guard !text.utf8.contains(0x0A), !text.utf8.contains(0x0D) else {
                throw FileEditFailure(
                    .text, "the value of `\(entry.key)` holds a line break, which env files cannot hold safely")
            }
            let found = file.entries.filter { $0.key == entry.key }
            guard found.count <= 1 else {
                throw FileEditFailure(
                    .text, "`\(entry.key)` stands several times (\(linesText(found.map(\.line)))); remove all but one",
                    line: found[0].line)
            }
            guard let old = found.first else {
                added.append(Array((entry.key + "=" + Self.written(text, quote: nil)).utf8))
                continue
            }
            guard old.value != text else { continue }
            patches.append(TextPatch(range: old.range, text: Array(Self.written(text, quote: old.quote).utf8)))
        }
        let changed = try TextPatch.apply(patches, to: bytes)
        return added.isEmpty ? changed : TextLines(changed).appending(added)
    }

    private static func written(_ text: String, quote: UInt8?) -> String {
        let isSafe = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "_-./:@%+,=^".utf8.contains(byte)
        }
        if quote == nil, isSafe { return text }
        let hasSingle = text.utf8.contains(UInt8(ascii: "'"))
        let expands = text.utf8.contains { "$`\\".utf8.contains($0) }
        if !hasSingle, quote == UInt8(ascii: "'") || quote == nil || expands { return "'\(text)'" }
        var result = "\""
        for scalar in text.unicodeScalars {
            if "\\\"$`".unicodeScalars.contains(scalar) { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }
}

/// Scalars as the texts of files that know nothing else.
enum ScalarText {
    /// The text of a scalar; throws for lists and maps.
    static func of(_ value: ValueTree, key: String) throws(FileEditFailure) -> String {
        switch value {
        case .scalar(.string(let text)): return text
        case .scalar(.null): return ""
        case .scalar(.bool(let flag)): return flag ? "true" : "false"
        case .scalar(.int(let number)): return String(number)
        case .scalar(.float(let number)): return number.description
        case .list, .map, .tagged:
            throw FileEditFailure(.text, "the value of `\(key)` must be a scalar in a file of this format")
        }
    }
}
