/// Gives rows their heights, edges their ports, tracks and lanes, and draws the lines.
struct Routing {
    let graph: LayoutGraph
    let ranking: Ranking
    let rows: Rows
    let spacing: LayoutSpacing
    /// The middle of each item.
    var middle: [Double]
    /// The lines across the drawing, from nodes to lanes and back, in the gap above each rank, and below the last.
    var tracks: [[Track]] = []
    /// The place of each track among those of its gap.
    private var trackPlace: [TrackKey: Int] = [:]
    /// The lanes along the edges of the drawing, by their target.
    var lanes: [Lane: Int] = [:]
    /// Where each row begins and ends.
    var tops: [Double] = []
    var bottoms: [Double] = []
    /// Where each edge leaves and enters its nodes.
    var leaving: [Double] = []
    var entering: [Double] = []
    private(set) var bounds = (left: 0.0, right: 0.0)

    /// A lane: all edges to one node that run along one side.
    struct Lane: Hashable {
        let target: Int
        let isLeft: Bool
    }

    /// A line across, in one gap.
    struct Track: Equatable {
        let lane: Lane
        /// Whether it ends at the target, and so lies lowest.
        let isLast: Bool
    }

    private struct TrackKey: Hashable {
        let lane: Lane
        let gap: Int
    }

    init(_ graph: LayoutGraph, _ ranking: Ranking, _ rows: Rows, middle: [Double], _ spacing: LayoutSpacing) {
        self.graph = graph
        self.ranking = ranking
        self.rows = rows
        self.middle = middle
        self.spacing = spacing
        leaving = graph.edges.map { middle[$0.from] }
        entering = graph.edges.map { middle[$0.to] }
    }

    mutating func drawing() -> GraphDrawing {
        measureBounds()
        assignTracks()
        assignLanes()
        assignHeights()
        assignPorts()
        let shift = spacing.margin - (bounds.left - laneSpace(isLeft: true))
        let width = bounds.right + laneSpace(isLeft: false) + shift + spacing.margin
        var drawing = GraphDrawing(
            size: GraphSize(width: width, height: (bottoms.last ?? 0) + gapBelow(rows.rows.count - 1) + spacing.margin),
            nodes: [], routes: [])
        for node in graph.nodes.indices {
            var frame = frame(of: node)
            frame.origin.x += shift
            drawing.nodes.append(frame)
        }
        for edge in graph.edges.indices {
            drawing.routes.append(route(edge).moved(by: shift))
        }
        return drawing
    }

    private mutating func measureBounds() {
        for (item, middle) in zip(rows.items, middle) {
            bounds.left = min(bounds.left, middle - item.size.width / 2)
            bounds.right = max(bounds.right, middle + item.size.width / 2)
        }
    }

    func lane(of edge: Int) -> Lane? {
        switch rows.ways[edge] {
        case .inside: nil
        case .left: Lane(target: graph.edges[edge].to, isLeft: true)
        case .right: Lane(target: graph.edges[edge].to, isLeft: false)
        }
    }

    private mutating func assignTracks() {
        tracks = Array(repeating: [], count: ranking.count + 1)
        var known: Set<[Int]> = []
        for edge in graph.edges.indices {
            guard let lane = lane(of: edge) else { continue }
            let from = ranking.rank[graph.edges[edge].from] + 1
            let to = ranking.rank[lane.target]
            for (gap, isLast) in [(from, false), (to, true)]
            where known.insert([gap, lane.target, lane.isLeft ? 1 : 0]).inserted {
                tracks[gap].append(Track(lane: lane, isLast: isLast))
            }
        }
        for gap in tracks.indices {
            tracks[gap] = tracks[gap].filter { !$0.isLast } + tracks[gap].filter(\.isLast)
            for (place, track) in tracks[gap].enumerated() {
                trackPlace[TrackKey(lane: track.lane, gap: gap)] = place
            }
        }
    }

    /// Gives short lanes the places next to the drawing; lanes that do not meet share one.
    private mutating func assignLanes() {
        var spans: [Lane: ClosedRange<Int>] = [:]
        var order: [Lane] = []
        for (gap, tracks) in tracks.enumerated() {
            for track in tracks {
                if let span = spans[track.lane] {
                    spans[track.lane] = min(span.lowerBound, gap)...max(span.upperBound, gap)
                } else {
                    spans[track.lane] = gap...gap
                    order.append(track.lane)
                }
            }
        }
        func length(_ lane: Lane) -> Int { spans[lane].map { $0.upperBound - $0.lowerBound } ?? 0 }
        var taken: [Bool: [[ClosedRange<Int>]]] = [:]
        for (_, lane) in order.enumerated().sorted(by: { (length($0.1), $0.0) < (length($1.1), $1.0) }) {
            guard let span = spans[lane] else { continue }
            var sides = taken[lane.isLeft] ?? []
            let free = sides.firstIndex { !$0.contains { $0.overlaps(span) } } ?? sides.count
            if free == sides.count { sides.append([]) }
            sides[free].append(span)
            taken[lane.isLeft] = sides
            lanes[lane] = free
        }
    }

    func laneSpace(isLeft: Bool) -> Double {
        let count = lanes.filter { $0.key.isLeft == isLeft }.map { $0.value + 1 }.max() ?? 0
        return count == 0 ? 0 : spacing.besideLines + Double(count) * spacing.betweenLanes
    }

    func place(of lane: Lane) -> Double {
        let offset = spacing.besideLines + Double(lanes[lane] ?? 0) * spacing.betweenLanes
        return lane.isLeft ? bounds.left - offset : bounds.right + offset
    }

    // MARK: Heights

    private mutating func assignHeights() {
        var y = spacing.margin + gapBelow(-1)
        for (index, row) in rows.rows.enumerated() {
            let height = row.map { rows.items[$0].size.height }.max() ?? 0
            tops.append(y)
            bottoms.append(y + height)
            y += height + gapBelow(index)
        }
    }

    /// How far the next row stands below one: more where lines run across, or far to the side.
    private func gapBelow(_ row: Int) -> Double {
        let isAboveNodes = !row.isMultiple(of: 2)
        let across = isAboveNodes ? tracks[(row + 1) / 2].count : 0
        let room = across == 0 ? 0 : Double(across + 1) * spacing.betweenLanes
        guard rows.rows.indices.contains(row), row < rows.rows.count - 1 else { return room }
        var farthest = 0.0
        for item in rows.rows[row] {
            for other in rows.items[item].below {
                farthest = max(farthest, abs(middle[item] - middle[other]) - rows.items[item].size.width / 2)
            }
        }
        // A row of labels shares its slope with the gap below it.
        let isSmall = !isAboveNodes && rows.rows[row + 1].allSatisfy { rows.items[$0].size.height == 0 }
        let least = isSmall ? 4 : spacing.betweenRows
        return max(least, room, isSmall ? 0 : min(72, 14 + farthest * 0.09))
    }

    /// Where a track lies.
    func height(of lane: Lane, inGap gap: Int) -> Double {
        let place = trackPlace[TrackKey(lane: lane, gap: gap)] ?? 0
        let above = gap == 0 ? spacing.margin : bottoms[gap * 2 - 1]
        let below = gap * 2 < tops.count ? tops[gap * 2] : above + Double(tracks[gap].count + 1) * spacing.betweenLanes
        return above + (below - above) * Double(place + 1) / Double(tracks[gap].count + 1)
    }

    func frame(of node: Int) -> GraphFrame {
        let size = graph.nodes[node]
        let row = rows.items[node].row
        let top = tops[row] + (bottoms[row] - tops[row] - size.height) / 2
        return GraphFrame(origin: GraphPoint(x: middle[node] - size.width / 2, y: top), size: size)
    }
}
