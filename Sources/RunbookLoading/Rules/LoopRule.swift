import Diagnostics
import Documents

/// A loop that nothing leaves is ended by the limit of visits alone.
enum LoopRule {
    /// Says which loops have no way out.
    static func check(_ graph: StepGraph, _ table: StepTable, _ reach: Reach, _ decoder: inout DocumentDecoder) {
        let components = StronglyConnected(graph)
        var hasExit = Array(repeating: false, count: components.count)
        var isLoop = hasExit
        var first = Array(repeating: Int.max, count: components.count)
        var size = Array(repeating: 0, count: components.count)
        for step in 0..<graph.count {
            let component = Int(components.component[step])
            first[component] = min(first[component], step)
            size[component] += 1
            let kind = table.outlines[step].kind
            if graph.mayFallBack[step] || kind == .end || kind == .escalate || !reach.isEntered[step] {
                hasExit[component] = true
            }
            for edge in graph.edges(of: step) {
                if Int(components.component[Int(edge.to)]) == component {
                    isLoop[component] = true
                } else {
                    hasExit[component] = true
                }
            }
        }
        for component in 0..<components.count where isLoop[component] && !hasExit[component] {
            let outline = table.outlines[first[component]]
            let others = size[component] - 1
            let loop =
                others == 0
                ? "leads only to itself"
                : "and \(others == 1 ? "another step" : "\(others) other steps") lead only to one another"
            decoder.warning(
                "endless-loop", "`\(outline.id)` \(loop): only the limit of visits ends this loop", at: outline.range,
                hint: "give it a way out: an `else`, or a branch")
        }
    }
}

/// The strongly connected components of a graph, by Tarjan's algorithm without recursion, in linear time.
private struct StronglyConnected {
    /// Which component each step belongs to.
    private(set) var component: [Int32]
    /// How many components there are.
    private(set) var count = 0

    private var order: [Int32]
    private var low: [Int32]
    private var stack: [Int32] = []
    private var clock: Int32 = 0

    init(_ graph: StepGraph) {
        component = Array(repeating: -1, count: graph.count)
        order = component
        low = component
        var path: [(step: Int, next: Int)] = []
        for root in 0..<graph.count where order[root] < 0 {
            open(root)
            path.append((root, graph.edges(of: root).startIndex))
            while let (step, next) = path.last {
                let edges = graph.edges(of: step)
                guard next < edges.endIndex else {
                    path.removeLast()
                    close(step)
                    if let parent = path.last?.step { low[parent] = min(low[parent], low[step]) }
                    continue
                }
                path[path.count - 1].next = next + 1
                let target = Int(edges[next].to)
                if order[target] < 0 {
                    open(target)
                    path.append((target, graph.edges(of: target).startIndex))
                } else if component[target] < 0 {
                    low[step] = min(low[step], order[target])
                }
            }
        }
    }

    private mutating func open(_ step: Int) {
        order[step] = clock
        low[step] = clock
        clock += 1
        stack.append(Int32(step))
    }

    private mutating func close(_ step: Int) {
        guard low[step] == order[step] else { return }
        while let member = stack.popLast() {
            component[Int(member)] = Int32(count)
            if Int(member) == step { break }
        }
        count += 1
    }
}
