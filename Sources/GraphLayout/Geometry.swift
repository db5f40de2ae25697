/// A place in a drawing; y grows downwards.
package struct GraphPoint: Sendable, Equatable {
    /// From the left.
    package var x: Double
    /// From the top.
    package var y: Double

    /// A place.
    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// How large something is drawn.
package struct GraphSize: Sendable, Equatable {
    /// From left to right.
    package var width: Double
    /// From top to bottom.
    package var height: Double

    /// A size.
    package init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }
}

/// Where something is drawn.
package struct GraphFrame: Sendable, Equatable {
    /// The top left corner.
    package var origin: GraphPoint
    /// Its size.
    package var size: GraphSize

    /// A frame.
    package init(origin: GraphPoint, size: GraphSize) {
        self.origin = origin
        self.size = size
    }

    /// The left edge.
    package var left: Double { origin.x }
    /// The right edge.
    package var right: Double { origin.x + size.width }
    /// The upper edge.
    package var top: Double { origin.y }
    /// The lower edge.
    package var bottom: Double { origin.y + size.height }
    /// The middle from left to right.
    package var middle: Double { origin.x + size.width / 2 }

    /// Whether two frames share more than an edge.
    package func overlaps(_ other: GraphFrame) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
}

/// The line of an edge: from its start through each segment, the last of which ends at an arrow that points down.
package struct GraphRoute: Sendable, Equatable {
    /// A piece of the line.
    package enum Segment: Sendable, Equatable {
        /// Straight on to a point.
        case line(GraphPoint)
        /// A cubic curve, by its two control points and its end.
        case curve(GraphPoint, GraphPoint, GraphPoint)

        /// Where it ends.
        package var end: GraphPoint {
            switch self {
            case .line(let end), .curve(_, _, let end): end
            }
        }
    }

    /// Where it begins: at the lower edge of the node it leaves.
    package var start: GraphPoint
    /// Its pieces.
    package var segments: [Segment]
    /// Whether it leads back, against the direction of the drawing.
    package var isBack: Bool
    /// Where its label stands, if it has one.
    package var label: GraphFrame?

    /// Where it ends: at the upper edge of the node it enters.
    package var end: GraphPoint { segments.last?.end ?? start }
}
