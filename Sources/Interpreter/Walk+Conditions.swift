package import CEL

extension Walk {
    /// What conditions see at this point of the first passage, or nil before the walk began: for trying conditions.
    ///
    /// - Parameter step: the step whose latest result is seen by its own names; nil: none.
    package func activation(of step: String?) -> (any Activation & Sendable)? {
        guard let frame = frames.first else { return nil }
        return ConditionContext(
            values: frame.values, own: step.map { frame.values.results[$0] ?? StepResult(ran: false, ok: nil) },
            now: now,
            mode: facts.mode, run: facts.run)
    }
}
