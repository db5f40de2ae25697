/// A compiled expression: the checked tree in flat memory, shared by all copies of a program.
final class Code: Sendable {
    let source: String
    let nodes: ContiguousArray<Node>
    let extra: ContiguousArray<Int32>
    let constants: ContiguousArray<Value>
    let names: ContiguousArray<Name>
    let comprehensions: ContiguousArray<Comprehension>
    let root: Int32
    let functions: ContiguousArray<Function>
    let regexes: ContiguousArray<RegularExpression>
    let slotCount: Int
    /// The activation's name for each slot; empty for the variables of macros.
    let slotNames: ContiguousArray<String>
    let resultType: StaticType
    let timeZones: any TimeZoneSource

    init(source: String, checker: consuming Checker, resultType: StaticType) {
        self.source = source
        nodes = checker.tree.nodes
        extra = checker.tree.extra
        constants = checker.tree.constants
        names = checker.tree.names
        comprehensions = checker.tree.comprehensions
        root = checker.tree.root
        functions = checker.functions
        regexes = checker.regexes
        slotCount = Int(checker.slotCount)
        if checker.globals.count == slotCount {
            // Without variables of macros they are in order already.
            slotNames = ContiguousArray(checker.globals.lazy.map(\.name))
        } else {
            var slotNames = ContiguousArray(repeating: "", count: slotCount)
            for global in checker.globals { slotNames[Int(global.slot)] = global.name }
            self.slotNames = slotNames
        }
        self.resultType = resultType
        timeZones = checker.environment.timeZones
    }

    /// Where the machine reads the tree.
    struct Pointers {
        let nodes: UnsafePointer<Node>
        let extra: UnsafePointer<Int32>
        let constants: UnsafePointer<Value>
        let names: UnsafePointer<Name>
    }

    /// Gives a body the tree's memory, for as long as it runs.
    func withPointers<Result>(_ body: (Pointers) -> Result) -> Result {
        nodes.withUnsafeBufferPointer { nodes in
            extra.withUnsafeBufferPointer { extra in
                constants.withUnsafeBufferPointer { constants in
                    names.withUnsafeBufferPointer { names in
                        body(
                            Pointers(
                                nodes: Self.base(nodes), extra: Self.base(extra), constants: Self.base(constants),
                                names: Self.base(names)))
                    }
                }
            }
        }
    }

    /// An address for buffers without one.
    private static var emptyPlace: UnsafeRawPointer {
        guard let place = UnsafeRawPointer(bitPattern: 16) else { preconditionFailure("16 is no address") }
        return place
    }

    /// Where a buffer begins; an empty one may begin nowhere, and nothing is read from it.
    private static func base<Element>(_ buffer: UnsafeBufferPointer<Element>) -> UnsafePointer<Element> {
        buffer.baseAddress ?? UnsafePointer(emptyPlace.assumingMemoryBound(to: Element.self))
    }

    /// The text of a part.
    func text(_ range: Range<Int>) -> String {
        source.slice(min(range.lowerBound, source.utf8.count), min(range.upperBound, source.utf8.count))
    }

    /// The error that a fault is to the host.
    func error(_ fault: Fault) -> EvaluationError {
        let node = fault.node >= 0 ? nodes[Int(fault.node)] : nil
        var error = EvaluationError(code: .functionFailed, message: "")
        switch fault.reason {
        case .unknownVariable(let name, let why):
            error = EvaluationError(
                code: .unknownVariable, message: "\(name): \(why ?? "there is no such variable")",
                missing: .init(path: name, container: "", name: name))
        case .missingField(let field, let why):
            error = missing(field, node) { why ?? "`\($0)` has no field `\(field)`" }
        case .missingKey(let key):
            let name = key.summary(limit: 80)
            error = missing(name, node) { "`\($0)` has no key \(name)" }
        case .noOverload(let message): error = EvaluationError(code: .noSuchOverload, message: message)
        case .message(let code, let message): error = EvaluationError(code: code, message: message)
        case .limit(let message): error = EvaluationError(code: .limitExceeded, message: message)
        case .host(let own): error = own
        }
        if error.range == nil { error.range = node?.range }
        return error
    }

    private func missing(_ name: String, _ node: Node?, _ message: (String) -> String) -> EvaluationError {
        guard let node else { return EvaluationError(code: .missingField, message: "there is no \(name)") }
        let operand = node.kind == .select || node.kind == .index ? nodes[Int(node.a)] : node
        let container = text(operand.range)
        let path = text(node.range)
        return EvaluationError(
            code: .missingField, message: "\(path): \(message(container))",
            missing: .init(path: path, container: container, name: name))
    }
}
