import YAMLSyntax

/// How a file is laid out, so that what is added looks like what is there.
///
/// Most of it takes a look at the whole tree, which is taken when it is first asked for: an edit of one value asks for
/// little. Not Sendable: whoever makes it uses it alone.
final class LayoutHabits {
    /// The line break.
    let lineBreak: [UInt8]
    /// Whether the text ends with a line break.
    let endsWithBreak: Bool
    private let text: EditedText
    private lazy var counts = Counts(of: text)

    /// The habits of a text.
    init(of text: EditedText) {
        self.text = text
        let first = text.bytes.firstIndex(of: 0x0A)
        lineBreak = first.map { $0 > 0 && text.bytes[$0 - 1] == 0x0D } ?? false ? [0x0D, 0x0A] : [0x0A]
        endsWithBreak = text.bytes.isEmpty || text.bytes.last == 0x0A || text.bytes.last == 0x0D
    }

    /// Columns from a map to the map in it.
    var step: Int { counts.steps.mostCommon ?? 2 }

    /// Columns from a map to the list in it.
    var listOffset: Int { counts.listOffsets.mostCommon ?? min(2, step) }

    /// The quotes for a text that needs some.
    var quotes: ScalarStyle { counts.single > counts.double ? .singleQuoted : .doubleQuoted }

    /// What one level of a flow collection over lines is indented by.
    var unit: [UInt8] { counts.unit ?? [0x20, 0x20] }

    /// Whether flow collections go over lines.
    var isSpread: Bool { text.dialect == .json && (counts.spread > 0 || counts.inline == 0) }

    /// Whether lists of scalars go over lines too, where maps do.
    var spreadsScalarLists: Bool { counts.spreadScalarLists > counts.inlineScalarLists }

    /// Whether the maps in block lists are mostly flow maps on one line.
    var hasFlowItems: Bool { counts.flowItems > counts.blockItems }

    /// Whether a blank follows a colon in flow collections.
    var afterColon: Bool { counts.bareColons == 0 }

    /// Whether a blank follows a comma in flow collections.
    var afterComma: Bool { counts.bareCommas == 0 }

    /// How often each of a few numbers was seen.
    private struct Tally {
        private var entries: [(number: Int, count: Int)] = []

        /// The number seen most often, the least of those; nil where none was.
        var mostCommon: Int? { entries.max { ($0.count, -$0.number) < ($1.count, -$1.number) }?.number }

        mutating func count(_ number: Int) {
            if let place = entries.firstIndex(where: { $0.number == number }) {
                entries[place].count += 1
            } else if entries.count < 100 {
                // More would say nothing of a habit, and be looked through for each line.
                entries.append((number, 1))
            }
        }
    }

    /// What was seen where.
    private struct Counts {
        var steps = Tally()
        var listOffsets = Tally()
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

        init(of text: EditedText) {
            if let root = text.root { visit(root, in: text) }
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
                if columns > 0 { steps.count(columns) }
            } else if columns >= 0 {
                listOffsets.count(columns)
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
