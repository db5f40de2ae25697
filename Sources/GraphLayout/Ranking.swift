/// Which edges lead back, and how far down each node stands.
struct Ranking {
    /// Whether an edge closes a circle, by its index; an edge to its own node does.
    private(set) var isBack: [Bool]
    /// How many ranks a node stands below the top, by its index.
    private(set) var rank: [Int]
    private let graph: LayoutGraph
    private let leaving: [[Int]]

    init(_ graph: LayoutGraph, _ spacing: LayoutSpacing) {
        self.graph = graph
        isBack = Array(repeating: false, count: graph.edges.count)
        rank = Array(repeating: 0, count: graph.nodes.count)
        var leaving: [[Int]] = Array(repeating: [], count: graph.nodes.count)
        for (index, edge) in graph.edges.enumerated() { leaving[edge.from].append(index) }
        self.leaving = leaving
        findBackEdges()
        // Large graphs may be wider, about twice as wide as high.
        let area = graph.nodes.reduce(0) {
            $0 + ($1.width + spacing.betweenNodes) * ($1.height + 3 * spacing.betweenRows)
        }
        let width = max(spacing.widestRank, (area * 2).squareRoot())
        fillRanks(upTo: width, besideNodes: spacing.betweenNodes)
        lowerSources()
    }

    /// How many ranks there are.
    var count: Int { (rank.max() ?? -1) + 1 }

    /// Walks the graph from its root, in the order in which it is told: what leads to a node on the way is a way back.
    private mutating func findBackEdges() {
        enum State { case new, open, done }
        var state: [State] = Array(repeating: .new, count: graph.nodes.count)
        let roots = [graph.root] + graph.nodes.indices.filter { $0 != graph.root }
        for root in roots where graph.nodes.indices.contains(root) && state[root] == .new {
            var path: [(node: Int, next: Int)] = [(root, 0)]
            state[root] = .open
            while let (node, next) = path.last {
                guard next < leaving[node].count else {
                    state[node] = .done
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let index = leaving[node][next]
                let target = graph.edges[index].to
                switch state[target] {
                case .open: isBack[index] = true
                case .done: break
                case .new:
                    state[target] = .open
                    path.append((target, 0))
                }
            }
        }
    }

    /// Gives each rank, from the top, what all has come before of, as long as there is room: first what most depends on.
    private mutating func fillRanks(upTo width: Double, besideNodes: Double) {
        var waiting = Array(repeating: 0, count: graph.nodes.count)
        for (index, edge) in graph.edges.enumerated() where !isBack[index] { waiting[edge.to] += 1 }
        let depth = depths()
        func comesFirst(_ one: Int, _ other: Int) -> Bool { (-depth[one], one) < (-depth[other], other) }
        var ready = graph.nodes.indices.filter { waiting[$0] == 0 }.sorted(by: comesFirst)
        var current = 0
        while !ready.isEmpty {
            var used = 0.0
            var taken = 0
            for node in ready {
                used += graph.nodes[node].width + besideNodes
                guard taken == 0 || used <= width else { break }
                rank[node] = current
                taken += 1
            }
            var freed: [Int] = []
            for node in ready.prefix(taken) {
                for index in leaving[node] where !isBack[index] {
                    waiting[graph.edges[index].to] -= 1
                    if waiting[graph.edges[index].to] == 0 { freed.append(graph.edges[index].to) }
                }
            }
            ready = Self.merged(Array(ready.dropFirst(taken)), freed.sorted(by: comesFirst), by: comesFirst)
            current += 1
        }
    }

    private static func merged(_ one: [Int], _ other: [Int], by comesFirst: (Int, Int) -> Bool) -> [Int] {
        var result: [Int] = []
        result.reserveCapacity(one.count + other.count)
        var (left, right) = (one[...], other[...])
        while let first = left.first, let second = right.first {
            if comesFirst(second, first) {
                result.append(right.removeFirst())
            } else {
                result.append(left.removeFirst())
            }
        }
        return result + left + right
    }

    /// How many ranks hang below each node.
    private func depths() -> [Int] {
        var waiting = leaving.map { edges in edges.count { !isBack[$0] } }
        var entering: [[Int]] = Array(repeating: [], count: graph.nodes.count)
        for (index, edge) in graph.edges.enumerated() where !isBack[index] { entering[edge.to].append(edge.from) }
        var depth = Array(repeating: 0, count: graph.nodes.count)
        var ready = graph.nodes.indices.filter { waiting[$0] == 0 }
        var next = 0
        while next < ready.count {
            let node = ready[next]
            next += 1
            for source in entering[node] {
                depth[source] = max(depth[source], depth[node] + 1)
                waiting[source] -= 1
                if waiting[source] == 0 { ready.append(source) }
            }
        }
        return depth
    }

    /// What nothing leads to stands right above what it leads to, not at the very top.
    private mutating func lowerSources() {
        var isEntered = Array(repeating: false, count: graph.nodes.count)
        for (index, edge) in graph.edges.enumerated() where !isBack[index] { isEntered[edge.to] = true }
        for node in graph.nodes.indices where !isEntered[node] && node != graph.root {
            let targets = leaving[node].filter { !isBack[$0] }.map { rank[graph.edges[$0].to] }
            if let nearest = targets.min() { rank[node] = max(0, nearest - 1) }
        }
    }
}
