extension Routing {
    /// Spreads the edges of each node along its lower and upper edge, each as near as it can be to where it comes from or
    /// goes to; those that share their next piece share the port.
    mutating func assignPorts() {
        var out: [[Port]] = Array(repeating: [], count: graph.nodes.count)
        var into: [[Port]] = Array(repeating: [], count: graph.nodes.count)
        for (index, edge) in graph.edges.enumerated() {
            let path = rows.passed[index]
            guard let first = path.first else { continue }
            out[edge.from].append(Port(edge: index, next: first, place: middle[first]))
            switch rows.ways[index] {
            case .inside:
                let last = path.count > 1 ? path[path.count - 2] : edge.from
                into[edge.to].append(Port(edge: index, next: last, place: middle[last]))
            case .left: into[edge.to].append(Port(edge: index, next: -1, place: -.greatestFiniteMagnitude))
            case .right: into[edge.to].append(Port(edge: index, next: -2, place: .greatestFiniteMagnitude))
            }
        }
        for node in graph.nodes.indices {
            for (edge, place) in places(of: out[node], at: node) { leaving[edge] = place }
            for (edge, place) in places(of: into[node], at: node) { entering[edge] = place }
        }
    }

    /// An end of an edge at a node: what it is joined with, and where that stands.
    private struct Port {
        let edge: Int
        let next: Int
        let place: Double
    }

    private func places(of ports: [Port], at node: Int) -> [(edge: Int, place: Double)] {
        guard !ports.isEmpty else { return [] }
        var distinct: [Port] = []
        var index: [Int: Int] = [:]
        for port in ports.sorted(by: { ($0.place, $0.next, $0.edge) < ($1.place, $1.next, $1.edge) })
        where index[port.next] == nil {
            index[port.next] = distinct.count
            distinct.append(port)
        }
        let half = graph.nodes[node].width / 2 - min(14, graph.nodes[node].width / 4)
        let distance = min(22, distinct.count > 1 ? half * 2 / Double(distinct.count - 1) : 0)
        let wanted = distinct.map { port in
            (place: min(max(port.place, middle[node] - half), middle[node] + half), weight: 1.0)
        }
        var spread = Spreading.spread(
            wanted, distances: Array(repeating: distance, count: max(0, distinct.count - 1)))
        // Pools at an edge of the node may push beyond it.
        if let first = spread.first, first < middle[node] - half {
            spread = spread.enumerated().map { max($1, middle[node] - half + Double($0) * distance) }
        }
        if let last = spread.last, last > middle[node] + half {
            let count = spread.count
            spread = spread.enumerated().map { min($1, middle[node] + half - Double(count - 1 - $0) * distance) }
        }
        return ports.map { ($0.edge, spread[index[$0.next] ?? 0]) }
    }
}
