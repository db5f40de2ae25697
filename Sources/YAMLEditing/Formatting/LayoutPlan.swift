import Diagnostics
import YAMLSyntax

/// What becomes of each line of a text, and of the blanks and quotes in it.
struct LayoutPlan: LinedText {
    /// Where a line comes to begin.
    enum LineRule {
        /// Not known: a comment, a blank line, a marker of the document.
        case open
        /// At a column.
        case column(Int)
        /// As far from where its node begins as before, but not before a column.
        case follow(line: Int, minimum: Int)
        /// Moved by so many columns: a line of a block scalar whose own indentation was `indent` columns.
        case content(by: Int, indent: Int)
    }

    /// A block map or list that is open: its column as it was and as it becomes.
    struct Level {
        var old: Int
        var new: Int
        /// The one around it; -1 for none.
        var parent: Int
    }

    /// The columns of one level.
    static let step = 2

    let document: YAMLDocument
    let bytes: [UInt8]
    let lines: LineTable
    var hasComments: Bool { true }
    let separated: [[PathStep]]
    /// By the line, from 0.
    var rules: [LineRule]
    /// The innermost level that begins a line; -1 where a line begins none.
    var lineLevels: [Int]
    /// Lines within a scalar, whose blanks at the end, or which as blank lines, say something.
    var isKept: [Bool]
    /// Lines before which a blank line must stand.
    var isSeparated: [Bool]
    var levels: [Level] = []
    var patches: [Patch] = []
    /// The way to the node at hand.
    var path: [PathStep] = []

    /// A plan of a document.
    init(_ document: YAMLDocument, separated: [[PathStep]]) {
        self.document = document
        self.separated = separated
        bytes = document.source.bytes
        lines = LineTable(bytes)
        let count = lines.count
        rules = Array(repeating: .open, count: count)
        lineLevels = Array(repeating: -1, count: count)
        isKept = Array(repeating: false, count: count)
        isSeparated = Array(repeating: false, count: count)
    }

    /// The text in its new layout; to be called once.
    mutating func formatted() -> [UInt8] {
        if let root = document.root { visitRoot(root) }
        patches.sort { $0.range.lowerBound < $1.range.lowerBound }
        return assembled()
    }

    // MARK: Nodes

    private mutating func visitRoot(_ root: YAMLNode) {
        // Where the first key stands behind `---`, it stays where it is.
        let column = isFirstOnLine(root.range.start) ? 0 : self.column(root.range.start)
        if let properties = root.propertiesRange, isFirstOnLine(properties.start) { setColumn(0, properties.start, -1) }
        if !isBlock(root), isFirstOnLine(root.range.start), !root.range.isEmpty { setColumn(0, root.range.start, -1) }
        visit(root, column: column, parent: -1, outer: -1)
    }

    /// Plans a value: `column` is where a block begins, `outer` the column of the block around it, `parent` its level.
    mutating func visit(_ node: YAMLNode, column: Int, parent: Int, outer: Int) {
        guard node.aliasName == nil else { return }
        switch node.content {
        case .scalar(let scalar): visitScalar(node, scalar, outer: outer, level: parent)
        case .mapping(let pairs, .block): visitMap(node, pairs, column: column, parent: parent)
        case .sequence(let items, .block): visitList(node, items, column: column, parent: parent)
        case .mapping, .sequence:
            follow(node.range, outer: outer)
            visitFlow(node)
        }
    }

    private mutating func visitMap(_ node: YAMLNode, _ pairs: [YAMLPair], column: Int, parent: Int) {
        let level = open(at: node.range.start, column: column, parent: parent)
        guard !hasExplicitKeys(node, pairs) else { return shift(node, to: column, level) }
        let widths = alignedWidths(pairs)
        let isSeparated = separated.contains(path)
        for (index, pair) in pairs.enumerated() {
            let start = pair.key.propertiesRange?.start ?? pair.key.range.start
            setColumn(column, start, level)
            if isSeparated, index > 0 { separate(pairs[index - 1], pair) }
            visitKey(pair.key)
            let colon = skipBlanks(pair.key.range.end)
            guard colon < bytes.count, bytes[colon] == UInt8(ascii: ":") else { continue }
            if pair.key.aliasName == nil, !pair.key.range.isEmpty { gap(pair.key.range.end, colon, 0) }
            var blanks = 1
            if let width = widths?[index] { blanks = width }
            path.append(.key(pair.keyText))
            visitValue(pair.value, after: colon + 1, blanks: blanks, column: column, level: level)
            path.removeLast()
        }
    }

    private mutating func visitList(_ node: YAMLNode, _ items: [YAMLNode], column: Int, parent: Int) {
        let level = open(at: node.range.start, column: column, parent: parent)
        var end = node.range.start
        for (index, item) in items.enumerated() {
            let dash = skipSpace(end)
            guard dash < bytes.count, bytes[dash] == UInt8(ascii: "-") else { return }
            setColumn(column, dash, level)
            path.append(.index(index))
            visitValue(item, after: dash + 1, blanks: 1, column: column, level: level)
            path.removeLast()
            end = max(dash + 1, item.range.end, item.propertiesRange?.end ?? 0)
        }
    }

    /// Plans what stands after a colon or a dash of a block at a column.
    private mutating func visitValue(_ node: YAMLNode, after offset: Int, blanks: Int, column: Int, level: Int) {
        let start = node.propertiesRange?.start ?? node.range.start
        if node.propertiesRange == nil, node.range.isEmpty, node.aliasName == nil { return }
        let inner = column + Self.step
        gap(offset, start, blanks)
        if isFirstOnLine(start), lines.line(of: start) != lines.line(of: offset - 1),
            node.propertiesRange != nil || !isBlock(node)
        {
            setColumn(inner, start, open(at: start, column: inner, parent: level))
        }
        if let properties = node.propertiesRange, !node.range.isEmpty {
            gap(properties.end, node.range.start, 1)
            if !isBlock(node), isFirstOnLine(node.range.start),
                lines.line(of: node.range.start) != lines.line(of: properties.start)
            {
                setColumn(inner, node.range.start, open(at: node.range.start, column: inner, parent: level))
            }
        }
        visit(node, column: inner, parent: level, outer: column)
    }

    private mutating func visitKey(_ key: YAMLNode) {
        guard key.aliasName == nil, !key.range.isEmpty else { return }
        if let properties = key.propertiesRange { gap(properties.end, key.range.start, 1) }
        quote(key)
    }

    private mutating func visitScalar(_ node: YAMLNode, _ scalar: YAMLScalar, outer: Int, level: Int) {
        if scalar.style.isBlock { return visitBlockScalar(node, outer: outer, level: level) }
        let first = lineIndex(node.range.start)
        let last = lineIndex(node.range.end)
        guard last > first else { return quote(node) }
        follow(node.range, outer: outer)
        for line in first...last {
            if line > first { isKept[line] = true }
            // A backslash, or what is quoted at all, may make the blanks at the end of a line mean something.
            if scalar.style.isQuoted, line < last { isKept[line] = true }
        }
    }

    // MARK: Maps that are moved as they are

    /// Moves all lines of a node by the same number of columns.
    private mutating func shift(_ node: YAMLNode, to column: Int, _ level: Int) {
        let by = column - self.column(node.range.start)
        let first = lineIndex(node.range.start)
        for line in first...lineIndex(node.range.end) {
            if line == first, !isFirstOnLine(node.range.start) { continue }
            rules[line] = .content(by: by, indent: 0)
            lineLevels[line] = level
            isKept[line] = true
        }
    }

    private func hasExplicitKeys(_ node: YAMLNode, _ pairs: [YAMLPair]) -> Bool {
        var end = node.range.start
        for pair in pairs {
            let mark = skipSpace(end)
            let start = pair.key.propertiesRange?.start ?? pair.key.range.start
            if mark < start, bytes[mark] == UInt8(ascii: "?") { return true }
            if mark < bytes.count, bytes[mark] == UInt8(ascii: "?"), pair.key.range.isEmpty { return true }
            end = max(pair.value.range.end, pair.value.propertiesRange?.end ?? 0, pair.key.range.end)
        }
        return false
    }
}
