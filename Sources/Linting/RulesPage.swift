import Diagnostics

/// The rules as pages for people, made of the rules' own words.
package enum RulesPage {
    /// The whole reference, in Markdown.
    package static var markdown: String {
        var page = """
            # The rules of `rung lint`

            `rung lint FILE…` says what could be better in a runbook that is valid. Made by `rung lint --rules --format \
            markdown`; `rung lint --explain R001` says the same of one rule.

            A finding that is meant to be so is suppressed in the file, with the reason after the code:

            ```yaml
            # rung: ignore R004 the script around it ends it
            watch_log:
              check: tail -f /var/log/app.log
            migrate:
              fix: docker compose exec -T "$backend" $migrate  # rung: ignore R005 a command of several words
            ```

            At the end of a line it covers what begins on that line, on a line of its own the line below; a key that begins \
            there is covered with all that it holds. In a script it covers its own line, or the line below. Several codes \
            are written `R004, R005`; `# rung: ignore-file R009 …` covers the whole file. R011 and R012 see to it that \
            suppressions give reasons and are good for something.

            | rule | | weighs | `--fix` | finds |
            |---|---|---|---|---|

            """
        for rule in LintRules.inOrder {
            page +=
                "| [\(rule.code)](#\(rule.anchor)) | `\(rule.name)` | \(rule.severity.rawValue) |"
                + " \(rule.isFixable ? "yes" : "") | \(rule.summary) |\n"
        }
        for rule in LintRules.inOrder { page += "\n## \(rule.title)\n\n" + rule.body }
        return page
    }

    /// One rule, in Markdown.
    package static func markdown(of rule: LintRule) -> String {
        "# \(rule.title)\n\n" + rule.body
    }
}

extension LintRule {
    fileprivate var title: String { "\(code) \(name)" }

    /// The heading's anchor, as code hosts make them.
    fileprivate var anchor: String { "\(code.lowercased())-\(name)" }

    fileprivate var body: String {
        """
        \(summary) (\(severity.rawValue)\(isFixable ? ", `--fix`" : ""))

        \(explanation)

        ```yaml
        # not so
        \(example.wrong)
        ```
        ```yaml
        # but so
        \(example.right)
        ```

        """
    }
}
