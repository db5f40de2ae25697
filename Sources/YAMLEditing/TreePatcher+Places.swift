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
        guard case .map(_, .block) = node.content else { return .flow }
        var colon = text.skipSpace(entries[index].keyNode.range.upperBound)
        if colon < text.bytes.count, text.bytes[colon] == UInt8(ascii: ":") { colon += 1 }
        return .entry(column: text.column(node.range.lowerBound), colonEnd: colon)
    }

    /// The place of an item of a list.
    func place(ofItem index: Int, in node: SourceNode) -> Place {
        guard case .list(_, .block) = node.content else { return .flow }
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
    func startOfComments(above offset: Int, notBefore floor: Int) -> Int {
        var start = text.lines.start(of: offset)
        let column = text.column(offset)
        while start > floor {
            let above = text.lines.start(of: start - 1)
            let ink = text.skipBlanks(above)
            guard above >= floor, ink < start, text.bytes[ink] == UInt8(ascii: "#"), ink - above == column else {
                break
            }
            start = above
        }
        return start
    }
}
