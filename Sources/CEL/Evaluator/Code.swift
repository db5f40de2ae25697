/// A compiled expression: the checked tree, shared by all copies of a program.
///
/// All of the tree lies in one piece of memory of just its size: a large runbook has thousands of them.
///
/// `@unchecked Sendable`: nothing of it is written once it is made.
final class Code: @unchecked Sendable {
    let source: String
    let root: Int32
    let slotCount: Int
    let resultType: StaticType
    /// What keeps the functions alive that the tree calls.
    private let linkage: Linkage
    private let regexes: ContiguousArray<RegularExpression>
    private let memory: UnsafeMutableRawPointer
    private let names: Row<Name>
    private let constants: Row<Value>
    /// The activation's name for each slot; empty for the variables of macros.
    private let slotNames: Row<String>
    private let functions: Row<Unmanaged<Function>>
    private let nodes: Row<Node>
    private let extra: Row<Int32>
    private let comprehensions: Row<Comprehension>

    /// The code of what a checker made of an expression.
    init(source: String, checker: inout Checker, resultType: StaticType) {
        var layout = Layout()
        names = layout.row(checker.tree.names.count)
        constants = layout.row(checker.tree.constants.count)
        slotNames = layout.row(Int(checker.slotCount))
        functions = layout.row(checker.functions.count)
        nodes = layout.row(checker.tree.nodes.count)
        extra = layout.row(checker.tree.extra.count)
        comprehensions = layout.row(checker.tree.comprehensions.count)
        memory = UnsafeMutableRawPointer.allocate(byteCount: layout.size, alignment: Layout.alignment)
        self.source = source
        self.resultType = resultType
        root = checker.tree.root
        slotCount = Int(checker.slotCount)
        regexes = checker.regexes
        linkage = checker.environment.storage.linkage
        names.fill(memory, with: checker.tree.names)
        constants.fill(memory, with: checker.tree.constants)
        let slots = slotNames.fill(memory, with: "")
        for global in checker.globals { slots[Int(global.slot)] = global.name }
        functions.fill(memory, with: checker.functions)
        nodes.fill(memory, with: checker.tree.nodes)
        extra.fill(memory, with: checker.tree.extra)
        comprehensions.fill(memory, with: checker.tree.comprehensions)
    }

    deinit {
        names.clear(memory)
        constants.clear(memory)
        slotNames.clear(memory)
        memory.deallocate()
    }

    // MARK: The parts of the tree

    func node(_ index: Int32) -> Node { nodes.element(Int(index), in: memory) }
    func extra(_ index: Int32) -> Int32 { extra.element(Int(index), in: memory) }
    func constant(_ index: Int32) -> Value { constants.element(Int(index), in: memory) }
    func name(_ index: Int32) -> Name { names.element(Int(index), in: memory) }
    func comprehension(_ index: Int32) -> Comprehension { comprehensions.element(Int(index), in: memory) }
    func regex(_ index: Int32) -> RegularExpression { regexes[Int(index)] }
    func slotName(_ slot: Int) -> String { slotNames.element(slot, in: memory) }

    /// The function of a call; it lives as long as the code.
    @inline(__always)
    func function(_ index: Int32) -> Unmanaged<Function> { functions.element(Int(index), in: memory) }

    var timeZones: any TimeZoneSource { linkage.timeZones }

    /// Where the machine reads the tree, for as long as the code lives.
    struct Pointers {
        let nodes: UnsafePointer<Node>
        let extra: UnsafePointer<Int32>
        let constants: UnsafePointer<Value>
        let names: UnsafePointer<Name>
    }

    var pointers: Pointers {
        Pointers(
            nodes: nodes.start(in: memory), extra: extra.start(in: memory), constants: constants.start(in: memory),
            names: names.start(in: memory))
    }

    /// The text of a part.
    func text(_ range: Range<Int>) -> String {
        source.slice(min(range.lowerBound, source.utf8.count), min(range.upperBound, source.utf8.count))
    }
}

/// Lays rows of elements one after another.
private struct Layout {
    /// What all rows begin at a multiple of.
    static let alignment = 8
    private(set) var size = 0

    mutating func row<Element>(_ count: Int) -> Row<Element> {
        precondition(MemoryLayout<Element>.alignment <= Self.alignment, "an element wants a wider alignment")
        size = (size + Self.alignment - 1) & ~(Self.alignment - 1)
        let row = Row<Element>(offset: UInt32(size), count: UInt32(count))
        size += count * MemoryLayout<Element>.stride
        return row
    }
}

/// Some elements of one type in a piece of memory.
private struct Row<Element> {
    /// Where the first is, in bytes.
    let offset: UInt32
    let count: UInt32

    @inline(__always)
    func start(in memory: UnsafeMutableRawPointer) -> UnsafePointer<Element> {
        UnsafePointer((memory + Int(offset)).assumingMemoryBound(to: Element.self))
    }

    @inline(__always)
    func element(_ index: Int, in memory: UnsafeMutableRawPointer) -> Element {
        precondition(index >= 0 && index < Int(count), "a part that the tree does not have")
        return start(in: memory)[index]
    }

    func fill(_ memory: UnsafeMutableRawPointer, with elements: ContiguousArray<Element>) {
        elements.withUnsafeBufferPointer { elements in
            guard let first = elements.baseAddress, count > 0 else { return }
            (memory + Int(offset)).initializeMemory(as: Element.self, from: first, count: Int(count))
        }
    }

    /// Fills the row with copies of one element, which may be written over.
    func fill(_ memory: UnsafeMutableRawPointer, with element: Element) -> UnsafeMutablePointer<Element> {
        (memory + Int(offset)).initializeMemory(as: Element.self, repeating: element, count: Int(count))
    }

    func clear(_ memory: UnsafeMutableRawPointer) {
        (memory + Int(offset)).assumingMemoryBound(to: Element.self).deinitialize(count: Int(count))
    }
}

// MARK: Errors

extension Code {
    /// The error that a fault is to the host.
    func error(_ fault: Fault) -> EvaluationError {
        let node = fault.node >= 0 ? node(fault.node) : nil
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
        let operand = node.kind == .select || node.kind == .index ? self.node(node.a) : node
        let container = text(operand.range)
        let path = text(node.range)
        return EvaluationError(
            code: .missingField, message: "\(path): \(message(container))",
            missing: .init(path: path, container: container, name: name))
    }
}
