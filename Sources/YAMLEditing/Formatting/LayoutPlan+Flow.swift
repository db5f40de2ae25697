import Diagnostics
import YAMLSyntax

/// Blanks in flow collections.
extension LayoutPlan {
    /// Plans the blanks of a flow collection and of all in it.
    mutating func visitFlow(_ node: YAMLNode) {
        guard node.aliasName == nil else { return }
        switch node.content {
        case .scalar(let scalar):
            let (first, last) = (lineIndex(node.range.start), lineIndex(node.range.end))
            guard last > first else { return quote(node) }
            for line in first...last where line > first || scalar.style.isQuoted {
                isKept[line] = line > first || line < last
            }
        case .sequence(let items, _):
            bracket(node, items.map { ($0.propertiesRange?.start ?? $0.range.start, end(of: $0)) })
            for item in items {
                properties(item)
                visitFlow(item)
            }
        case .mapping(let pairs, _):
            bracket(node, pairs.map { pair in (start(of: pair), max(end(of: pair.value), end(of: pair.key))) })
            for pair in pairs { visitFlow(pair) }
        }
    }

    private mutating func visitFlow(_ pair: YAMLPair) {
        properties(pair.key)
        visitFlow(pair.key)
        let colon = skipBlanks(end(of: pair.key))
        if colon < bytes.count, bytes[colon] == UInt8(ascii: ":"), pair.key.aliasName == nil, !pair.key.range.isEmpty {
            gap(pair.key.range.end, colon, 0)
            let start = pair.value.propertiesRange?.start ?? pair.value.range.start
            if start < end(of: pair.value) { gap(colon + 1, start, 1) }
        }
        properties(pair.value)
        visitFlow(pair.value)
    }

    private mutating func properties(_ node: YAMLNode) {
        guard let properties = node.propertiesRange, !node.range.isEmpty else { return }
        gap(properties.end, node.range.start, 1)
    }

    private func start(of pair: YAMLPair) -> Int { pair.key.propertiesRange?.start ?? pair.key.range.start }

    private func end(of node: YAMLNode) -> Int { max(node.range.end, node.propertiesRange?.end ?? 0) }

    /// No blanks within the brackets and before commas, one after commas.
    private mutating func bracket(_ node: YAMLNode, _ parts: [(start: Int, end: Int)]) {
        let first = node.range.start
        guard !node.range.isEmpty, "[{".utf8.contains(bytes[first]), "]}".utf8.contains(bytes[node.range.end - 1])
        else {
            // The pair of `[a: b]`, which has no brackets of its own.
            return
        }
        guard let last = parts.last else { return gap(first + 1, node.range.end - 1, 0) }
        // A `?` or a colon without a key stands before such a part; its blanks stay.
        gap(first + 1, parts[0].start, 0)
        for (part, next) in zip(parts, parts.dropFirst()) {
            let comma = skipBlanks(part.end)
            guard comma < next.start, bytes[comma] == UInt8(ascii: ",") else { continue }
            if bytes[part.end - 1] != UInt8(ascii: ":") { gap(part.end, comma, 0) }
            gap(comma + 1, next.start, 1)
        }
        var end = last.end
        let comma = skipBlanks(end)
        if comma < bytes.count, bytes[comma] == UInt8(ascii: ",") {
            if bytes[end - 1] != UInt8(ascii: ":") { gap(end, comma, 0) }
            end = comma + 1
        }
        if bytes[end - 1] != UInt8(ascii: ":") { gap(end, node.range.end - 1, 0) }
    }
}
