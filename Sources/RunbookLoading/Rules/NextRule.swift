import Documents

/// Rule 19: a step that can be entered by the way leads somewhere.
enum NextRule {
    /// Says which steps lead nowhere.
    static func check(_ graph: StepGraph, _ table: StepTable, _ reach: Reach, _ decoder: inout DocumentDecoder) {
        for (position, outline) in table.outlines.enumerated() where reach.isEntered[position] {
            guard let kind = outline.kind, kind != .end, kind != .escalate, !graph.hasNext[position] else { continue }
            decoder.error(
                "no-next", "the walk can come to `\(outline.id)`, and it does not say where to go from there",
                at: outline.range, hint: "add `next`")
        }
    }
}
