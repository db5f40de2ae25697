import Diagnostics

extension LintRules {
    static let wantsTerminal = LintRule(
        "R013", "wants-terminal", .warning, "A command wants a person at a terminal, and a step has none.",
        explanation: """
            Commands run in a session of their own, without a terminal, and read nothing. `docker exec -it` then fails \
            ("the input device is not a TTY"), an editor ends at once, `apt install` without `-y` gets no answer and \
            gives up.

            Leave `-t` out (`--fix` does it), answer by a flag, give passwords by `env`, and let an `ask` or `manual` \
            step do what needs a person.
            """,
        example: (
            wrong: """
            redis:
              check: docker exec -it redis redis-cli ping
            """,
            right: """
            redis:
              check: docker exec -i redis redis-cli ping
            """
        ),
        isFixable: true
    ) { subject in
        subject.file.commands.flatMap { written in
            written.readings.lazy.compactMap(TerminalCommands.reason).prefix(WrittenCommand.mostFindings).map {
                reason in
                LintFinding(
                    reason.words, at: written.range(of: reason.place, in: subject.source), hint: reason.hint,
                    fix: reason.dropped.flatMap { written.dropping($0.word, letter: $0.letter) })
            }
        }
    }
}
