import YAMLSyntax

/// Adding and removing entries and items.
extension TreePatcher {
    /// Adds entries at the end of a map.
    mutating func add(
        _ added: [ValueTree.Entry], to node: SourceNode, _ entries: [SourceEntry], at place: Place
    ) throws(TreeEditFailure) {
        guard !added.isEmpty else { return }
        for entry in added { try checkWritable(.map([entry])) }
        guard !entries.isEmpty else { return try replace(node, by: .map(added), at: place) }
        guard node.isBlockCollection else {
            let style = keyStyle(near: node)
            let indentation = spreadIndentation(of: node)
            return insertInFlow(
                added.map {
                    writer.flowEntry($0, indentation: habits.isSpread ? indentation : nil, keyStyle: style)
                }, before: entries.count, of: node)
        }
        let column = text.column(node.range.lowerBound)
        var written: [UInt8] = []
        for entry in added { written += writer.newLine(column) + writer.entry(entry, column: column) }
        patch(at: endOfBlock(node, column: column), written)
    }

    /// Puts items before an item of a list, or at its end.
    mutating func insert(
        items: [ValueTree], before index: Int, of node: SourceNode, style: ScalarStyle
    ) throws(TreeEditFailure) {
        for item in items { try checkWritable(item) }
        guard node.isBlockCollection else {
            let indentation = habits.isSpread ? spreadIndentation(of: node) : nil
            return insertInFlow(
                items.map { writer.flow($0, indentation: indentation, style: style) }, before: index, of: node)
        }
        let column = text.column(node.range.lowerBound)
        let written = items.map { item -> [UInt8] in
            if case .scalar(let value) = item, style.isQuoted {
                return Array("- ".utf8) + writer.inline(value, style: style, at: .block)
            }
            return writer.item(item, column: column)
        }
        insertInBlock(written, before: index, of: node, column: column)
    }

    /// Puts written entries or items before one of a block collection, or at its end.
    ///
    /// What stands in a file with blank lines between the parts gets them too.
    mutating func insertInBlock(_ written: [[UInt8]], before index: Int, of node: SourceNode, column: Int) {
        let parts = parts(of: node)
        let isCompact = !text.isFirstOnLine(parts[0].start)
        let blanks = isCompact ? 0 : blankLines(between: parts)
        let gap = Array(repeatElement(habits.lineBreak, count: blanks).joined())
        if index == 0 {
            let start = isCompact ? parts[0].start : text.skipBlanks(commentedStart(0, parts))
            patch(at: start, Array(written.map { $0 + habits.lineBreak + gap + pad(column) }.joined()))
        } else {
            let end =
                index == parts.count
                ? endOfBlock(node, column: column)
                : isCompact ? text.endOfLine(parts[index - 1].end) : block(index - 1, parts).end
            patch(at: end, Array(written.map { habits.lineBreak + gap + pad(column) + $0 }.joined()))
        }
    }

    private func pad(_ columns: Int) -> [UInt8] { [UInt8](repeating: 0x20, count: columns) }

    /// Where something is added to a block collection: after its last line and the comments that belong to it.
    private func endOfBlock(_ node: SourceNode, column: Int) -> Int {
        let parts = parts(of: node)
        let end = max(parts.last?.end ?? node.range.upperBound, node.range.upperBound)
        return endOfComments(after: text.endOfLine(end), column: column)
    }

    // MARK: Flow

    /// The blanks before the first part of a flow collection over lines; nil where it begins on the bracket's line.
    private func spreadIndentation(of node: SourceNode) -> [UInt8]? {
        guard let first = parts(of: node).first,
            text.lines.line(of: first.start) != text.lines.line(of: node.range.lowerBound)
        else { return nil }
        return text.indentation(at: first.start)
    }

    /// Puts written entries or items before one of a flow collection, or at its end.
    mutating func insertInFlow(_ written: [[UInt8]], before index: Int, of node: SourceNode) {
        let parts = parts(of: node)
        let indentation = spreadIndentation(of: node)
        let separator = indentation.map { [UInt8(ascii: ",")] + habits.lineBreak + $0 } ?? writer.comma
        if index < parts.count {
            return patch(at: parts[index].start, Array(written.map { $0 + separator }.joined()))
        }
        let end = parts[parts.count - 1].end
        var comma = text.skipSpace(end)
        let hasTrailingComma = comma < text.bytes.count && text.bytes[comma] == UInt8(ascii: ",")
        comma = hasTrailingComma ? comma + 1 : end
        guard let indentation, text.isLastOnLine(comma) else {
            return patch(at: end, Array(written.map { separator + $0 }.joined()))
        }
        let lineEnd = text.endOfLine(comma)
        let lines = written.map { habits.lineBreak + indentation + $0 }
        if hasTrailingComma {
            patch(at: lineEnd, Array(lines.map { $0 + [UInt8(ascii: ",")] }.joined()))
        } else {
            patch(at: end, [UInt8(ascii: ",")])
            patch(at: lineEnd, Array(lines.joined(separator: [UInt8(ascii: ",")])))
        }
    }

    // MARK: Removing

    /// Removes some, but not all, entries or items of a collection.
    mutating func remove(
        _ removed: Set<Int>, of node: SourceNode, parts: [Part], withComments: Bool = false
    ) throws(TreeEditFailure) {
        guard !removed.isEmpty else { return }
        let content = node.content
        for index in removed {
            switch content {
            case .map(let entries, _):
                try checkGoing(entries[index].value)
                try checkShared(entries[index].keyNode)
            case .list(let items, _): try checkGoing(items[index])
            case .scalar: break
            }
        }
        if node.isBlockCollection {
            removeInBlock(removed, parts, withComments)
        } else {
            removeInFlow(removed, parts)
        }
    }

    private mutating func removeInBlock(_ removed: Set<Int>, _ parts: [Part], _ withComments: Bool) {
        var leading = 0
        while removed.contains(leading) { leading += 1 }
        let isCompact = !text.isFirstOnLine(parts[0].start)
        if leading > 0, isCompact {
            patch(compactRemoval(before: leading, parts), [])
        }
        guard withComments, !isCompact else { return removeLines(removed, leading: leading, isCompact, parts) }
        for index in removed { patch(removal(of: index, parts), []) }
    }

    /// What goes with the first parts of a block that begins behind a dash: up to the next part, which takes the place.
    ///
    /// Comments above that part are its own: then it stays on its line, and nothing is left behind the dash.
    private func compactRemoval(before leading: Int, _ parts: [Part]) -> Range<Int> {
        let start = parts[0].start
        let lineEnd = text.endOfLine(parts[leading - 1].end)
        guard leading < parts.count, lineEnd < parts[leading].start,
            text.bytes[lineEnd..<parts[leading].start].contains(UInt8(ascii: "#"))
        else { return start..<parts[min(leading, parts.count - 1)].start }
        var dash = start
        while dash > 0, text.bytes[dash - 1] == 0x20 { dash -= 1 }
        return dash..<lineEnd
    }

    private mutating func removeLines(_ removed: Set<Int>, leading: Int, _ isCompact: Bool, _ parts: [Part]) {
        for index in removed.sorted() {
            let start = text.lines.start(of: parts[index].start)
            if index < leading {
                if !isCompact { patch(start..<text.lines.next(after: parts[index].end), []) }
            } else {
                patch((text.endOfLineBefore(start) ?? start)..<text.endOfLine(parts[index].end), [])
            }
        }
    }

    /// What goes where a part goes with its comments: its lines, and the blank lines before it.
    ///
    /// Of the first part, and of one below a heading that stays, the blank lines after it go instead.
    func removal(of index: Int, _ parts: [Part]) -> Range<Int> {
        let block = block(index, parts)
        let isBelowHeading = index > 0 && block.blanksBefore == block.start && hasCommentAbove(block.start)
        if index == 0 || (isBelowHeading && index + 1 < parts.count) { return block.start..<block.blanksAfter }
        return (text.endOfLineBefore(block.blanksBefore) ?? block.blanksBefore)..<block.end
    }

    private func hasCommentAbove(_ start: Int) -> Bool {
        guard start > 0 else { return false }
        let ink = text.skipBlanks(text.lines.start(of: start - 1))
        return ink < start && text.bytes[ink] == UInt8(ascii: "#")
    }

    /// Where a part begins with the comment lines that stand directly above it; those at the head of a file are its own.
    func commentedStart(_ index: Int, _ parts: [Part]) -> Int {
        if index == 0, text.column(parts[0].start) == 0 { return text.lines.start(of: parts[0].start) }
        let floor = index > 0 ? text.lines.next(after: parts[index - 1].end) : 0
        return startOfComments(above: parts[index].start, notBefore: floor)
    }

    private mutating func removeInFlow(_ removed: Set<Int>, _ parts: [Part]) {
        var index = 0
        while index < parts.count {
            guard removed.contains(index) else {
                index += 1
                continue
            }
            let first = index
            while removed.contains(index) { index += 1 }
            removeRun(first..<index, parts)
        }
    }

    private mutating func removeRun(_ run: Range<Int>, _ parts: [Part]) {
        let first = parts[run.lowerBound]
        let last = parts[run.upperBound - 1]
        if run.upperBound < parts.count {
            let next = parts[run.upperBound]
            guard text.isFirstOnLine(first.start), text.isFirstOnLine(next.start) else {
                return patch(first.start..<next.start, [])
            }
            patch(text.lines.start(of: first.start)..<text.lines.next(after: comma(after: last.end)), [])
            return
        }
        let previous = parts[run.lowerBound - 1]
        let afterLast = text.skipSpace(last.end)
        let hasTrailingComma = afterLast < text.bytes.count && text.bytes[afterLast] == UInt8(ascii: ",")
        let end = hasTrailingComma ? afterLast + 1 : last.end
        guard text.isFirstOnLine(first.start), text.isLastOnLine(end), let before = text.endOfLineBefore(first.start)
        else { return patch(previous.end..<last.end, []) }
        if !hasTrailingComma {
            let comma = comma(after: previous.end)
            patch(comma..<comma + 1, [])
        }
        patch(before..<text.endOfLine(end), [])
    }

    /// The comma that follows a part.
    private func comma(after end: Int) -> Int {
        let comma = text.skipSpace(end)
        return comma < text.bytes.count && text.bytes[comma] == UInt8(ascii: ",") ? comma : end
    }
}
