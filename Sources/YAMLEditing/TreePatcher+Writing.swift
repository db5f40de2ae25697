import YAMLSyntax

/// Replacing one value by another.
extension TreePatcher {
    /// Writes a scalar over a scalar, in its style where that can be.
    mutating func setScalar(
        _ value: YAMLValue, of node: SourceNode, _ style: ScalarStyle, at place: Place
    ) throws(TreeEditFailure) {
        try checkWritable(.scalar(value))
        dropTag(of: node)
        if style.isBlock { return setBlockScalar(value, of: node, style, at: place) }
        if case .string(let new) = value, style == .plain, let literal = writer.literal(new),
            let columns = literalColumns(at: place), text.isLastOnLine(node.range.upperBound)
        {
            patch(node.range, Array(literal.header.utf8))
            patch(
                at: text.endOfLine(node.range.upperBound), literal.body(columns: columns, lineBreak: habits.lineBreak))
            return
        }
        patch(node.range, writer.inline(value, style: style, at: position(of: place)))
    }

    private mutating func setBlockScalar(
        _ value: YAMLValue, of node: SourceNode, _ style: ScalarStyle, at place: Place
    ) {
        let start = node.range.lowerBound
        var headerEnd = start + 1
        while headerEnd < node.range.upperBound, "+-0123456789".utf8.contains(text.bytes[headerEnd]) { headerEnd += 1 }
        let lineEnd = text.endOfLine(headerEnd)
        let bodyEnd = max(lineEnd, node.range.upperBound)
        if case .string(let new) = value, habits.endsWithBreak || bodyEnd < text.bytes.count,
            let literal = LiteralBlock(new), let columns = literalColumns(at: place)
        {
            let isFolded = style == .folded && literal.lines.count == 1
            patch(start..<headerEnd, Array((isFolded ? ">" + literal.header.dropFirst() : literal.header).utf8))
            let old =
                headerEnd == start + 1 || !text.bytes[start..<headerEnd].contains { (0x30...0x39).contains($0) }
                ? indentationOfBody(from: lineEnd, to: bodyEnd) : nil
            patch(lineEnd..<bodyEnd, literal.body(columns: old ?? columns, lineBreak: habits.lineBreak))
            return
        }
        patch(start..<headerEnd, writer.inline(value, style: habits.quotes, at: .block))
        patch(lineEnd..<bodyEnd, [])
    }

    private func indentationOfBody(from lineEnd: Int, to end: Int) -> Int? {
        var start = text.lines.next(after: lineEnd)
        while start < end {
            let ink = text.skipBlanks(start)
            if ink < end, !isBlankOrBreak(text.bytes[ink]) { return ink - start }
            let next = text.lines.next(after: start)
            guard next > start else { return nil }
            start = next
        }
        return nil
    }

    private func literalColumns(at place: Place) -> Int? {
        switch place {
        case .top: habits.step
        case .entry(let column, _), .item(let column): column + habits.step
        case .flow: nil
        }
    }

    private func position(of place: Place) -> ScalarWriter.Position {
        if case .flow = place { .flow } else { .block }
    }

    /// Writes a tree over whatever stands at a place.
    mutating func replace(
        _ node: SourceNode, by tree: ValueTree, at place: Place
    ) throws(TreeEditFailure) {
        try checkWritable(tree)
        try checkGoing(node)
        if case .flow = place { return replaceInFlow(node, by: tree) }
        if text.dialect == .json { return replaceInFlow(node, by: tree) }
        dropTag(of: node)
        let isBlock = !tree.isEmptyCollection && !tree.isScalar
        switch (isBlock, node.isBlockCollection) {
        case (false, false): replaceInline(node, by: tree, at: place)
        case (false, true): replaceBlock(node, byInline: tree, at: place)
        case (true, true): replaceBlock(node, by: tree, at: place)
        case (true, false): replaceInline(node, byBlock: tree, at: place)
        }
    }

    private mutating func replaceInFlow(_ node: SourceNode, by tree: ValueTree) {
        dropTag(of: node)
        let indentation = habits.isSpread ? text.indentation(at: node.range.lowerBound) : nil
        var written = writer.flow(tree, indentation: indentation, keyStyle: keyStyle(near: node))
        if node.isUnwritten {
            let before = node.range.lowerBound > 0 ? text.bytes[node.range.lowerBound - 1] : 0x20
            if !isBlankOrBreak(before) {
                // In a flow collection `a` alone is a key without a colon.
                let isColon = before == UInt8(ascii: ":")
                written = (isColon ? [0x20] : [UInt8(ascii: ":"), 0x20]) + written
            }
        }
        patch(node.range, written)
    }

    /// The quotes of keys in a flow collection: those of JSON where the file has them.
    func keyStyle(near node: SourceNode) -> ScalarStyle {
        guard text.dialect == .yaml, let entry = node.entries?.first else { return .plain }
        if case .scalar(_, let style) = entry.keyNode.content, style.isQuoted { return style }
        return .plain
    }

    private mutating func replaceInline(_ node: SourceNode, by tree: ValueTree, at place: Place) {
        var written: [UInt8]
        if case .scalar(.string(let new)) = tree, let literal = writer.literal(new),
            let columns = literalColumns(at: place), text.isLastOnLine(node.range.upperBound)
        {
            written = Array(literal.header.utf8)
            patch(
                at: text.endOfLine(node.range.upperBound), literal.body(columns: columns, lineBreak: habits.lineBreak))
        } else if case .scalar(let value) = tree {
            written = writer.inline(value, at: .block)
        } else {
            written = writer.flow(tree, indentation: nil)
        }
        if node.isUnwritten { written = [0x20] + written }
        patch(node.range, written)
    }

    private mutating func replaceBlock(_ node: SourceNode, byInline tree: ValueTree, at place: Place) {
        let written: [UInt8]
        if case .scalar(let value) = tree {
            written = writer.inline(value, at: .block)
        } else {
            written = writer.flow(tree, indentation: nil)
        }
        let start = node.range.lowerBound
        guard case .entry(_, let colonEnd) = place, text.isFirstOnLine(start),
            let before = text.endOfLineBefore(start), before >= colonEnd
        else { return patch(node.range, written) }
        patch(at: node.properties?.upperBound ?? colonEnd, [0x20] + written)
        patch(before..<text.endOfLine(node.range.upperBound), [])
    }

    private mutating func replaceBlock(_ node: SourceNode, by tree: ValueTree, at place: Place) {
        let column = text.column(node.range.lowerBound)
        var target = column
        if case .entry(let outer, _) = place, case .map = tree, column <= outer { target = outer + habits.step }
        let pad = [UInt8](repeating: 0x20, count: target - column)
        patch(node.range, pad + writer.block(tree, column: target))
    }

    private mutating func replaceInline(_ node: SourceNode, byBlock tree: ValueTree, at place: Place) {
        let start = node.range.lowerBound
        switch place {
        case .entry(let column, let colonEnd) where node.isUnwritten || !text.isFirstOnLine(start):
            let written = writer.value(tree, column: column)
            let lineEnd = text.endOfLine(node.range.upperBound)
            if node.isUnwritten {
                patch(at: endOfComments(after: lineEnd, column: column + 1), written)
            } else {
                // The blank between the colon and the value goes too.
                let isAlone = !node.hasTag && text.skipBlanks(node.range.upperBound) == lineEnd
                let from = node.hasTag ? start : max(node.properties?.upperBound ?? colonEnd, colonEnd)
                patch(from..<(isAlone ? lineEnd : node.range.upperBound), [])
                patch(at: lineEnd, written)
            }
        case .item(let column) where node.isUnwritten:
            patch(at: start, [0x20] + writer.block(tree, column: column + 2))
        case .top where !text.isFirstOnLine(start): patch(node.range, habits.lineBreak + writer.block(tree, column: 0))
        default:
            let column = text.column(start)
            patch(node.range, writer.block(tree, column: column))
        }
    }

    /// Takes a node's tag away, which would say what its new value is not; an anchor that nobody uses stays.
    private mutating func dropTag(of node: SourceNode) {
        guard node.hasTag, node.alias == nil, let properties = node.properties else { return }
        let anchor = node.anchor.map { Array("&\($0)".utf8) } ?? []
        let end =
            anchor.isEmpty ? min(text.skipBlanks(properties.upperBound), node.range.lowerBound) : properties.upperBound
        patch(properties.lowerBound..<end, anchor)
    }

    /// Throws where a tree cannot be written.
    func checkWritable(_ tree: ValueTree) throws(TreeEditFailure) {
        switch tree {
        case .map(let entries):
            for entry in entries {
                guard entry.key.utf8.count <= 250 || text.dialect == .json else {
                    throw failure(.unwritable, nil, "a key longer than 250 bytes cannot be written")
                }
                try checkWritable(entry.value)
            }
        case .list(let items): for item in items { try checkWritable(item) }
        case .scalar(.float(let number)):
            guard number.isFinite || text.dialect == .yaml else {
                throw failure(.unwritable, nil, "JSON has no number \(number)")
            }
        case .scalar: break
        case .tagged: throw failure(.unwritable, nil, "a value with a tag cannot be written")
        }
    }

    mutating func patch(_ range: Range<Int>, _ new: [UInt8]) {
        patches.append(Patch(range: range, text: new))
    }

    mutating func patch(at offset: Int, _ new: [UInt8]) {
        patches.append(Patch(range: offset..<offset, text: new))
    }
}

extension ValueTree {
    /// Whether it is a scalar.
    var isScalar: Bool {
        if case .scalar = self { true } else { false }
    }
}
