import Diagnostics
import YAMLSyntax

/// Blanks, quotes and lines of single values.
extension LayoutPlan {
    // MARK: Lines

    /// Opens a level at the place where a block begins.
    mutating func open(at offset: Int, column: Int, parent: Int) -> Int {
        levels.append(Level(old: self.column(offset), new: column, parent: parent))
        return levels.count - 1
    }

    /// Says where the line comes to begin that a token begins; nothing where the token stands within its line.
    mutating func setColumn(_ column: Int, _ offset: Int, _ level: Int) {
        guard isFirstOnLine(offset) else { return }
        let line = lineIndex(offset)
        rules[line] = .column(column)
        lineLevels[line] = level
    }

    /// Lets the further lines of a value follow its first.
    mutating func follow(_ range: SourceRange, outer: Int) {
        let first = lineIndex(range.start)
        let last = lineIndex(range.end)
        guard last > first else { return }
        for line in (first + 1)...last {
            if case .open = rules[line] { rules[line] = .follow(line: first, minimum: outer + 1) }
        }
    }

    mutating func visitBlockScalar(_ node: YAMLNode, outer: Int, level: Int) {
        let first = lineIndex(node.range.start)
        let last = lineIndex(node.range.end)
        guard last > first else { return }
        var header = node.range.start + 1
        var explicit: Int?
        while header < bytes.count, "+-0123456789".utf8.contains(bytes[header]) {
            if bytes[header] >= 0x30 { explicit = Int(bytes[header]) - 0x30 }
            header += 1
        }
        guard let indent = contentIndent(first + 1...last) else { return keep(first + 1...last) }
        // An indentation that is written out counts from the block around the scalar.
        let outerOld = level >= 0 ? levels[level].old : 0
        let own = explicit.map { outerOld + $0 } ?? indent
        let new = outer < 0 ? own : outer + (explicit ?? Self.step)
        for line in first + 1...last {
            rules[line] = .content(by: new - own, indent: own)
            isKept[line] = true
        }
    }

    private mutating func keep(_ lines: ClosedRange<Int>) {
        for line in lines {
            rules[line] = .content(by: 0, indent: 0)
            isKept[line] = true
        }
    }

    /// The spaces before the first ink of some lines.
    private func contentIndent(_ range: ClosedRange<Int>) -> Int? {
        for line in range {
            let start = lines.start(ofIndex: line)
            var ink = start
            while ink < bytes.count, bytes[ink] == 0x20 { ink += 1 }
            if ink < endOfLine(start) { return ink - start }
        }
        return nil
    }

    /// Says that a blank line stands before an entry, unless it and the one before are one line each.
    mutating func separate(_ previous: YAMLPair, _ pair: YAMLPair) {
        let line = lineIndex(pair.key.range.start)
        let isShort = lineIndex(pair.value.range.end) == line
        let wasShort = lineIndex(previous.value.range.end) == lineIndex(previous.key.range.start)
        if !(isShort && wasShort && lineIndex(previous.key.range.start) + 1 == line) { isSeparated[line] = true }
    }

    // MARK: Blanks

    /// Makes the blanks between two tokens of one line so many.
    mutating func gap(_ from: Int, _ to: Int, _ count: Int) {
        guard to >= from, !(to - from == count && bytes[from..<to].allSatisfy { $0 == 0x20 }),
            bytes[from..<to].allSatisfy({ $0 == 0x20 || $0 == 0x09 })
        else { return }
        patches.append(Patch(range: from..<to, text: [UInt8](repeating: 0x20, count: count)))
    }

    /// How many blanks follow the colon of each pair of a map where values stand below one another; nil: one each.
    func alignedWidths(_ pairs: [YAMLPair]) -> [Int]? {
        var widths = [Int?](repeating: nil, count: pairs.count)
        for (index, pair) in pairs.enumerated() {
            let colon = skipBlanks(pair.key.range.end)
            let start = pair.value.propertiesRange?.start ?? pair.value.range.start
            guard colon < bytes.count, bytes[colon] == UInt8(ascii: ":"), start > colon + 1,
                bytes[colon + 1..<start].allSatisfy({ $0 == 0x20 })
            else { continue }
            widths[index] = start - colon - 1
        }
        guard widths.contains(where: { $0 ?? 1 > 1 }) else { return nil }
        var columns = [Int](repeating: -1, count: pairs.count)
        var counts: [Int: Int] = [:]
        for (index, pair) in pairs.enumerated() {
            guard let width = widths[index] else { continue }
            let key = requoted(pair.key).map { String(decoding: $0, as: UTF8.self) }
            let keyWidth = (key ?? document.source.text(in: pair.key.range)).unicodeScalars.count
            let properties = pair.key.propertiesRange.map { $0.count + 1 } ?? 0
            columns[index] = properties + keyWidth + width
            counts[columns[index], default: 0] += 1
        }
        return pairs.indices.map { counts[columns[$0], default: 0] > 1 ? widths[$0] ?? 1 : 1 }
    }

    // MARK: Quotes

    /// Writes a quoted scalar of one line in the quotes that need fewer escapes; double ones where both need the same.
    mutating func quote(_ node: YAMLNode) {
        guard let text = requoted(node) else { return }
        patches.append(Patch(range: node.range.start..<node.range.end, text: text))
    }

    /// The scalar in other quotes, where those are better.
    func requoted(_ node: YAMLNode) -> [UInt8]? {
        guard let scalar = node.scalar, scalar.style.isQuoted, node.aliasName == nil else { return nil }
        let source = bytes[node.range.start..<node.range.end]
        let inDouble = scalar.text.utf8.count { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
        let inSingle = scalar.text.utf8.count { $0 == UInt8(ascii: "'") }
        if scalar.style == .singleQuoted {
            guard inDouble == 0 || inDouble < inSingle, !scalar.text.utf8.contains(0x09) else { return nil }
            return Array(ScalarWriter.doubleQuoted(scalar.text).utf8)
        }
        // Another escape than these two says something that single quotes would hide.
        guard inDouble > inSingle, source.count == scalar.text.utf8.count + 2 + inDouble,
            let text = ScalarWriter.singleQuoted(scalar.text)
        else { return nil }
        return Array(text.utf8)
    }

    // MARK: Looks at the text

    func lineIndex(_ offset: Int) -> Int { lines.line(of: offset) - 1 }

    func isBlock(_ node: YAMLNode) -> Bool {
        guard node.aliasName == nil else { return false }
        switch node.content {
        case .mapping(_, .block), .sequence(_, .block): return true
        default: return false
        }
    }
}
