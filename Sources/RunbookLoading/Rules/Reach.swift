/// Which steps a walk can come to.
struct Reach {
    /// The steps that can be entered by the way.
    private(set) var isEntered: [Bool]
    /// The steps that can get a result: entered, members of a group, or verifying.
    private(set) var isReached: [Bool]

    /// Goes along all ways from `start` and `fallback`; without recursion, in linear time.
    init(_ graph: StepGraph) {
        isEntered = Array(repeating: false, count: graph.count)
        isReached = isEntered
        var entering: [Int] = []
        var running: [Int] = []
        for edge in [graph.start, graph.fallback].compactMap(\.self) where !isEntered[Int(edge.to)] {
            isEntered[Int(edge.to)] = true
            entering.append(Int(edge.to))
        }
        while let step = entering.popLast() {
            running.append(step)
            for edge in graph.edges(of: step) where !isEntered[Int(edge.to)] {
                isEntered[Int(edge.to)] = true
                entering.append(Int(edge.to))
            }
        }
        for step in running { isReached[step] = true }
        while let step = running.popLast() {
            for edge in graph.evidence(of: step) where !isReached[Int(edge.to)] {
                isReached[Int(edge.to)] = true
                running.append(Int(edge.to))
            }
        }
    }
}
