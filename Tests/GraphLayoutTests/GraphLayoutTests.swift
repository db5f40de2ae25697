import GraphLayout
import Testing

@Suite struct `A drawing of a graph` {
    private static let size = GraphSize(width: 100, height: 40)

    private static func graph(_ count: Int, _ edges: [(Int, Int)]) -> LayoutGraph {
        LayoutGraph(
            nodes: Array(repeating: size, count: count), edges: edges.map { LayoutGraph.Edge(from: $0.0, to: $0.1) })
    }

    @Test func `is empty where there is nothing to draw`() {
        #expect(GraphLayout.draw(LayoutGraph(nodes: [], edges: [])).nodes.isEmpty)
    }

    @Test func `puts each node below what leads to it`() {
        let drawing = GraphLayout.draw(Self.graph(5, [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (0, 4)]))
        for (from, to) in [(0, 1), (0, 2), (1, 3), (2, 3), (3, 4), (0, 4)] {
            #expect(drawing.nodes[from].bottom < drawing.nodes[to].top)
        }
    }

    @Test func `keeps a chain straight`() {
        let drawing = GraphLayout.draw(Self.graph(6, (0..<5).map { ($0, $0 + 1) }))
        #expect(Set(drawing.nodes.map { Int($0.middle * 10) }).count == 1)
    }

    @Test func `crosses nothing where nothing needs to be crossed`() {
        // Two chains whose nodes are told crosswise.
        let drawing = GraphLayout.draw(Self.graph(5, [(0, 1), (0, 2), (2, 3), (1, 4)]))
        #expect((drawing.nodes[1].left < drawing.nodes[2].left) == (drawing.nodes[4].left < drawing.nodes[3].left))
    }

    @Test func `marks what leads back, and leads it along the right`() {
        let drawing = GraphLayout.draw(Self.graph(3, [(0, 1), (1, 2), (2, 0), (1, 1)]))
        #expect(drawing.routes.map(\.isBack) == [false, false, true, true])
        let right = drawing.nodes.map(\.right).max() ?? 0
        #expect(drawing.routes[2].segments.contains { $0.end.x > right })
        #expect(drawing.routes[3].end.y == drawing.nodes[1].top)
    }

    @Test func `leads a long way down along the left`() {
        let drawing = GraphLayout.draw(Self.graph(10, (0..<9).map { ($0, $0 + 1) } + [(0, 9)]))
        let left = drawing.nodes.map(\.left).min() ?? 0
        #expect(drawing.routes[9].segments.contains { $0.end.x < left } && !drawing.routes[9].isBack)
    }

    @Test func `has room for its labels beside each other`() {
        let label = GraphSize(width: 150, height: 18)
        let graph = LayoutGraph(
            nodes: Array(repeating: Self.size, count: 5),
            edges: (1..<5).map { LayoutGraph.Edge(from: 0, to: $0, label: label) })
        let labels = GraphLayout.draw(graph).routes.compactMap(\.label)
        #expect(labels.count == 4)
        for (index, one) in labels.enumerated() {
            for other in labels.dropFirst(index + 1) { #expect(!one.overlaps(other)) }
        }
    }

    @Test(arguments: 1...60)
    func `of any graph keeps everything apart, and ends every edge at its nodes`(seed: Int) {
        let graph = LayoutGraph.random(seed: UInt64(seed), count: 1 + seed % 40)
        let drawing = GraphLayout.draw(graph)
        let boxes = drawing.nodes + drawing.routes.compactMap(\.label)
        for (index, one) in boxes.enumerated() {
            #expect(one.left >= 0 && one.top >= 0)
            #expect(one.right <= drawing.size.width && one.bottom <= drawing.size.height)
            for other in boxes.dropFirst(index + 1) { #expect(!one.overlaps(other), "\(one) \(other)") }
        }
        for (edge, route) in zip(graph.edges, drawing.routes) {
            let (from, to) = (drawing.nodes[edge.from], drawing.nodes[edge.to])
            #expect(abs(route.start.y - from.bottom) < 0.01 && abs(route.end.y - to.top) < 0.01)
            #expect(from.left <= route.start.x && route.start.x <= from.right)
            #expect(to.left <= route.end.x && route.end.x <= to.right)
            #expect((route.label == nil) == (edge.label == nil))
            for place in route.samples {
                #expect(place.x >= 0 && place.x <= drawing.size.width)
                #expect(place.y >= 0 && place.y <= drawing.size.height)
                for node in drawing.nodes {
                    let isInside =
                        place.x > node.left + 0.5 && place.x < node.right - 0.5 && place.y > node.top + 0.5
                        && place.y < node.bottom - 0.5
                    #expect(!isInside, "the edge from \(edge.from) to \(edge.to) runs over a node at \(place)")
                }
            }
        }
    }

    @Test func `is the same each time`() {
        let graph = LayoutGraph.random(seed: 7, count: 80)
        #expect(GraphLayout.draw(graph) == GraphLayout.draw(graph))
    }

    @Test func `is made within bounds, however large the graph`() {
        let clock = ContinuousClock()
        var drawing: GraphDrawing?
        let random = clock.measure { drawing = GraphLayout.draw(.random(seed: 3, count: 1000)) }
        #expect(drawing?.nodes.count == 1000)
        let star = clock.measure {
            _ = GraphLayout.draw(Self.graph(1000, (1..<1000).flatMap { [(0, $0), ($0, 0)] }))
        }
        let chain = clock.measure { _ = GraphLayout.draw(Self.graph(20_000, (0..<19_999).map { ($0, $0 + 1) })) }
        // Far above what it takes, far below what a quadratic step would: debug builds on busy machines are slow.
        #expect(random < .seconds(30) && star < .seconds(30) && chain < .seconds(30), "\(random) \(star) \(chain)")
    }
}

extension GraphRoute {
    /// Places along the line.
    fileprivate var samples: [GraphPoint] {
        var places = [start]
        var last = start
        for segment in segments {
            for step in 1...8 {
                let share = Double(step) / 8
                let rest = 1 - share
                switch segment {
                case .line(let end):
                    places.append(GraphPoint(x: last.x * rest + end.x * share, y: last.y * rest + end.y * share))
                case .curve(let first, let second, let end):
                    let weights = [
                        rest * rest * rest, 3 * rest * rest * share, 3 * rest * share * share, share * share * share,
                    ]
                    let points = [last, first, second, end]
                    places.append(
                        GraphPoint(
                            x: zip(weights, points).reduce(0) { $0 + $1.0 * $1.1.x },
                            y: zip(weights, points).reduce(0) { $0 + $1.0 * $1.1.y }))
                }
            }
            last = segment.end
        }
        return places
    }
}
