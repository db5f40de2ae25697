/// Which edges lead back, and how far down each node stands.
struct Ranking {
    /// Whether an edge closes a circle, by its index; an edge to its own node does.
    private(set) var isBack: [Bool]
    /// How many ranks a node stands below the top, by its index.
    private(set) var rank: [Int]
    private let graph: LayoutGraph
    private let leaving: [[Int]]

    init(_ graph: LayoutGraph) {
        self.graph = graph
        isBack = Array(repeating: false, count: graph.edges.count)
        rank = Array(repeating: 0, count: graph.nodes.count)
        var leaving: [[Int]] = Array(repeating: [], count: graph.nodes.count)
        for (index, edge) in graph.edges.enumerated() { leaving[edge.from].append(index) }
        self.leaving = leaving
        findBackEdges()
        rankByLongestPath()
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

    private mutating func rankByLongestPath() {
        var waiting = Array(repeating: 0, count: graph.nodes.count)
        for (index, edge) in graph.edges.enumerated() where !isBack[index] { waiting[edge.to] += 1 }
        var ready = graph.nodes.indices.filter { waiting[$0] == 0 }
        var next = 0
        while next < ready.count {
            let node = ready[next]
            next += 1
            for index in leaving[node] where !isBack[index] {
                let target = graph.edges[index].to
                rank[target] = max(rank[target], rank[node] + 1)
                waiting[target] -= 1
                if waiting[target] == 0 { ready.append(target) }
            }
        }
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
