/// Memory that compilations use one after another.
///
/// What one needs beyond its program it leaves here: to compile many expressions costs less so, and makes fewer holes.
package struct Workspace: Sendable {
    var tree = SyntaxTree()
    var pending: ContiguousArray<Int32> = []
    var nesting: ContiguousArray<UInt16> = []
    var functions: ContiguousArray<Unmanaged<Function>> = []
    var globals: ContiguousArray<Checker.Global> = []
    var locals: ContiguousArray<Checker.Local> = []
    var solver = TypeSolver()

    /// A workspace with room for what most expressions need.
    package init() {
        tree.nodes.reserveCapacity(16)
        tree.names.reserveCapacity(8)
    }
}

extension ContiguousArray {
    /// An empty array in the memory of this one, which has none then.
    mutating func taken() -> ContiguousArray {
        var taken = ContiguousArray()
        swap(&taken, &self)
        return taken
    }

    /// Keeps the memory of another, which has none then; its elements go.
    mutating func keep(_ other: inout ContiguousArray) {
        if !other.isEmpty { other.removeAll(keepingCapacity: true) }
        swap(&self, &other)
    }
}
