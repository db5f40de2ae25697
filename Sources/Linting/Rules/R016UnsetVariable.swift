import Diagnostics
import RunbookModel
import YAMLSyntax

extension LintRules {
    static let unsetVariable = LintRule(
        "R016", "unset-variable", .warning, "A script reads a variable that nothing sets.",
        explanation: """
            A script runs by `sh -eu`: reading a variable that is not set ends it. Params are variables of the same \
            name, `env` and `defaults.env` set more, and `RUNG_RUN_ID` and its like are always there; what is none of \
            these and is not set in the script is mostly a param misspelled.

            This is looked for by shellcheck, where it is installed (SC2154), and for names in lower case: others are \
            taken to come from outside. `${name:-}` may be unset.
            """,
        example: (
            wrong: """
            params: {backend: {type: string, default: backend}}
            steps:
              logs:
                check: docker compose logs "$backnd"
            """,
            right: """
            params: {backend: {type: string, default: backend}}
            steps:
              logs:
                check: docker compose logs "$backend"
            """
        ),
        needs: .shellcheck
    ) { subject in
        guard let runbook = subject.file.runbook, let shellcheck = subject.shellcheck else { return [] }
        let params = runbook.params.map(\.name)
        let everywhere = Set(params + runbook.defaults.env.map(\.name))
        return zip(subject.file.scripts, shellcheck).flatMap { script, findings -> [LintFinding] in
            guard script.flags.contains("u") else { return [] }
            let known = everywhere.union(script.step.variables)
            return findings.filter { $0.number == 2154 }.compactMap { finding in
                guard let name = script.variable(at: finding), !known.contains(name) else { return nil }
                let near = NearMiss.suggestion(for: name, among: known)
                return LintFinding(
                    "nothing sets `\(name)`: the script ends where it reads it",
                    at: script.range(of: finding, in: subject.source),
                    hint: near.map { "did you mean `\($0)`?" } ?? "declare a param, or set it by `env`")
            }
        }
    }
}

extension LintedStep {
    /// The variables that the step sets for its commands.
    fileprivate var variables: [String] {
        [node["env"], node["verify"]?["env"]].flatMap { $0?.pairs ?? [] }.map(\.keyText)
    }
}
