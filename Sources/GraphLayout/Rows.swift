/// The rows of a drawing: nodes in the even ones, the labels of the edges that leave them in the odd ones, and where an
/// edge passes a row, a place for its line. Edges to the same node share these places, so that they join on their way.
struct Rows {
    /// What has a place in a row.
    struct Item {
        /// What stands there.
        enum Content: Equatable {
            case node(Int)
            case label(edge: Int)
            /// The lines of edges to a node.
            case line(to: Int)
        }

        let content: Content
        let row: Int
        let size: GraphSize
        /// The indices of the items it is joined with, in the row above and in the row below.
        var above: [Int] = []
        var below: [Int] = []
    }

    /// How an edge runs.
    enum Way {
        /// Through the rows.
        case inside
        /// Along the left edge of the drawing, since it is long.
        case left
        /// Along the right edge of the drawing, since it leads back.
        case right
    }

    /// All that has a place; the first ones are the nodes, by their indices.
    private(set) var items: [Item] = []
    /// The indices of the items of each row, from left to right.
    var rows: [[Int]]
    /// How each edge runs.
    private(set) var ways: [Way] = []
    /// The items that each edge passes after the node it leaves; one that runs inside comes to its node at last.
    private(set) var passed: [[Int]] = []
    private var lines: [Key: Int] = [:]
    private var joined: Set<Key> = []

    private struct Key: Hashable {
        let first: Int
        let second: Int
    }

    init(_ graph: LayoutGraph, _ ranking: Ranking, longestInside: Int) {
        rows = Array(repeating: [], count: max(0, ranking.count * 2))
        for (node, size) in graph.nodes.enumerated() {
            items.append(Item(content: .node(node), row: ranking.rank[node] * 2, size: size))
        }
        for (index, edge) in graph.edges.enumerated() {
            let from = items[edge.from].row
            let to = items[edge.to].row
            let way: Way = ranking.isBack[index] ? .right : (to - from) / 2 > longestInside ? .left : .inside
            var path: [Int] = []
            var last = edge.from
            func pass(_ item: Int) {
                join(last, item)
                path.append(item)
                last = item
            }
            if let label = edge.label {
                items.append(Item(content: .label(edge: index), row: from + 1, size: label))
                pass(items.count - 1)
            } else if way != .inside {
                // Not shared: each goes straight down to the line across.
                pass(line(to: edge.to, row: from + 1, of: edge.from))
            }
            if way == .inside {
                for row in (from + (edge.label == nil ? 1 : 2))..<max(to, from + 2) where row < to {
                    pass(line(to: edge.to, row: row))
                }
                pass(edge.to)
            }
            ways.append(way)
            passed.append(path)
        }
        place(graph)
    }

    private mutating func line(to node: Int, row: Int, of source: Int? = nil) -> Int {
        let key = Key(first: node, second: source.map { -1 - $0 } ?? row)
        if let known = lines[key] { return known }
        items.append(Item(content: .line(to: node), row: row, size: GraphSize(width: 2, height: 0)))
        lines[key] = items.count - 1
        return items.count - 1
    }

    private mutating func join(_ upper: Int, _ lower: Int) {
        guard joined.insert(Key(first: upper, second: lower)).inserted else { return }
        items[upper].below.append(lower)
        items[lower].above.append(upper)
    }

    /// Puts the items into their rows in the order in which one meets them on the way down from the root.
    private mutating func place(_ graph: LayoutGraph) {
        var isPlaced = Array(repeating: false, count: items.count)
        let roots = [graph.root] + Array(items.indices)
        for root in roots where items.indices.contains(root) && !isPlaced[root] {
            var open = [root]
            while let item = open.popLast() {
                guard !isPlaced[item] else { continue }
                isPlaced[item] = true
                rows[items[item].row].append(item)
                open.append(contentsOf: items[item].below.reversed())
            }
        }
    }

    /// Whether an item is the line of an edge that passes.
    func isLine(_ item: Int) -> Bool {
        if case .line = items[item].content { true } else { false }
    }
}
