import Documents

/// A step that no walk comes to is a mistake, though not one that stops a walk.
enum UnreachableRule {
    /// Says which steps no way leads to.
    static func check(_ table: StepTable, _ reach: Reach, _ decoder: inout DocumentDecoder) {
        for (position, outline) in table.outlines.enumerated() where !reach.isReached[position] {
            decoder.warning(
                "unreachable-step", "no way leads to `\(outline.id)`", at: outline.range,
                hint: "lead to it by a `next`, `else` or branch, make it a member of a group, or take it out")
        }
    }
}
