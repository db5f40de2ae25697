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
            if isOneLine(node, facts) {
                // On one line, the value alone; or it goes from there, and lines come below; where there was none, below
                // the comments that stood for it.
                let own = node.propertiesRange?.start ?? node.range.start
                return differs(new, from: old, onlyIn: min(own, start)..<end)
                    || movesBelow(new, from: (key?.range.end ?? own)..<end, facts)
                    || node.range.isEmpty && isWithOneInsertion(new, old)
                        && differs(new, from: old, onlyIn: start..<facts.endOfSpaceBelow(end))
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

    /// Whether a value is gone from its line, or the head of a block scalar has taken its place, all behind it stays, and
    /// new lines stand below.
    private func movesBelow(_ new: [UInt8], from value: Range<Int>, _ facts: TextFacts) -> Bool {
        let old = facts.bytes
        let endOfLine = facts.endOfLine(value.upperBound)
        let below = new.count - (old.count - endOfLine)
        guard below >= value.lowerBound, new[..<value.lowerBound] == old[..<value.lowerBound],
            new[below...] == old[endOfLine...]
        else { return false }
        func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
            let text = text.drop { $0 == 0x20 }
            return text.contains { $0 != 0x20 } ? text : []
        }
        var line = trimmed(new[value.lowerBound..<below].prefix { $0 != 0x0A && $0 != 0x0D })
        if line.first == UInt8(ascii: ":") { line = trimmed(line.dropFirst()) }
        if line.first == UInt8(ascii: "|") { line = trimmed(line.drop { $0 != 0x20 }) }
        let behind = trimmed(old[value.upperBound..<endOfLine].prefix { $0 != 0x0D })
        return line == behind
    }

    private func isOneLine(_ node: YAMLNode, _ facts: TextFacts) -> Bool {
        let start = node.propertiesRange?.start ?? node.range.start
        return facts.endOfLine(start) >= node.range.end && !isBlock(node)
    }
}
