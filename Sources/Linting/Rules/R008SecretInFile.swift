import Diagnostics
import YAMLSyntax

extension LintRules {
    static let secretInFile = LintRule(
        "R008", "secret-in-file", .warning, "A password, key or token stands in the file.",
        explanation: """
            A runbook lies in git, is shown on screens and kept with every run: a secret in it is no secret. Looked for \
            are the forms of well-known keys and tokens, passwords in addresses and on command lines, and texts under \
            names such as `PASSWORD` in `env`, `headers` and `params`. Messages and the lines shown have stars in its \
            place.

            Declare it under `secrets`, which are read from the environment or from a file when a run begins and are \
            masked in all output, and write `${secrets.x}` in `env`, `headers` or `body`. A secret that has been in git \
            must be replaced.
            """,
        example: (
            wrong: """
            redis_ping:
              check: redis-cli ping
              env: {REDISCLI_AUTH: correct-horse}
            """,
            right: """
            secrets:
              redis_password: {env: REDIS_PASSWORD}
            steps:
              redis_ping:
                check: redis-cli ping
                env: {REDISCLI_AUTH: "${secrets.redis_password}"}
            """
        )
    ) { subject in
        let text = subject.source.text(in: SourceRange(start: 0, end: subject.source.bytes.count))
        let forms = SecretForm.all.flatMap { form in
            form.places(in: text).map {
                (form.name, SourceRange(start: $0.lowerBound, end: $0.upperBound))
            }
        }
        let spoken = subject.file.commands.flatMap { written in
            written.texts.flatMap { place in
                SecretForm.inCommands.places(in: place.text).map {
                    (SecretForm.inCommands.name, place.range(of: $0, in: subject.source))
                }
            }
        }
        var findings: [LintFinding] = []
        var covered: [SourceRange] = []
        for (name, range) in forms + spoken + NamedSecrets.places(in: subject.file) {
            guard !covered.contains(where: { $0.start < range.end && range.start < $0.end }) else { continue }
            covered.append(range)
            findings.append(
                LintFinding(
                    "this looks like \(name), and the file is no place for one", at: range,
                    hint: "declare it under `secrets`, and write `${secrets.…}` in `env`, `headers` or `body`"))
        }
        return findings
    }
}
