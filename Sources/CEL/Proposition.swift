/// The logical form of a condition: what `&&`, `||`, `!` and `?:` join, down to comparisons with constants.
///
/// For those who ask about conditions without evaluating them: whether one can ever be true, or follows from another.
/// ```swift
/// try Environment().compile("a > 3 || !b").proposition     // .any([.comparison("a", .greater, 3), .not(.term("b"))])
/// ```
public indirect enum Proposition: Sendable {
    /// How a term stands to a constant.
    public enum Relation: Sendable, Hashable {
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    }

    /// Always the same.
    case constant(Bool)
    /// All of them: `&&`.
    case all([Proposition])
    /// One of them: `||`.
    case any([Proposition])
    /// Not this: `!`.
    case not(Proposition)
    /// `a ? b : c`.
    case choice(Proposition, Proposition, Proposition)
    /// A term beside a constant, the term on the left.
    case comparison(String, Relation, Value)
    /// A term among constants: `a in [1, 2]`.
    case membership(String, [Value])
    /// Anything else, as it was written; the same text means the same value within one evaluation.
    case term(String)
}

extension Program {
    /// The logical form of the expression, where it is a condition; terms are written without needless blanks.
    public var proposition: Proposition { PropositionBuilder(code: code).proposition(of: code.root) }
}

/// Makes the logical form of a checked tree; no deeper than the tree, which the parser bounds.
private struct PropositionBuilder {
    let code: Code

    func proposition(of index: Int32) -> Proposition {
        let node = code.node(index)
        switch node.kind {
        case .constant:
            if case .bool(let value) = code.constant(node.a) { return .constant(value) }
            return .term(text(node))
        case .and: return .all(children(node))
        case .or: return .any(children(node))
        case .not: return .not(proposition(of: node.a))
        case .conditional:
            return .choice(proposition(of: node.a), proposition(of: node.b), proposition(of: node.c))
        case .equal: return comparison(node, .equal, .equal)
        case .notEqual: return comparison(node, .notEqual, .notEqual)
        case .less: return comparison(node, .less, .greater)
        case .lessOrEqual: return comparison(node, .lessOrEqual, .greaterOrEqual)
        case .greater: return comparison(node, .greater, .less)
        case .greaterOrEqual: return comparison(node, .greaterOrEqual, .lessOrEqual)
        case .contained: return membership(node)
        default: return .term(text(node))
        }
    }

    private func children(_ node: Node) -> [Proposition] {
        (node.a..<(node.a + node.b)).map { proposition(of: code.extra($0) & ~Node.optionalBit) }
    }

    private func comparison(
        _ node: Node, _ relation: Proposition.Relation, _ turned: Proposition.Relation
    ) -> Proposition {
        let (left, right) = (code.node(node.a), code.node(node.b))
        if let value = constant(right) { return .comparison(text(left), relation, value) }
        if let value = constant(left) { return .comparison(text(right), turned, value) }
        return .term(text(node))
    }

    private func membership(_ node: Node) -> Proposition {
        let list = code.node(node.b)
        if list.kind == .constant, case .list(let values) = code.constant(list.a) {
            return .membership(text(code.node(node.a)), Array(values))
        }
        guard list.kind == .list, !list.flags.contains(.hasOptional) else { return .term(text(node)) }
        var values: [Value] = []
        for place in list.a..<(list.a + list.b) {
            guard let value = constant(code.node(code.extra(place) & ~Node.optionalBit)) else {
                return .term(text(node))
            }
            values.append(value)
        }
        return .membership(text(code.node(node.a)), values)
    }

    private func constant(_ node: Node) -> Value? {
        node.kind == .constant ? code.constant(node.a) : nil
    }

    /// The text of a part without the blanks that mean nothing, so that the same part has the same text.
    private func text(_ node: Node) -> String {
        var result: [UInt8] = []
        var quote: UInt8?
        var isEscaped = false
        var owesBlank = false
        for byte in code.text(node.range).utf8 {
            if let open = quote {
                result.append(byte)
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == open {
                    quote = nil
                }
                continue
            }
            if byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D {
                owesBlank = true
                continue
            }
            if owesBlank, let last = result.last, Self.isWord(last), Self.isWord(byte) { result.append(0x20) }
            owesBlank = false
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { quote = byte }
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x5F
    }
}
