import Interpreter

extension Judgement {
    /// The same without what was read out of the output it is about: for steps whose output is sensitive (rule 30).
    ///
    /// The values of the parts go, and the words of problems, which may quote them.
    var withheld: Judgement {
        var judgement = self
        for index in judgement.conditions.indices {
            judgement.conditions[index].parts = []
            if judgement.conditions[index].problem != nil { judgement.conditions[index].problem = Self.silence }
        }
        if case .expectationUnknown(.words?) = reason { judgement.reason = .expectationUnknown(nil) }
        return judgement
    }

    private static let silence = "not said, as the output is sensitive"
}
