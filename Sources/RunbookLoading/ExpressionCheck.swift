package import CEL
package import Diagnostics
package import RunbookModel

/// Checks single expressions in the context of a runbook: for `rung eval`.
package struct ExpressionCheck: Sendable {
    /// The expression compiled; nil where it is wrong.
    package var program: Program?
    /// What is wrong with it.
    package var diagnostics: [Diagnostic]

    /// Compiles an expression.
    ///
    /// - Parameters:
    ///   - text: the expression.
    ///   - runbook: the runbook whose params, causes and steps it may read; nil: only CEL and the format's functions.
    ///   - step: the step whose own result it reads by its names, as in the step's `next`.
    ///   - variables: what it may read beside, with their types.
    package init(
        _ text: String, in runbook: Runbook?, step: String? = nil, variables: [(String, CELType)] = []
    ) {
        diagnostics = []
        let source = SourceText(name: "expression", text: text)
        var environment = ConditionScope.base
        if let runbook {
            var scope = ConditionScope(of: runbook)
            let table = StepTable(of: runbook)
            let position = step.flatMap { table.index[$0] }
            if let step, position == nil {
                let hint = NearMiss.suggestion(for: step, among: table.index.keys)
                diagnostics.append(
                    Diagnostic(
                        code: "unknown-step", message: "there is no step `\(step)` in `\(runbook.id)`",
                        range: SourceRange(at: 0), source: source, hint: hint.map { "did you mean `\($0)`?" }))
                return
            }
            environment = scope.environment(for: position.map { .branch(step: $0) } ?? .text(step: nil))
        }
        if !variables.isEmpty { environment = environment.derived(variables: variables) }
        do throws(CompilationFailure) {
            program = try environment.compile(text)
        } catch {
            diagnostics = error.problems.map { problem in
                Diagnostic(
                    code: "bad-expression", message: problem.message,
                    range: SourceRange(start: problem.range.lowerBound, end: problem.range.upperBound), source: source,
                    hint: problem.suggestion.map { "did you mean \($0)?" })
            }
        }
    }
}

extension ConditionScope {
    /// The scope of a runbook that is loaded already.
    init(of runbook: Runbook) { self.init(of: runbook, StepTable(of: runbook)) }

    /// The same where the table of its steps is at hand.
    init(of runbook: Runbook, _ table: StepTable) {
        self.init(
            params: runbook.params.map { ($0.name, $0.constraint.kind) }, secrets: runbook.secrets.map(\.id),
            causes: runbook.causes.map(\.id), table: table)
    }
}
