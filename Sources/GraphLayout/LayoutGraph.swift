/// A directed graph to be drawn: boxes of known sizes, and arrows between them that may carry a label.
package struct LayoutGraph: Sendable {
    /// An arrow.
    package struct Edge: Sendable {
        /// The index of the node that it leaves.
        package var from: Int
        /// The index of the node that it enters; it may be the same.
        package var to: Int
        /// How large its label is; nil: it has none.
        package var label: GraphSize?

        /// An arrow.
        package init(from: Int, to: Int, label: GraphSize? = nil) {
            self.from = from
            self.to = to
            self.label = label
        }
    }

    /// The sizes of the nodes, which are named by their indices. Their order is that in which one would tell them.
    package var nodes: [GraphSize]
    /// The arrows, in the order in which they leave their nodes.
    package var edges: [Edge]
    /// The node where everything begins, which is drawn at the top.
    package var root: Int

    /// A graph. Every edge names nodes that there are.
    package init(nodes: [GraphSize], edges: [Edge], root: Int = 0) {
        for edge in edges {
            precondition(
                nodes.indices.contains(edge.from) && nodes.indices.contains(edge.to),
                "an edge from \(edge.from) to \(edge.to) in a graph of \(nodes.count) nodes")
        }
        self.nodes = nodes
        self.edges = edges
        self.root = nodes.indices.contains(root) ? root : 0
    }
}

/// Where everything of a graph is drawn.
package struct GraphDrawing: Sendable, Equatable {
    /// How large the drawing is, with its margin.
    package var size: GraphSize
    /// Where the nodes stand, by their indices.
    package var nodes: [GraphFrame]
    /// How the edges run, by their indices.
    package var routes: [GraphRoute]
}

/// The distances of a drawing.
package struct LayoutSpacing: Sendable {
    /// Around everything.
    package var margin = 16.0
    /// Between two nodes side by side.
    package var betweenNodes = 32.0
    /// Beside a label.
    package var besideLabels = 12.0
    /// Beside a line that passes.
    package var besideLines = 16.0
    /// Between one row and the next, at the least.
    package var betweenRows = 26.0
    /// Between two lines that run side by side along the drawing's edge, or across it.
    package var betweenLanes = 9.0
    /// A rank of nodes that would be wider is broken, unless the whole graph is large.
    package var widestRank = 1150.0
    /// An edge that leads down over more ranks than this runs along the drawing's edge.
    package var longestInside = 4

    /// The distances that suit text of 12 to 14 pixels.
    package init() {}
}
