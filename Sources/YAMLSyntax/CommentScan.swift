import Diagnostics

/// Finds comments: every `#` outside of scalars and aliases, whose places the tree knows.
struct CommentScan {
    /// The comments found, in order.
    private(set) var ranges: [SourceRange] = []
    private let source: SourceText
    private var cursor = 0

    /// Finds the comments of a document.
    init(of document: YAMLDocument) {
        source = document.source
        if let root = document.root { visit(root) }
        scan(to: source.bytes.count)
    }

    /// Recursive, but no deeper than the reader's limit on depth.
    private mutating func visit(_ node: YAMLNode) {
        guard node.aliasName == nil else { return pass(over: node.range) }
        switch node.content {
        case .scalar(let scalar):
            guard scalar.style.isBlock else { return pass(over: node.range) }
            let layout = BlockScalarLayout(start: node.range.start, bytes: source.bytes)
            pass(over: SourceRange(start: node.range.start, end: layout.headerEnd))
            scan(to: min(layout.contentStart, source.bytes.count))
            cursor = max(cursor, node.range.end)
        case .sequence(let items, _):
            for item in items { visit(item) }
        case .mapping(let pairs, _):
            for pair in pairs {
                visit(pair.key)
                visit(pair.value)
            }
        }
    }

    private mutating func pass(over range: SourceRange) {
        scan(to: range.start)
        cursor = max(cursor, range.end)
    }

    private mutating func scan(to end: Int) {
        while cursor < end {
            if source.bytes[cursor] == UInt8(ascii: "#") {
                let lineEnd = SourceScan.endOfLine(at: cursor, in: source)
                ranges.append(SourceRange(start: cursor, end: lineEnd))
                cursor = lineEnd
            } else {
                cursor += 1
            }
        }
    }
}
