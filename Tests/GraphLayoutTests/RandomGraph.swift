import GraphLayout

/// Numbers that look random and are the same each time.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    /// A number from 0 up to, and without, a limit.
    mutating func roll(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 33) % limit
    }
}

extension LayoutGraph {
    /// A graph like that of a runbook: each node leads to a few others, mostly near ones, sometimes back.
    static func random(seed: UInt64, count: Int) -> LayoutGraph {
        var dice = Dice(seed: seed)
        let nodes = (0..<count).map { _ in
            GraphSize(width: Double(40 + dice.roll(200)), height: Double(24 + dice.roll(120)))
        }
        var edges: [Edge] = []
        for from in 0..<count {
            for _ in 0..<(1 + dice.roll(3)) {
                let to = dice.roll(4) == 0 ? dice.roll(count) : min(count - 1, from + 1 + dice.roll(8))
                let label = GraphSize(width: Double(10 + dice.roll(120)), height: Double(14 + dice.roll(28)))
                edges.append(Edge(from: from, to: to, label: dice.roll(3) == 0 ? nil : label))
            }
        }
        return LayoutGraph(nodes: nodes, edges: edges)
    }
}
