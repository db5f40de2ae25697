import Diagnostics
import YAMLSyntax

/// Which bytes an edit may touch.
enum AllowedChange {
    /// The value of a key or an item: from behind its colon or dash to the end of its last line.
    case value(YAMLNode, key: YAMLNode?)
    /// The lines of a part, and the comments and blank lines around them.
    case removal(YAMLNode, key: YAMLNode?, of: YAMLNode)
    /// One place in a collection, where something comes.
    case insertion(into: YAMLNode)
    /// A key alone.
    case key(YAMLNode)
    /// The order of the lines of a collection.
    case move(in: YAMLNode)

    /// What is wrong with a text after the edit; nil: nothing.
    func problem(_ new: [UInt8], _ facts: TextFacts) -> String? {
        let old = facts.bytes
        switch self {
        case .key(let key):
            return differs(new, from: old, onlyIn: key.range.start..<key.range.end) ? nil : "more than the key changed"
        case .value(let node, let key):
            let start = key.map(\.range.end) ?? facts.startOfLine(node.propertiesRange?.start ?? node.range.start)
            let end = max(node.range.end, node.propertiesRange?.end ?? 0, start)
            if isOneLine(node, facts),
                !new.dropFirst(start).prefix(max(0, new.count - old.count + end - start)).contains(0x0A)
            {
                // On one line, the value alone.
                let begin = node.propertiesRange?.start ?? node.range.start
                return differs(new, from: old, onlyIn: min(begin, start)..<end) || isEmpty(node)
                    ? nil : "more than the value changed"
            }
            return differs(new, from: old, onlyIn: start..<facts.endOfSpaceBelow(end))
                ? nil : "more than the value changed"
        case .removal(let node, let key, let parent):
            let begin =
                key?.propertiesRange?.start ?? key?.range.start ?? node.propertiesRange?.start ?? node.range.start
            let last = max(node.range.end, node.propertiesRange?.end ?? 0, key?.range.end ?? 0)
            let isOnly = (parent.pairs?.count ?? parent.items?.count ?? 0) == 1
            let region =
                isOnly || !isBlock(parent)
                ? facts.startOfSpaceAbove(parent.range.start)..<facts.endOfSpaceBelow(parent.range.end)
                : facts.startOfSpaceAbove(begin)..<facts.endOfSpaceBelow(last)
            // What opens the parent may stand on the line above.
            let start = isOnly ? facts.startOfLine(max(0, region.lowerBound - 1)) : max(0, region.lowerBound - 2)
            // The part that follows may take the place behind a dash.
            let end = old[region.upperBound...].firstIndex { $0 > 0x20 } ?? old.count
            return differs(new, from: old, onlyIn: start..<end) ? nil : "more than the part is gone"
        case .insertion(let parent):
            guard isBlock(parent) else {
                let region = parent.range.start..<facts.endOfLine(parent.range.end)
                return differs(new, from: old, onlyIn: region) ? nil : "more than the flow changed"
            }
            return isWithOneInsertion(new, old) ? nil : "more than one place changed"
        case .move(let parent):
            let region = facts.startOfSpaceAbove(parent.range.start)..<facts.endOfSpaceBelow(parent.range.end)
            guard differs(new, from: old, onlyIn: region) else { return "more than the collection changed" }
            guard isBlock(parent), facts.bytes.last == 0x0A, isFirstOnLine(parent, facts) else { return nil }
            return lines(new) == lines(old) ? nil : "lines changed"
        }
    }

    private func lines(_ text: [UInt8]) -> [[UInt8]] {
        text.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init).sorted {
            $0.lexicographicallyPrecedes($1)
        }
    }

    private func isFirstOnLine(_ node: YAMLNode, _ facts: TextFacts) -> Bool {
        facts.bytes[facts.startOfLine(node.range.start)..<node.range.start].allSatisfy { $0 == 0x20 }
    }

    private func isBlock(_ node: YAMLNode) -> Bool {
        switch node.content {
        case .mapping(_, .block), .sequence(_, .block): true
        default: false
        }
    }

    private func isEmpty(_ node: YAMLNode) -> Bool { node.range.isEmpty }

    private func isOneLine(_ node: YAMLNode, _ facts: TextFacts) -> Bool {
        let start = node.propertiesRange?.start ?? node.range.start
        return facts.endOfLine(start) >= node.range.end && !isBlock(node)
    }
}
