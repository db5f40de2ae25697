import YAMLSyntax

/// Writes trees in the style of a file.
struct TreeWriter {
    /// The file's habits.
    let habits: LayoutHabits
    /// Whether all is written as JSON.
    let isJSON: Bool

    // MARK: Block style

    /// A non-empty tree in block style whose first line begins at `column` and is not indented here.
    func block(_ tree: ValueTree, column: Int) -> [UInt8] {
        var result: [UInt8] = []
        switch tree {
        case .map(let entries):
            for (index, entry) in entries.enumerated() {
                if index > 0 { result += newLine(column) }
                result += self.entry(entry, column: column)
            }
        case .list(let items):
            for (index, item) in items.enumerated() {
                if index > 0 { result += newLine(column) }
                result += self.item(item, column: column)
            }
        case .scalar(let value): result += inline(value, at: .block)
        case .tagged(_, let value): result += block(value, column: column)
        }
        return result
    }

    /// A key and its value in block style.
    func entry(_ entry: ValueTree.Entry, column: Int) -> [UInt8] {
        Array((key(entry.key, style: .plain) + ":").utf8) + value(entry.value, column: column)
    }

    /// What follows the colon of a key at `column`, with the blank or the line break before it.
    func value(_ tree: ValueTree, column: Int) -> [UInt8] {
        switch tree {
        case .map(let entries) where !entries.isEmpty:
            return newLine(column + habits.step) + block(tree, column: column + habits.step)
        case .list(let items) where !items.isEmpty:
            return newLine(column + habits.listOffset) + block(tree, column: column + habits.listOffset)
        default: return [0x20] + inlineOrLiteral(tree, column: column)
        }
    }

    /// A dash at `column` and its value.
    func item(_ tree: ValueTree, column: Int) -> [UInt8] {
        switch tree {
        case .map(let entries) where !entries.isEmpty:
            if let line = shortFlowItem(entries, column: column) { return Array("- ".utf8) + line }
            return Array("- ".utf8) + block(tree, column: column + 2)
        case .list(let items) where !items.isEmpty: return Array("- ".utf8) + block(tree, column: column + 2)
        default: return Array("- ".utf8) + inlineOrLiteral(tree, column: column)
        }
    }

    /// A map of scalars as a flow map, where a file mostly has such items and the line does not become too long.
    private func shortFlowItem(_ entries: [ValueTree.Entry], column: Int) -> [UInt8]? {
        guard habits.hasFlowItems, entries.allSatisfy({ $0.value.isScalar }) else { return nil }
        let line = flow(.map(entries), indentation: nil)
        return column + line.count <= 118 ? line : nil
    }

    private func inlineOrLiteral(_ tree: ValueTree, column: Int) -> [UInt8] {
        if case .scalar(.string(let text)) = tree, let literal = literal(text) {
            return Array(literal.header.utf8)
                + literal.body(columns: column + habits.step, lineBreak: habits.lineBreak)
        }
        if case .scalar(let value) = tree { return inline(value, at: .block) }
        return flow(tree, indentation: nil)
    }

    /// A text of several lines as a literal block, where the file's end allows it.
    func literal(_ text: String) -> LiteralBlock? {
        guard !isJSON, habits.endsWithBreak, text.utf8.dropLast().contains(0x0A) else { return nil }
        return LiteralBlock(text)
    }

    /// A line break and `columns` blanks.
    func newLine(_ columns: Int) -> [UInt8] {
        habits.lineBreak + [UInt8](repeating: 0x20, count: columns)
    }

    // MARK: Flow style

    /// A tree in flow style; over lines where `indentation`, that of the line it begins on, is given.
    func flow(
        _ tree: ValueTree, indentation: [UInt8]?, keyStyle: ScalarStyle = .plain, style: ScalarStyle = .plain
    ) -> [UInt8] {
        var parts: [[UInt8]] = []
        let inner = indentation.map { $0 + habits.unit }
        var brackets: (UInt8, UInt8) = (UInt8(ascii: "["), UInt8(ascii: "]"))
        var isSpread = indentation != nil
        switch tree {
        case .scalar(let value): return inline(value, style: style, at: .flow)
        case .tagged(_, let value): return flow(value, indentation: indentation, keyStyle: keyStyle)
        case .list(let items):
            if isSpread, !habits.spreadsScalarLists, items.allSatisfy(\.isShortScalar) { isSpread = false }
            parts = items.map { flow($0, indentation: inner, keyStyle: keyStyle, style: style) }
        case .map(let entries):
            brackets = (UInt8(ascii: "{"), UInt8(ascii: "}"))
            parts = entries.map { flowEntry($0, indentation: inner, keyStyle: keyStyle) }
        }
        guard !parts.isEmpty else { return [brackets.0, brackets.1] }
        if isSpread, let indentation, let inner {
            let separator = [UInt8(ascii: ",")] + habits.lineBreak + inner
            return [brackets.0] + habits.lineBreak + inner + Array(parts.joined(separator: separator))
                + habits.lineBreak + indentation + [brackets.1]
        }
        return [brackets.0] + Array(parts.joined(separator: comma)) + [brackets.1]
    }

    /// A key and its value in flow style; `indentation` is that of the entry's own line.
    func flowEntry(_ entry: ValueTree.Entry, indentation: [UInt8]?, keyStyle: ScalarStyle) -> [UInt8] {
        let key = key(entry.key, style: keyStyle)
        let isTight = !habits.afterColon && (isJSON || key.hasPrefix("\""))
        return Array((key + (isTight ? ":" : ": ")).utf8)
            + flow(entry.value, indentation: indentation, keyStyle: keyStyle)
    }

    /// A comma and what follows it on one line.
    var comma: [UInt8] { habits.afterComma ? [UInt8(ascii: ","), 0x20] : [UInt8(ascii: ",")] }

    // MARK: Scalars

    /// A scalar on one line.
    func inline(_ value: YAMLValue, style: ScalarStyle = .plain, at position: ScalarWriter.Position) -> [UInt8] {
        if isJSON, case .string(let text) = value { return Array(ScalarWriter.json(text).utf8) }
        return Array(ScalarWriter.inline(value, style: style, at: position, quotes: habits.quotes).utf8)
    }

    /// A key.
    func key(_ text: String, style: ScalarStyle) -> String {
        if isJSON { return ScalarWriter.json(text) }
        return ScalarWriter.inline(.string(text), style: style, at: .key, quotes: habits.quotes)
    }
}

extension ValueTree {
    /// Whether it is a scalar that may share a line with others.
    fileprivate var isShortScalar: Bool {
        switch self {
        case .scalar(.string(let text)): text.utf8.count <= 40
        case .scalar: true
        default: false
        }
    }
}
