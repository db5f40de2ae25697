import YAMLSyntax

/// How a file is laid out, so that what is added looks like what is there.
struct LayoutHabits {
    /// The line break.
    var lineBreak: [UInt8] = [0x0A]
    /// Columns from a map to the map in it.
    var step = 2
    /// Columns from a map to the list in it.
    var listOffset = 2
    /// The quotes for a text that needs some.
    var quotes = ScalarStyle.doubleQuoted
    /// What one level of a flow collection over lines is indented by.
    var unit: [UInt8] = [0x20, 0x20]
    /// Whether flow collections go over lines.
    var isSpread = false
    /// Whether a blank follows a colon and a comma in flow collections.
    var afterColon = true
    /// See `afterColon`.
    var afterComma = true
    /// Whether lists of scalars go over lines too, where maps do.
    var spreadsScalarLists = false
    /// Whether the maps in block lists are mostly flow maps on one line.
    var hasFlowItems = false
    /// Whether the text ends with a line break.
    var endsWithBreak = true

    /// The habits of a text.
    init(of text: EditedText) {
        var counts = Counts()
        if let root = text.root { counts.visit(root, in: text) }
        if let first = text.bytes.firstIndex(of: 0x0A), first > 0, text.bytes[first - 1] == 0x0D {
            lineBreak = [0x0D, 0x0A]
        }
        endsWithBreak = text.bytes.isEmpty || text.bytes.last == 0x0A || text.bytes.last == 0x0D
        step = counts.mostCommon(counts.steps) ?? 2
        listOffset = counts.mostCommon(counts.listOffsets) ?? min(2, step)
        if counts.single > counts.double { quotes = .singleQuoted }
        if let unit = counts.unit { self.unit = unit }
        isSpread = text.dialect == .json ? (counts.spread > 0 || counts.inline == 0) : false
        spreadsScalarLists = counts.spreadScalarLists > counts.inlineScalarLists
        hasFlowItems = counts.flowItems > counts.blockItems
        afterColon = counts.bareColons == 0
        afterComma = counts.bareCommas == 0
    }

    /// What was seen where.
    private struct Counts {
        var steps: [Int: Int] = [:]
        var listOffsets: [Int: Int] = [:]
        var single = 0
        var double = 0
        var unit: [UInt8]?
        var spread = 0
        var inline = 0
        var spreadScalarLists = 0
        var inlineScalarLists = 0
        var flowItems = 0
        var blockItems = 0
        var bareColons = 0
        var bareCommas = 0

        func mostCommon(_ counts: [Int: Int]) -> Int? {
            counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
        }

        mutating func visit(_ node: SourceNode, in text: EditedText) {
            guard node.alias == nil else { return }
            switch node.content {
            case .scalar(_, let style):
                if style == .singleQuoted { single += 1 }
                if style == .doubleQuoted { double += 1 }
            case .list(let items, let style):
                if style == .flow { flow(node, items.map { ($0.start, $0.range.upperBound) }, in: text) }
                countScalarList(node, items, style, in: text)
                if style == .block { countMaps(among: items) }
                for item in items { visit(item, in: text) }
            case .map(let entries, let style):
                if style == .flow {
                    flow(node, entries.map { ($0.keyNode.start, $0.value.range.upperBound) }, in: text)
                }
                for entry in entries {
                    if style == .block { step(to: entry.value, from: node, in: text) }
                    let after = text.skipBlanks(entry.keyNode.range.upperBound) + 1
                    if style == .flow, after == entry.value.start { bareColons += 1 }
                    visit(entry.value, in: text)
                }
            }
        }

        private mutating func step(to value: SourceNode, from node: SourceNode, in text: EditedText) {
            guard value.isBlockCollection else { return }
            let columns = text.column(value.range.lowerBound) - text.column(node.range.lowerBound)
            if value.entries != nil {
                if columns > 0 { steps[columns, default: 0] += 1 }
            } else if columns >= 0 {
                listOffsets[columns, default: 0] += 1
            }
        }

        private mutating func countMaps(among items: [SourceNode]) {
            for item in items where item.alias == nil {
                guard case .map(let entries, let style) = item.content, !entries.isEmpty else { continue }
                if style == .flow { flowItems += 1 } else { blockItems += 1 }
            }
        }

        private mutating func countScalarList(
            _ node: SourceNode, _ items: [SourceNode], _ style: CollectionStyle, in text: EditedText
        ) {
            guard style == .flow, let first = items.first,
                items.allSatisfy({ if case .scalar = $0.content { true } else { false } })
            else { return }
            if text.lines.line(of: first.start) != text.lines.line(of: node.range.lowerBound) {
                spreadScalarLists += 1
            } else {
                inlineScalarLists += 1
            }
        }

        private mutating func flow(_ node: SourceNode, _ parts: [(start: Int, end: Int)], in text: EditedText) {
            guard let first = parts.first else { return }
            if parts.count > 1, text.bytes[parts[0].end] == UInt8(ascii: ","), parts[0].end + 1 == parts[1].start {
                bareCommas += 1
            }
            guard text.lines.line(of: first.start) != text.lines.line(of: node.range.lowerBound) else {
                inline += 1
                return
            }
            spread += 1
            guard unit == nil else { return }
            let outer = text.indentation(at: text.skipBlanks(text.lines.start(of: node.range.lowerBound)))
            let inner = text.indentation(at: first.start)
            if inner.count > outer.count, inner.starts(with: outer) { unit = Array(inner[outer.count...]) }
        }
    }
}
