import Documents

/// From `fallback` a way leads to an end: it is where a walk goes when nothing else is left.
enum EndRule {
    /// Says when no end can be come to.
    ///
    /// - Returns: whether one can.
    static func check(_ graph: StepGraph, _ table: StepTable, _ decoder: inout DocumentDecoder) -> Bool {
        guard let fallback = graph.fallback else { return true }
        var isSeen = Array(repeating: false, count: graph.count)
        isSeen[Int(fallback.to)] = true
        var waiting = [Int(fallback.to)]
        while let step = waiting.popLast() {
            let kind = table.outlines[step].kind
            if kind == .end || kind == .escalate || kind == nil { return true }
            for edge in graph.edges(of: step) where !isSeen[Int(edge.to)] {
                isSeen[Int(edge.to)] = true
                waiting.append(Int(edge.to))
            }
        }
        decoder.error(
            "no-end", "no way leads from the fallback `\(table.outlines[Int(fallback.to)].id)` to an end",
            at: fallback.range,
            hint: "let it lead to a step with `escalate` or `end`: this is where a walk goes when nothing else is left")
        return false
    }
}
