/// A compiled expression: the checked tree in flat memory, shared by all copies of a program.
///
/// `@unchecked Sendable`: the memory is written in `init` and never after.
final class Code: @unchecked Sendable {
    let source: String
    let nodes: UnsafeMutableBufferPointer<Node>
    let extra: UnsafeMutableBufferPointer<Int32>
    let constants: UnsafeMutableBufferPointer<Value>
    let names: UnsafeMutableBufferPointer<Name>
    let comprehensions: UnsafeMutableBufferPointer<Comprehension>
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
        nodes = Code.copy(checker.tree.nodes)
        extra = Code.copy(checker.tree.extra)
        constants = Code.copy(checker.tree.constants)
        names = Code.copy(checker.tree.names)
        comprehensions = Code.copy(checker.tree.comprehensions)
        root = checker.tree.root
        functions = checker.functions
        regexes = checker.regexes
        slotCount = Int(checker.slotCount)
        var slotNames = ContiguousArray(repeating: "", count: slotCount)
        for global in checker.globals { slotNames[Int(global.slot)] = global.name }
        self.slotNames = slotNames
        self.resultType = resultType
        timeZones = checker.environment.timeZones
    }

    private static func copy<Element>(_ array: ContiguousArray<Element>) -> UnsafeMutableBufferPointer<Element> {
        let buffer = UnsafeMutableBufferPointer<Element>.allocate(capacity: array.count)
        _ = buffer.initialize(from: array)
        return buffer
    }

    private static func free<Element>(_ buffer: UnsafeMutableBufferPointer<Element>) {
        buffer.deinitialize()
        buffer.deallocate()
    }

    deinit {
        Code.free(nodes)
        Code.free(extra)
        Code.free(constants)
        Code.free(names)
        Code.free(comprehensions)
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
