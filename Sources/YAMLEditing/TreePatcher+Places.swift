import YAMLSyntax

/// Where the parts of collections stand.
extension TreePatcher {
    /// The bytes of one entry or item: from its key, `?` or dash to the end of its value.
    struct Part {
        var start: Int
        var end: Int
    }

    /// The entries or items of a collection.
    func parts(of node: SourceNode) -> [Part] {
        switch node.content {
        case .scalar: return []
        case .map(let entries, let style):
            var previousEnd = node.range.lowerBound
            return entries.map { entry in
                var start = entry.keyNode.start
                if style == .block {
                    // An explicit key begins with its `?`.
                    let mark = text.skipSpace(previousEnd)
                    if mark < start, text.bytes[mark] == UInt8(ascii: "?") { start = mark }
                }
                previousEnd = end(of: entry.value)
                return Part(start: start, end: max(previousEnd, entry.keyNode.range.upperBound))
            }
        case .list(let items, let style):
            guard style == .block else { return items.map { Part(start: $0.start, end: end(of: $0)) } }
            var previousEnd = node.range.lowerBound
            return items.map { item in
                let dash = text.skipSpace(previousEnd)
                previousEnd = max(end(of: item), dash + 1)
                return Part(start: dash, end: previousEnd)
            }
        }
    }

    private func end(of node: SourceNode) -> Int {
        max(node.range.upperBound, node.properties?.upperBound ?? 0)
    }

    /// The place of the value of an entry.
    func place(of index: Int, in entries: [SourceEntry], of node: SourceNode) -> Place {
        guard node.isMap, node.collectionStyle == .block else { return .flow }
        var colon = text.skipSpace(entries[index].keyNode.range.upperBound)
        if colon < text.bytes.count, text.bytes[colon] == UInt8(ascii: ":") { colon += 1 }
        return .entry(column: text.column(node.range.lowerBound), colonEnd: colon)
    }

    /// The place of an item of a list.
    func place(ofItem index: Int, in node: SourceNode) -> Place {
        guard !node.isMap, node.collectionStyle == .block else { return .flow }
        return .item(column: text.column(node.range.lowerBound))
    }

    /// The end of the line on which a part ends.
    func endOfLine(after offset: Int) -> Int { text.endOfLine(offset) }

    /// The end of the comment lines that directly follow a line's end and are indented by at least `column`.
    func endOfComments(after lineEnd: Int, column: Int) -> Int {
        var end = lineEnd
        while true {
            let start = text.lines.next(after: end)
            guard start > end, start < text.bytes.count else { return end }
            let ink = text.skipBlanks(start)
            guard ink < text.bytes.count, text.bytes[ink] == UInt8(ascii: "#"), ink - start >= column else {
                return end
            }
            end = text.endOfLine(start)
        }
    }

    /// The beginning of the comment lines directly above a line, indented like it.
    ///
    /// A heading (`# ── Disks ──────`) is of the part of the file that follows it, and ends them.
    func startOfComments(above offset: Int, notBefore floor: Int) -> Int {
        var start = text.lines.start(of: offset)
        let column = text.column(offset)
        while start > floor {
            let above = text.lines.start(of: start - 1)
            let ink = text.skipBlanks(above)
            guard above >= floor, ink < start, text.bytes[ink] == UInt8(ascii: "#"), ink - above == column,
                !isHeading(ink)
            else { break }
            start = above
        }
        return start
    }

    /// Whether the comment that begins at an offset has a rule in it: four of `─ - = # * ~` in a row.
    private func isHeading(_ offset: Int) -> Bool {
        var previous: Unicode.Scalar?
        var count = 0
        for scalar in String(decoding: text.bytes[offset..<text.endOfLine(offset)], as: UTF8.self).unicodeScalars {
            count = scalar == previous ? count + 1 : 1
            previous = scalar
            if count == 4, "─━═-=#*~".unicodeScalars.contains(scalar) { return true }
        }
        return false
    }

    // MARK: Blocks

    /// The lines of one part of a block collection: what is moved and removed with it.
    struct Block {
        /// The first byte of its first line, which may be a comment above the part.
        var start: Int
        /// The end of its last line, before the line break; comments that are indented deeper than the part are in it.
        var end: Int
        /// Where the blank lines directly before it begin; `start` where there are none.
        var blanksBefore: Int
        /// Where the blank lines directly after it end; the beginning of the next line where there are none.
        var blanksAfter: Int
    }

    /// The lines of a part that begins its line.
    func block(_ index: Int, _ parts: [Part]) -> Block {
        let start = commentedStart(index, parts)
        let column = text.column(parts[index].start)
        let end = endOfComments(after: text.endOfLine(parts[index].end), column: column + 1)
        var before = start
        let floor = index > 0 ? text.lines.next(after: parts[index - 1].end) : 0
        while before > floor, case let above = text.lines.start(of: before - 1), above >= floor, isBlankLine(above) {
            before = above
        }
        return Block(start: start, end: end, blanksBefore: before, blanksAfter: endOfBlankLines(after: end))
    }

    /// The beginning of the first line after an offset's that is not blank.
    func endOfBlankLines(after offset: Int) -> Int {
        var after = text.lines.next(after: offset)
        while after < text.bytes.count, isBlankLine(after) {
            let next = text.lines.next(after: after)
            guard next > after else { break }
            after = next
        }
        return after
    }

    /// Whether the line that begins at an offset has nothing but blanks.
    private func isBlankLine(_ start: Int) -> Bool {
        let ink = text.skipBlanks(start)
        return ink == text.bytes.count ? ink > start : text.bytes[ink] == 0x0A || text.bytes[ink] == 0x0D
    }

    /// How many blank lines stand between most parts of a block collection.
    func blankLines(between parts: [Part]) -> Int {
        guard parts.count > 1 else { return 0 }
        var counts: [Int: Int] = [:]
        for index in parts.indices.dropFirst() {
            let block = block(index, parts)
            counts[text.lines.line(of: block.start) - text.lines.line(of: block.blanksBefore), default: 0] += 1
        }
        return counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key ?? 0
    }
}
