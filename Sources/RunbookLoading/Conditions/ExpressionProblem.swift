import CEL
import Documents

/// A problem of an expression in the words of runbooks.
struct ExpressionProblem {
    /// The code of the diagnostic.
    private(set) var code = "bad-expression"
    /// What is wrong.
    private(set) var message: String
    /// How to mend it.
    private(set) var hint: String?

    /// The words for a problem of a text in a role.
    init(_ problem: Problem, in text: String, _ role: ExpressionRole, _ scope: ConditionScope) {
        message = problem.message
        hint = problem.suggestion.map { "did you mean \($0)?" }
        let bytes = Array(text.utf8)
        let word = String(decoding: bytes[problem.range.clamped(to: 0..<bytes.count)], as: UTF8.self)
        for (root, what) in Self.roots where message.hasPrefix("`\(root)` has no field ") {
            code = "unknown-\(what)"
            message = "there is no \(what) `\(word)`"
        }
        if case .beforeWalk(let what) = role, hint == nil, Self.globals.contains(word) {
            hint = "\(what) is needed before the walk begins, when only `params` are known"
        }
        let names = scope.localNames(for: role)
        guard message.hasPrefix("there is no variable"), Self.locals.contains(word), !names.contains(word) else {
            return
        }
        if word == "ok", !names.isEmpty {
            message = "`ok` is not yet known when `expect` and `findings` are weighed"
            hint = nil
        } else if names.isEmpty {
            hint = "say whose it is: `steps.x.\(word)`"
        } else {
            message = "there is no `\(word)` here"
            hint = "this step has " + names.map { "`\($0)`" }.asSentenceList
        }
    }

    /// The objects whose fields are names of the runbook, and what they name.
    static let roots = [
        ("steps", "step"), ("visits", "step"), ("params", "param"), ("causes", "cause"), ("secrets", "secret"),
    ]

    private static let globals = ["steps", "visits", "causes", "now", "mode", "run", "secrets"]
    private static let locals = [
        "ran", "ok", "timed_out", "elapsed", "exit", "stdout", "stderr", "out", "http", "file", "answer",
    ]
}
