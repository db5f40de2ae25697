/// Draws directed graphs in ranks, top to bottom: circles are broken, nodes stand below what leads to them, rows are
/// ordered so that few edges cross, and edges run between the nodes, never over them.
///
/// Ways back run along the right edge of the drawing, long ways down along the left; edges to the same node join. The
/// same graph always gives the same drawing.
package enum GraphLayout {
    /// Where everything of a graph is drawn.
    package static func draw(_ graph: LayoutGraph, spacing: LayoutSpacing = LayoutSpacing()) -> GraphDrawing {
        guard !graph.nodes.isEmpty else {
            return GraphDrawing(
                size: GraphSize(width: spacing.margin * 2, height: spacing.margin * 2), nodes: [], routes: [])
        }
        let ranking = Ranking(graph, spacing)
        var rows = Rows(graph, ranking, longestInside: spacing.longestInside)
        rows.reduceCrossings()
        let middle = rows.placed(spacing)
        var routing = Routing(graph, ranking, rows, middle: middle, spacing)
        return routing.drawing()
    }
}
