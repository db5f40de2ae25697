/// A variable that an expression reads, with the fields that it selects from it.
public struct Reference: Sendable, Hashable {
    /// The variable and the fields: `["steps", "redis_ping", "ok"]`.
    public var path: [String]
    /// The places of the names in the expression, in UTF-8 bytes, one for each of `path`; for `a["b"]` that of `"b"`.
    public var ranges: [Range<Int>]
    /// Whether the last name stands in `has()`, after `.?` or in `[?…]`, so that it may be absent.
    public var mayBeAbsent: Bool

    /// A reference.
    public init(path: [String], ranges: [Range<Int>], mayBeAbsent: Bool = false) {
        self.path = path
        self.ranges = ranges
        self.mayBeAbsent = mayBeAbsent
    }
}

/// Gathers what an expression reads.
struct ReferenceCollector {
    let code: Code
    var references: [Reference] = []

    init(code: Code) { self.code = code }

    /// Gathers below a node.
    mutating func collect(_ index: Int32) {
        let node = code.node(index)
        switch node.kind {
        case .variable, .select, .index, .dynamicVariable:
            if let reference = path(node) {
                references.append(reference)
                return collectKeys(node)
            }
        default: break
        }
        ExplanationBuilder(code: code).forEachChild(of: node) { collect($0) }
        if node.kind == .comprehension {
            let loop = code.comprehension(node.a)
            if loop.predicate >= 0 { collect(loop.predicate) }
            switch loop.kind {
            case .bind, .optMap, .optFlatMap, .block: break
            default: if loop.transform >= 0 { collect(loop.transform) }
            }
        }
    }

    /// In `a.b[i].c` the longest path is `a.b`, and `i` may read more.
    private mutating func collectKeys(_ node: Node) {
        var current = node
        while true {
            if current.kind == .index {
                collect(current.b)
            } else if current.kind != .select {
                return
            }
            current = code.node(current.a)
        }
    }

    /// The longest path from the variable that a chain of selections begins with; nil where it begins with none.
    private func path(_ node: Node) -> Reference? {
        var steps = 0
        var current = node
        while current.kind == .select || current.kind == .index {
            steps += 1
            current = code.node(current.a)
        }
        var reference: Reference
        switch current.kind {
        case .variable:
            reference = Reference(path: [], ranges: [])
            reference.path.reserveCapacity(steps + 1)
            reference.ranges.reserveCapacity(steps + 1)
            reference.path.append(code.slotName(Int(current.a)))
            reference.ranges.append(current.range)
        case .dynamicVariable: reference = dynamicPath(current)
        default: return nil
        }
        // From the variable outwards, as far as names go; each step is found from the end of the chain.
        while steps > 0 {
            steps -= 1
            var selection = node
            for _ in 0..<steps { selection = code.node(selection.a) }
            guard extend(&reference, by: selection) else { break }
        }
        return reference
    }

    /// Adds what a selection names; false where its key is no text that is known.
    private func extend(_ reference: inout Reference, by node: Node) -> Bool {
        if node.kind == .select {
            let name = code.name(node.b)
            reference.path.append(name.text)
            reference.ranges.append(Int(name.start)..<(Int(name.start) + name.text.utf8.count))
            reference.mayBeAbsent = !node.flags.isDisjoint(with: [.test, .optional])
            return true
        }
        let key = code.node(node.b)
        guard key.kind == .constant, case .string(let name) = code.constant(key.a) else { return false }
        reference.path.append(name)
        reference.ranges.append(key.range)
        reference.mayBeAbsent = node.flags.contains(.optional)
        return true
    }

    private func dynamicPath(_ node: Node) -> Reference {
        let place = node.a
        let candidates = code.extra(place)
        let fields = code.extra(place + 2)
        let slot = Int(code.extra(place + 3 + fields + 2 * (candidates - 1)))
        let root = code.slotName(slot)
        var reference = Reference(
            path: [root], ranges: [node.range.lowerBound..<(node.range.lowerBound + root.utf8.count)])
        for field in 0..<fields {
            let name = code.name(code.extra(place + 3 + field))
            reference.path.append(name.text)
            reference.ranges.append(Int(name.start)..<(Int(name.start) + name.text.utf8.count))
        }
        return reference
    }
}
