/// One part of an expression, in an array with all others; its children lie before it.
///
/// The parser makes it, the checker writes into it what it resolved, and the machine evaluates it as it stands: one
/// form from text to value, without pointers to count.
struct Node {
    /// What kind of part it is; `a`, `b` and `c` mean what is said there.
    enum Kind: UInt8 {
        /// `a`: the constant; `c`: what evaluating the folded expression would have cost.
        case constant
        /// As parsed, not yet resolved. `a`: the name; flag `global` for a leading dot.
        case identifier
        /// A variable of the activation. `a`: the slot, `b`: the name.
        case variable
        /// A variable of a macro. `a`: the slot, `b`: the name.
        case local
        /// An identifier that is resolved when evaluated. `a`: the place of its candidates in `extra`.
        case dynamicVariable
        /// `a.b`. `a`: the operand, `b`: the name; flags `optional`, `test`.
        case select
        /// `a[b]`. `a`: the operand, `b`: the index; flag `optional`.
        case index
        /// `&&`. `a`: the place of its terms in `extra`, `b`: how many.
        case and
        /// `||`, likewise.
        case or
        /// `!a`.
        case not
        /// `-a`.
        case negate
        /// `a ? b : c`.
        case conditional
        /// Operators between `a` and `b`.
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, contained
        /// Operators between `a` and `b`.
        case add, subtract, multiply, divide, remainder
        /// A list. `a`: the place of its elements in `extra`, `b`: how many; an element may have `optionalBit`.
        case list
        /// A map. `a`: the place of its keys and values in `extra`, `b`: how many pairs; a key may have `optionalBit`.
        case map
        /// A call. `a`: the name, later the function; `b`: the place of its arguments in `extra`, `c`: how many, a
        /// target among them; flag `member`.
        case call
        /// A macro. `a`: the place in `comprehensions`.
        case comprehension
        /// What fails when evaluated. `a`: the name that holds the message.
        case failure
    }

    /// Small facts about a node.
    struct Flags: OptionSet {
        let rawValue: UInt8
        /// `.?` and `[?`.
        static let optional = Flags(rawValue: 1)
        /// Inside `has()`.
        static let test = Flags(rawValue: 2)
        /// A call with a target.
        static let member = Flags(rawValue: 4)
        /// A leading dot.
        static let global = Flags(rawValue: 8)
        /// An optional element or key is among the children.
        static let hasOptional = Flags(rawValue: 16)
        /// The text had parentheses around it.
        static let parenthesized = Flags(rawValue: 32)
        /// A call of `matches` whose pattern is compiled; its place follows the arguments.
        static let compiled = Flags(rawValue: 64)
    }

    /// Marks an optional element of a list, or key of a map, in `extra`.
    static let optionalBit: Int32 = 1 << 30

    var kind: Kind
    var flags: Flags = []
    /// What evaluating it costs beside its children, where that is known before.
    var cost: UInt8 = 0
    /// How deep the tree below it is, which the parser keeps within the limit.
    var height: UInt8 = 0
    /// The first and the last byte (exclusive) in the text.
    var start: UInt32
    var end: UInt32
    var a: Int32 = 0
    var b: Int32 = 0
    var c: Int32 = 0

    /// The place in the text.
    var range: Range<Int> { Int(start)..<Int(end) }
}

/// A name in an expression, with the hash that finds it in maps.
struct Name {
    var text: String
    var hash: UInt32
    /// Where it stands, for messages.
    var start: UInt32
}

/// A macro with variables of its own.
struct Comprehension {
    enum Kind: UInt8 {
        case all, exists, existsOne, map, filter, transformList, transformMap, transformMapEntry
        case bind, optMap, optFlatMap, sortBy, block
    }

    var kind: Kind
    /// What it goes over, or what `bind` names.
    var range: Int32
    /// The first variable's name and slot.
    var variable: Int32
    var slot: Int32 = -1
    /// The second variable's name and slot, -1 for none.
    var second: Int32 = -1
    var secondSlot: Int32 = -1
    /// The condition, -1 for none.
    var predicate: Int32 = -1
    /// What is made of each element, or the body of `bind`; -1 for none.
    var transform: Int32 = -1
    /// `block`: the place of its bindings in `extra`, and how many.
    var bindings: Int32 = 0
    var bindingCount: Int32 = 0
}

/// An expression as parsed.
struct SyntaxTree {
    var nodes: ContiguousArray<Node> = []
    var extra: ContiguousArray<Int32> = []
    var constants: ContiguousArray<Value> = []
    var names: ContiguousArray<Name> = []
    var comprehensions: ContiguousArray<Comprehension> = []
    var root: Int32 = 0

    /// A tree without parts in the memory of this one, which has none then.
    mutating func taken() -> SyntaxTree {
        var taken = SyntaxTree()
        swap(&taken, &self)
        return taken
    }

    /// Keeps the memory of another, which has none then.
    mutating func keep(_ other: inout SyntaxTree) {
        nodes.keep(&other.nodes)
        extra.keep(&other.extra)
        constants.keep(&other.constants)
        names.keep(&other.names)
        comprehensions.keep(&other.comprehensions)
        root = 0
    }
}
