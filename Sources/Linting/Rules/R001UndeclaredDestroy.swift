import Diagnostics

extension LintRules {
    static let undeclaredDestroy = LintRule(
        "R001", "undeclared-destroy", .warning,
        "A command loses data, and its step does not say `effect: destroy`.",
        explanation: """
            Approval follows from the effect: a step that says `destroy` is confirmed by its id typed, and never runs \
            unattended unless the configuration names it. A step that only says `change`, as every fix does by itself, \
            runs at night without anybody. So a `down -v` or a `DROP TABLE` in such a step loses data while everyone \
            sleeps.

            Say `effect: destroy`, or take the command out. Where what is deleted can be made again (a cache, a build), \
            suppress the finding and say so. Folders below `/tmp` and in variables called `tmp` are not looked at.
            """,
        example: (
            wrong: """
            start_anew:
              fix: docker compose down -v
              verify: health
            """,
            right: """
            start_anew:
              fix: docker compose down -v
              effect: destroy
              preview: docker compose config --volumes
              verify: health
            """
        )
    ) { subject in
        subject.file.commands.filter { !$0.role.onlyReads && !$0.step.isDestroying }.flatMap { written in
            Self.losses(of: written).prefix(WrittenCommand.mostFindings).map { loss in
                LintFinding(
                    "\(loss.words), and `\(written.step.id)` does not say `effect: destroy`",
                    at: loss.range(in: written, subject.source),
                    hint: "add `effect: destroy`: then it is never done without a person who says so")
            }
        }
    }

    /// A loss, and where it shows.
    struct Loss {
        var words: String
        var invocation: Invocation?
        var redirection: ShellRedirection?

        /// Its place in the file.
        func range(in written: WrittenCommand, _ source: SourceText) -> SourceRange {
            if let invocation { return written.range(of: invocation, in: source) }
            guard let redirection else { return SourceRange(at: 0) }
            return written.texts[redirection.target.origin].range(of: redirection.range, in: source)
        }
    }

    /// What a command loses.
    static func losses(of written: WrittenCommand) -> [Loss] {
        var losses: [Loss] = []
        for text in written.readings {
            guard let words = DestructiveCommands.loss(by: text) else { continue }
            losses.append(Loss(words: "\(text.shownHead) \(words)", invocation: text.invocation))
        }
        for command in written.commands where command.emptiesFiles {
            for redirection in command.redirections
            where redirection.sign == ">" && !redirection.target.isNoFile && !redirection.target.isTemporary {
                losses.append(Loss(words: "`> \(redirection.target.text)` empties a file", redirection: redirection))
            }
        }
        return losses
    }
}

extension ShellCommand {
    /// Whether the command prints nothing, so that `>` leaves an empty file.
    fileprivate var emptiesFiles: Bool {
        guard keywords.isEmpty else { return false }
        if words.isEmpty { return true }
        if words.count == 1, [":", "true"].contains(words[0].literal) { return true }
        return words.count == 2 && words[0].literal == "cat" && words[1].literal == "/dev/null"
    }
}
