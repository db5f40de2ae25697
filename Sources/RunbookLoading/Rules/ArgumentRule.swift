import CEL
import Diagnostics
import RunbookModel

/// Rule 27: what a called runbook is given fits its params.
enum ArgumentRule {
    /// What is wrong with a call of a runbook.
    static func check(_ site: CallSite, _ called: Runbook) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        func say(_ code: String, _ message: String, at range: SourceRange, hint: String? = nil) {
            diagnostics.append(
                Diagnostic(code: code, message: message, range: range, source: site.source, hint: hint))
        }
        for argument in site.arguments {
            guard let param = called.params.first(where: { $0.name == argument.name }) else {
                let hint = NearMiss.suggestion(for: argument.name, among: called.params.map(\.name))
                say(
                    "unknown-param", "`\(called.id)` has no param `\(argument.name)`", at: argument.nameRange,
                    hint: hint.map { "did you mean `\($0)`?" })
                continue
            }
            if let text = argument.value.literalText {
                if case .failure(let problem) = param.constraint.value(fromText: text) {
                    say("wrong-value", "the value of `\(param.name)` \(problem.message)", at: argument.range)
                }
            } else if let type = argument.value.soleExpression?.program?.resultType,
                !param.constraint.kind.takes(type)
            {
                say(
                    "wrong-type", "`\(param.name)` is \(param.constraint.kind.inWords), and this is \(type.inWords)",
                    at: argument.range)
            }
        }
        for param in called.params where param.defaultValue == nil {
            guard !site.arguments.contains(where: { $0.name == param.name }) else { continue }
            say(
                "missing-param", "`\(called.id)` needs the param `\(param.name)`", at: site.range,
                hint: "add `with: {\(param.name): …}`")
        }
        return diagnostics
    }
}

extension Param.Kind {
    /// Whether a value of a type can be one of this kind; what is seen only in a walk can.
    fileprivate func takes(_ type: CELType) -> Bool {
        switch (self, type) {
        case (_, .dyn), (_, .string): true
        case (.string, .bool), (.string, .int), (.string, .uint), (.string, .double), (.string, .duration),
            (.string, .timestamp):
            true
        case (.int, .int), (.int, .uint), (.number, .int), (.number, .uint), (.number, .double), (.bool, .bool),
            (.duration, .duration):
            true
        default: false
        }
    }
}
