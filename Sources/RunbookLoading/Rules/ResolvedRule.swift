import Documents

/// Rule 20: a way into `end: resolved` proves that the symptom is gone.
enum ResolvedRule {
    /// Says which ways prove nothing; `ends` are the steps that are `end: resolved`.
    static func check(_ graph: StepGraph, _ table: StepTable, _ ends: [Int], _ decoder: inout DocumentDecoder) {
        guard !ends.isEmpty else { return }
        var isEnd = Array(repeating: false, count: table.outlines.count)
        for end in ends { isEnd[end] = true }
        for edge in [graph.start, graph.fallback].compactMap(\.self) + graph.edges {
            guard isEnd[Int(edge.to)], let why = edge.reason.whyUnproven else { continue }
            let id = table.outlines[Int(edge.to)].id
            decoder.error(
                "unproven-end", "this way into `\(id)` (`end: resolved`) proves nothing: \(why.reason)", at: edge.range,
                hint: why.hint)
        }
    }
}

extension StepGraph.Reason {
    /// Why a way proves nothing, and what to do about it; nil where it proves something.
    fileprivate var whyUnproven: (reason: String, hint: String)? {
        let byCheck = "lead to a check of the symptom, and from its `next` (with an `else`) to the end"
        switch self {
        case .proven, .condition: return nil
        case .constantCondition: return ("its condition reads nothing", byCheck)
        case .inAnyCase:
            return ("`next` without `else` is taken in any case", "add an `else` for when it is not ok")
        case .otherwise: return ("`else` is taken when the step is not ok", byCheck)
        case .noneTrue: return ("`else` is taken when no condition is true", byCheck)
        case .unattended: return ("nobody was there", byCheck)
        case .waitOver: return ("that time has passed helps nobody", byCheck)
        case .unverified:
            return ("nothing has seen that the change helped", "add `verify`, or \(byCheck)")
        case .answered: return ("an answer is no look at the symptom", byCheck)
        case .start: return ("nothing was looked at", byCheck)
        case .fallback: return ("`fallback` is taken when nothing else is left", "lead to an `escalate`")
        }
    }
}
