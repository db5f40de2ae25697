import YAMLEditing

/// Sets keys in the sections of an ini file, or of a unit of systemd.
struct IniEdit {
    private struct Key {
        var name: String
        /// The value, continued lines included.
        var range: Range<Int>
        /// Whether there is a `=`.
        var hasValue: Bool
        var line: Int
    }

    private struct Section {
        /// Empty for what stands before the first section.
        var name: String
        var line: Int
        var keys: [Key] = []
        /// The index of its last line that is not blank; nil where it has none.
        var lastLine: Int?
    }

    private let bytes: [UInt8]
    private let lines: TextLines
    private let isUnit: Bool
    private var sections: [Section] = []
    private var isSpaced = true

    /// An edit of a text; the path says whether it is a unit of systemd, which has no comments behind values.
    init(_ bytes: [UInt8], path: String) {
        self.bytes = bytes
        lines = TextLines(bytes)
        let suffix = path.split(separator: ".").last.map(String.init) ?? ""
        isUnit = ["service", "socket", "timer", "mount", "path", "target", "slice"].contains(suffix)
        isSpaced = !isUnit
        read()
    }

    private mutating func read() {
        sections = [Section(name: "", line: 0)]
        var spaced = 0
        var tight = 0
        var index = 0
        while index < lines.ranges.count {
            let number = index
            let line = lines[index].trimmed
            index += 1
            guard let first = line.first else { continue }
            if first == UInt8(ascii: "["), let close = line.firstIndex(of: UInt8(ascii: "]")) {
                let name = String(decoding: line[line.startIndex + 1..<close].trimmed, as: UTF8.self)
                sections.append(Section(name: name, line: number + 1, lastLine: number))
                continue
            }
            sections[sections.count - 1].lastLine = number
            guard first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else { continue }
            var end = line.endIndex
            while index < lines.ranges.count, bytes[..<end].last == UInt8(ascii: "\\") {
                end = lines.ranges[index].upperBound
                sections[sections.count - 1].lastLine = index
                index += 1
            }
            let equals = line.firstIndex(of: UInt8(ascii: "="))
            let name = String(decoding: line[..<(equals ?? line.endIndex)].trimmed, as: UTF8.self)
            var start = equals.map { $0 + 1 } ?? line.endIndex
            if let equals {
                if equals > line.startIndex, bytes[equals - 1] == 0x20 { spaced += 1 } else { tight += 1 }
            }
            while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
            sections[sections.count - 1].keys.append(
                Key(
                    name: name, range: start..<endOfValue(start, max(start, end)), hasValue: equals != nil,
                    line: number + 1))
        }
        if spaced != tight { isSpaced = spaced > tight }
    }

    /// Where a value ends: before a comment that follows it, where the format has such.
    private func endOfValue(_ start: Int, _ end: Int) -> Int {
        var end = end
        if !isUnit {
            var quote: UInt8?
            for index in start..<end {
                let byte = bytes[index]
                if let open = quote {
                    if byte == open { quote = nil }
                } else if (byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")) && index == start {
                    quote = byte
                } else if byte == UInt8(ascii: ";") || byte == UInt8(ascii: "#"), index > start,
                    bytes[index - 1] == 0x20 || bytes[index - 1] == 0x09
                {
                    end = index
                    break
                }
            }
        }
        while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        return end
    }

    /// The text with the tree's keys set; maps are sections.
    func set(_ tree: ValueTree) throws(FileEditFailure) -> [UInt8] {
        guard case .map(let wanted) = tree else {
            throw FileEditFailure(.text, "an ini file holds sections, so `set` wants a map of them")
        }
        var patches: [TextPatch] = []
        var missing: [(String, [ValueTree.Entry])] = []
        let top = wanted.filter { if case .map = $0.value { false } else { true } }
        if !top.isEmpty { try set(top, in: sections[0], &patches) }
        for entry in wanted {
            guard case .map(let keys) = entry.value else { continue }
            guard isLine(entry.key), !entry.key.contains("]"), !entry.key.isEmpty else {
                throw FileEditFailure(.text, "`\(entry.key)` is no name of a section")
            }
            if let section = try section(entry.key, for: keys) {
                try set(keys, in: section, &patches)
            } else {
                missing.append((entry.key, keys))
            }
        }
        var result = try TextPatch.apply(patches, to: bytes)
        for (name, keys) in missing {
            var new: [[UInt8]] = result.isEmpty ? [] : [[]]
            new.append(Array("[\(name)]".utf8))
            for key in keys { new.append(try written(key)) }
            result = TextLines(result).appending(new)
        }
        return result
    }

    private func section(_ name: String, for keys: [ValueTree.Entry]) throws(FileEditFailure) -> Section? {
        let found = sections.filter { $0.name == name && $0.line > 0 }
        guard found.count > 1 else { return found.first }
        let holding = found.filter { section in
            keys.allSatisfy { key in section.keys.contains { $0.name == key.key } }
        }
        guard holding.count == 1 else {
            throw FileEditFailure(
                .text, "the section `[\(name)]` stands several times (\(linesText(found.map(\.line))))",
                line: found[0].line)
        }
        return holding[0]
    }

    private func set(
        _ wanted: [ValueTree.Entry], in section: Section, _ patches: inout [TextPatch]
    ) throws(FileEditFailure) {
        var added: [[UInt8]] = []
        for entry in wanted {
            let new = try written(entry)
            let found = section.keys.filter { $0.name == entry.key }
            guard found.count <= 1 else {
                throw FileEditFailure(
                    .text,
                    "`\(entry.key)` stands several times in its section (\(linesText(found.map(\.line)))); use `replace`",
                    line: found[0].line)
            }
            guard let old = found.first else {
                added.append(new)
                continue
            }
            let text = try ScalarText.of(entry.value, key: entry.key)
            let current = bytes[old.range]
            guard !current.elementsEqual(text.utf8) || !old.hasValue else { continue }
            if let quote = current.first, current.count > 1, current.last == quote,
                quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"), !text.utf8.contains(quote), !isUnit
            {
                guard !current.dropFirst().dropLast().elementsEqual(text.utf8) else { continue }
                patches.append(TextPatch(range: old.range, text: [quote] + Array(text.utf8) + [quote]))
            } else {
                let equals = old.hasValue ? "" : isSpaced ? " = " : "="
                patches.append(TextPatch(range: old.range, text: Array((equals + text).utf8)))
            }
        }
        guard !added.isEmpty else { return }
        if let last = section.lastLine {
            let end = lines.ranges[last].upperBound
            patches.append(TextPatch(range: end..<end, text: Array(added.map { lines.lineBreak + $0 }.joined())))
        } else {
            patches.append(TextPatch(range: 0..<0, text: Array(added.map { $0 + lines.lineBreak }.joined())))
        }
    }

    private func written(_ entry: ValueTree.Entry) throws(FileEditFailure) -> [UInt8] {
        let text = try ScalarText.of(entry.value, key: entry.key)
        guard isLine(entry.key), isLine(text), !entry.key.isEmpty, !entry.key.contains("="), !entry.key.hasPrefix("["),
            !entry.key.hasPrefix("#"), !entry.key.hasPrefix(";")
        else {
            throw FileEditFailure(.text, "`\(entry.key)` and its value must each be one line that an ini file can hold")
        }
        return Array((entry.key + (isSpaced ? " = " : "=") + text).utf8)
    }

    private func isLine(_ text: String) -> Bool {
        !text.utf8.contains(0x0A) && !text.utf8.contains(0x0D) && text.utf8.first != 0x20 && text.utf8.last != 0x20
            && text.utf8.last != UInt8(ascii: "\\")
    }
}
