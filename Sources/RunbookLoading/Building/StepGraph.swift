import Diagnostics

/// Which step leads where, by the steps' places in the file.
struct StepGraph: Sendable {
    /// Why a way is taken: what rule 20 asks.
    enum Reason: UInt8, Sendable {
        /// `next` of a step that was ok, and whose ok says something.
        case proven
        /// A condition of a branch was true.
        case condition
        /// A condition was true that is true in any case.
        case constantCondition
        /// `next` without `else`.
        case inAnyCase
        /// `else`, when the step was not ok.
        case otherwise
        /// `else`, when every condition was false.
        case noneTrue
        /// `unattended: {goto: …}`.
        case unattended
        /// `ok` of a wait.
        case waitOver
        /// `ok` of a fix, edit or manual without `verify`.
        case unverified
        /// `ok` of an ask.
        case answered
        /// `start`.
        case start
        /// `fallback`.
        case fallback
    }

    /// A way from one step to another.
    struct Edge: Sendable {
        var from: Int32
        var to: Int32
        var reason: Reason
        /// Where the name of the step stands that it leads to.
        var range: SourceRange
    }

    /// The ways, in the order of the steps.
    private(set) var edges: [Edge] = []
    /// Members of groups and steps that verify: who runs whom without going there.
    private(set) var evidence: [Edge] = []
    /// Where each step's ways begin in `edges`, and those of its evidence.
    private var firstEdge: [Int32] = []
    private var firstEvidence: [Int32] = []
    /// Whether a step may go to `fallback` by what is written: not ok or all false, and nothing said for it.
    private(set) var mayFallBack: [Bool] = []
    /// Whether a step has a `next` (or `decide`).
    private(set) var hasNext: [Bool] = []
    /// Where the walk begins, and where it goes when nothing else is left.
    var start: Edge?
    var fallback: Edge?

    /// A graph with room for a number of steps.
    init(capacity: Int) {
        edges.reserveCapacity(capacity)
        firstEdge.reserveCapacity(capacity + 1)
        firstEvidence.reserveCapacity(capacity + 1)
        mayFallBack.reserveCapacity(capacity)
        hasNext.reserveCapacity(capacity)
    }

    /// How many steps there are.
    var count: Int { firstEdge.count }

    /// Begins the next step; ways that are added now are its own.
    mutating func beginStep() {
        firstEdge.append(Int32(edges.count))
        firstEvidence.append(Int32(evidence.count))
        mayFallBack.append(false)
        hasNext.append(false)
    }

    /// Adds a way of the step begun last.
    mutating func addEdge(to target: Int, _ reason: Reason, at range: SourceRange) {
        edges.append(Edge(from: Int32(count - 1), to: Int32(target), reason: reason, range: range))
    }

    /// Adds a step that the step begun last runs without going there.
    mutating func addEvidence(_ target: Int, at range: SourceRange) {
        evidence.append(Edge(from: Int32(count - 1), to: Int32(target), reason: .proven, range: range))
    }

    /// Adds the steps of another graph, which follow on those of this one.
    mutating func append(_ other: StepGraph) {
        let steps = Int32(count)
        let (edgeCount, evidenceCount) = (Int32(edges.count), Int32(evidence.count))
        func moved(_ edge: Edge) -> Edge {
            Edge(from: edge.from + steps, to: edge.to, reason: edge.reason, range: edge.range)
        }
        edges += other.edges.lazy.map(moved)
        evidence += other.evidence.lazy.map(moved)
        firstEdge += other.firstEdge.lazy.map { $0 + edgeCount }
        firstEvidence += other.firstEvidence.lazy.map { $0 + evidenceCount }
        mayFallBack += other.mayFallBack
        hasNext += other.hasNext
    }

    /// Says that the step begun last may go to `fallback`.
    mutating func setMayFallBack() { mayFallBack[count - 1] = true }

    /// Says that the step begun last has a `next`.
    mutating func setHasNext() { hasNext[count - 1] = true }

    /// The ways of a step.
    func edges(of step: Int) -> ArraySlice<Edge> {
        edges[Int(firstEdge[step])..<(step + 1 < count ? Int(firstEdge[step + 1]) : edges.count)]
    }

    /// What a step runs without going there.
    func evidence(of step: Int) -> ArraySlice<Edge> {
        evidence[Int(firstEvidence[step])..<(step + 1 < count ? Int(firstEvidence[step + 1]) : evidence.count)]
    }
}
