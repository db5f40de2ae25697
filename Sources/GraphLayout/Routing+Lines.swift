extension Routing {
    /// The line of an edge.
    func route(_ index: Int) -> GraphRoute {
        let edge = graph.edges[index]
        let from = frame(of: edge.from)
        var pen = Pen(at: GraphPoint(x: leaving[index], y: from.bottom))
        var label: GraphFrame?
        var row = rows.items[edge.from].row
        pen.line(to: GraphPoint(x: leaving[index], y: bottoms[row]))
        for item in rows.passed[index] where item != edge.to {
            row = rows.items[item].row
            pen.curve(to: GraphPoint(x: middle[item], y: tops[row]))
            if case .label = rows.items[item].content {
                let size = rows.items[item].size
                label = GraphFrame(
                    origin: GraphPoint(
                        x: middle[item] - size.width / 2, y: tops[row] + (bottoms[row] - tops[row] - size.height) / 2),
                    size: size)
            }
            pen.line(to: GraphPoint(x: middle[item], y: bottoms[row]))
        }
        let target = frame(of: edge.to)
        if let lane = lane(of: index) {
            let x = place(of: lane)
            let across = height(of: lane, inGap: ranking.rank[edge.from] + 1)
            let back = height(of: lane, inGap: ranking.rank[edge.to])
            pen.turn(
                through: [
                    GraphPoint(x: pen.point.x, y: across), GraphPoint(x: x, y: across), GraphPoint(x: x, y: back),
                    GraphPoint(x: entering[index], y: back),
                ], to: GraphPoint(x: entering[index], y: target.top))
        } else {
            pen.curve(to: GraphPoint(x: entering[index], y: tops[rows.items[edge.to].row]))
            pen.line(to: GraphPoint(x: entering[index], y: target.top))
        }
        return GraphRoute(
            start: GraphPoint(x: leaving[index], y: from.bottom), segments: pen.segments,
            isBack: ranking.isBack[index], label: label)
    }
}

/// Draws a line piece by piece.
private struct Pen {
    private(set) var point: GraphPoint
    private(set) var segments: [GraphRoute.Segment] = []
    private static let radius = 7.0

    init(at point: GraphPoint) {
        self.point = point
    }

    mutating func line(to end: GraphPoint) {
        guard abs(end.x - point.x) > 0.01 || abs(end.y - point.y) > 0.01 else { return }
        if case .line(let last)? = segments.last, abs(last.x - end.x) < 0.01, abs(point.x - end.x) < 0.01 {
            segments.removeLast()
        }
        segments.append(.line(end))
        point = end
    }

    /// Leaves and arrives upright.
    mutating func curve(to end: GraphPoint) {
        guard abs(end.x - point.x) > 0.5 else { return line(to: end) }
        let half = (end.y - point.y) / 2
        segments.append(
            .curve(GraphPoint(x: point.x, y: point.y + half), GraphPoint(x: end.x, y: end.y - half), end))
        point = end
    }

    /// Goes straight from corner to corner, each of which is rounded as far as its sides allow.
    mutating func turn(through corners: [GraphPoint], to end: GraphPoint) {
        for (index, corner) in corners.enumerated() {
            let next = index + 1 < corners.count ? corners[index + 1] : end
            let before = Self.distance(point, corner)
            let after = Self.distance(corner, next)
            // A side between two corners is shared by them.
            let radius = min(Self.radius, before, index + 1 < corners.count ? after / 2 : after)
            guard radius > 0.01 else {
                line(to: corner)
                continue
            }
            let begin = Self.towards(point, from: corner, by: radius)
            let stop = Self.towards(next, from: corner, by: radius)
            line(to: begin)
            segments.append(.curve(Self.mix(begin, corner), Self.mix(stop, corner), stop))
            point = stop
        }
        line(to: end)
    }

    private static func distance(_ one: GraphPoint, _ other: GraphPoint) -> Double {
        // Sides are upright or level.
        abs(one.x - other.x) + abs(one.y - other.y)
    }

    private static func towards(_ other: GraphPoint, from corner: GraphPoint, by length: Double) -> GraphPoint {
        let whole = distance(corner, other)
        guard whole > 0 else { return corner }
        return GraphPoint(
            x: corner.x + (other.x - corner.x) * length / whole, y: corner.y + (other.y - corner.y) * length / whole)
    }

    /// The control point of a curve that is nearly a quarter of a circle.
    private static func mix(_ end: GraphPoint, _ corner: GraphPoint) -> GraphPoint {
        GraphPoint(x: end.x + (corner.x - end.x) * 0.55, y: end.y + (corner.y - end.y) * 0.55)
    }
}

extension GraphRoute {
    /// The same line further to the right.
    func moved(by shift: Double) -> GraphRoute {
        func moved(_ point: GraphPoint) -> GraphPoint { GraphPoint(x: point.x + shift, y: point.y) }
        var route = self
        route.start = moved(start)
        route.label?.origin.x += shift
        route.segments = segments.map { segment in
            switch segment {
            case .line(let end): .line(moved(end))
            case .curve(let first, let second, let end): .curve(moved(first), moved(second), moved(end))
            }
        }
        return route
    }
}
