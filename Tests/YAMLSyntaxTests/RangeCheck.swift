import Diagnostics

@testable import YAMLSyntax

/// Reads the bytes of each node once more, alone, and compares what they hold with the node.
struct RangeCheck {
    /// What did not hold the same, as text.
    private(set) var failures: [String] = []
    /// How many nodes were compared.
    private(set) var checked = 0
    private let document: YAMLDocument

    init(of document: YAMLDocument) {
        self.document = document
    }

    mutating func run() {
        if let root = document.root { visit(root, isInFlow: false) }
    }

    private mutating func visit(_ node: YAMLNode, isInFlow: Bool, isKey: Bool = false) {
        guard node.aliasName == nil else { return }
        compare(node, isInFlow: isInFlow, isKey: isKey)
        switch node.content {
        case .scalar: break
        case .sequence(let items, let style):
            for item in items { visit(item, isInFlow: style == .flow) }
        case .mapping(let pairs, let style):
            for pair in pairs {
                visit(pair.key, isInFlow: style == .flow, isKey: true)
                visit(pair.value, isInFlow: style == .flow)
            }
        }
    }

    private mutating func compare(_ node: YAMLNode, isInFlow: Bool, isKey: Bool) {
        guard !node.range.isEmpty, !node.holdsAlias else { return }
        let source = document.source
        var text = source.text(in: node.range)
        // A key is read as one, where that can be said on one line.
        let isKey = isKey && !text.contains { $0.isNewline } && node.scalar?.style.isBlock != true
        if let scalar = node.scalar, scalar.style.isBlock {
            // Indentation indicators count from the parent, which is not there any more.
            if text.utf8.dropFirst().prefix(2).contains(where: { $0 >= 0x30 && $0 <= 0x39 }) { return }
        }
        if isInFlow {
            text = isKey ? "[{\(text): x}]" : "[\(text)]"
        } else {
            let lineStart = SourceScan.startOfLine(at: node.range.start, in: source)
            let column = source.text(in: SourceRange(start: lineStart, end: node.range.start)).unicodeScalars.count
            text = String(repeating: " ", count: column) + text + (isKey ? ": x" : "")
            // The line break after a node belongs to no range, but a block scalar at its end counts on it.
            if node.range.end < source.bytes.count, SourceScan.isBlankOrBreak(source.bytes[node.range.end]) {
                text += "\n"
            }
        }
        let read = YAMLReader.read(name: "alone", bytes: Array(text.utf8))
        let root = read.document?.root
        let alone =
            isInFlow
            ? (isKey ? root?.items?.first?.pairs?.first?.key : root?.items?.first)
            : isKey && root?.pairs != nil ? root?.pairs?.first?.key : root
        checked += 1
        if alone?.outline != node.outline {
            failures.append(
                "\(node.outline) against \(alone?.outline ?? "nothing") of <\(text)> \(read.diagnostics.map(\.message))"
            )
        }
    }
}

extension YAMLNode {
    /// What the node holds, without places, tags and styles of collections.
    var outline: String {
        switch content {
        case .scalar(let scalar): "\(scalar.text.debugDescription)"
        case .sequence(let items, _): "[" + items.map(\.outline).joined(separator: ", ") + "]"
        case .mapping(let pairs, _):
            "{" + pairs.map { "\($0.key.outline): \($0.value.outline)" }.joined(separator: ", ") + "}"
        }
    }

    /// Whether an alias is in the node, so that it cannot be read alone.
    var holdsAlias: Bool {
        if aliasName != nil { return true }
        return switch content {
        case .scalar: false
        case .sequence(let items, _): items.contains(where: \.holdsAlias)
        case .mapping(let pairs, _): pairs.contains { $0.key.holdsAlias || $0.value.holdsAlias }
        }
    }

    /// The scalars written in the node, in order; what an alias stands for is written elsewhere.
    var scalars: [YAMLNode] {
        if aliasName != nil { return [] }
        return switch content {
        case .scalar: [self]
        case .sequence(let items, _): items.flatMap(\.scalars)
        case .mapping(let pairs, _): pairs.flatMap { $0.key.scalars + $0.value.scalars }
        }
    }
}

extension YAMLDocument {
    /// The scalars of the text, in order.
    var scalars: [YAMLNode] { root?.scalars ?? [] }
}
