import Diagnostics
import YAMLSyntax

extension LintRules {
    static let checkThatChanges = LintRule(
        "R003", "check-that-changes", .warning, "A check, a verification or a preview changes something.",
        explanation: """
            Checks run without asking: in a dry run, side by side, several times, when a run is taken up again. All of \
            that rests on their changing nothing. A check that restarts a service, writes a file or sends a `DELETE` \
            breaks each of these promises, and no transcript calls it a change.

            Let a `fix` do what changes, with a `verify`, and let the check only look. Writing to `/dev/null`, to `&2` \
            or below `/tmp` is no change.
            """,
        example: (
            wrong: """
            backend:
              check: systemctl restart backend && curl -fsS localhost:3000/health
            """,
            right: """
            backend:
              check: curl -fsS localhost:3000/health
              next: done
              else: restart_backend
            restart_backend:
              fix: sudo systemctl restart backend
              verify: backend
            """
        )
    ) { subject in
        subject.file.commands.filter(\.role.onlyReads).flatMap { Self.changes(of: $0, subject.source) }
            + subject.file.steps.compactMap(Self.changingRequest)
    }

    private static func changes(of written: WrittenCommand, _ source: SourceText) -> [LintFinding] {
        let hint = "a step that changes something is a `fix`: let that step do it"
        var findings: [LintFinding] = []
        for text in written.readings where findings.count < WrittenCommand.mostFindings {
            guard let change = ChangingCommands.change(by: text) else { continue }
            findings.append(
                LintFinding(
                    "\(written.role.inWords) only looks, but \(text.shownHead) \(change)",
                    at: written.range(of: text.invocation, in: source), hint: hint))
        }
        for command in written.commands where findings.count < WrittenCommand.mostFindings {
            for redirection in command.redirections where redirection.isOutput && redirection.writesFile {
                findings.append(
                    LintFinding(
                        "\(written.role.inWords) only looks, but `\(redirection.sign) \(redirection.target.text)` writes a file",
                        at: written.texts[redirection.target.origin].range(of: redirection.range, in: source),
                        hint: "print it instead: the output is kept in the transcript"))
            }
        }
        return findings
    }

    /// A request by a method that asks for a change.
    private static func changingRequest(_ step: LintedStep) -> LintFinding? {
        for check in [step.node["check"], step.node["verify"]?["check"]] {
            guard let node = check?["method"], let method = node.text, ["PUT", "DELETE", "PATCH"].contains(method)
            else {
                continue
            }
            return LintFinding(
                "a check only looks, but a request by \(method) asks for a change", at: node.range,
                hint: "ask by GET or HEAD, or let a `fix` send it")
        }
        return nil
    }
}

extension ShellRedirection {
    /// Whether it makes or changes a file.
    fileprivate var writesFile: Bool {
        if sign == ">&" || sign == "<&" {
            guard let text = target.literal else { return false }
            return !text.isEmpty && text != "-" && !text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        }
        return !target.isNoFile && !target.isTemporary
    }
}
