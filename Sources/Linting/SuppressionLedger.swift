import Diagnostics

/// The suppressions of a file, and which of them have kept something unsaid.
struct SuppressionLedger {
    let suppressions: [Suppression]
    /// For each suppression, the codes that it was good for.
    private var used: [Set<String>]

    init(_ suppressions: [Suppression]) {
        self.suppressions = suppressions
        used = Array(repeating: [], count: suppressions.count)
    }

    /// The suppression that covers a rule's finding at a place; it counts as used.
    mutating func suppression(of code: String, at place: Int) -> Suppression? {
        var found: Suppression?
        for (index, suppression) in suppressions.enumerated()
        where suppression.covers(place) && suppression.targets.contains(where: { $0.code == code }) {
            used[index].insert(code)
            found = found ?? suppression
        }
        return found
    }

    /// What the two rules about suppressions have to say, once all others were asked.
    func findings(of rule: LintRule, unasked: Set<String>) -> [LintFinding] {
        if rule.code == LintRules.suppressionWithoutReason.code { return withoutReason() }
        return suppressions.indices.flatMap { useless(at: $0, unasked: unasked) }
    }

    private func withoutReason() -> [LintFinding] {
        suppressions.filter { $0.reason.isEmpty && !$0.targets.isEmpty }.map { suppression in
            LintFinding(
                "this suppression gives no reason", at: suppression.comment,
                hint: "say why after the code: `# rung: ignore \(suppression.targets[0].code) …`")
        }
    }

    /// What of a suppression does nothing.
    private func useless(at index: Int, unasked: Set<String>) -> [LintFinding] {
        let suppression = suppressions[index]
        if let word = suppression.unknownWord {
            let near = NearMiss.suggestion(for: word.code, among: ["ignore", "ignore-file"])
            return [
                LintFinding(
                    "`rung:` in a comment is followed by `ignore` or `ignore-file`"
                        + (word.code.isEmpty ? "" : ", not `\(word.code)`"), at: word.range,
                    hint: near.map { "did you mean `\($0)`?" })
            ]
        }
        guard !suppression.targets.isEmpty else {
            return [
                LintFinding(
                    "this suppression names no rule", at: suppression.comment,
                    hint: "name one: `# rung: ignore R004 …`; `rung lint --rules` lists them")
            ]
        }
        let idle = suppression.targets.filter { !used[index].contains($0.code) && !unasked.contains($0.code) }
        return idle.map { target in
            LintFinding(
                message(of: target), at: target.range,
                hint: suppression.coversFile || LintRules.rule(target.code) == nil
                    ? nil : "take it out, or put it where the finding is: at the end of its line, or on the line above",
                fix: idle.count == suppression.targets.count ? removal(of: suppression) : nil)
        }
    }

    private func message(of target: Suppression.Target) -> String {
        guard let rule = LintRules.rule(target.code) else { return "there is no rule \(target.code)" }
        if rule.needs == .otherRules { return "\(target.code) cannot be suppressed" }
        return "\(target.code) (\(rule.name)) has nothing to say here"
    }

    /// Takes a comment of the file out; one of a script is the script's own text.
    private func removal(of suppression: Suppression) -> LintFix? {
        suppression.isInScript ? nil : LintFix("takes the comment out", .comment(suppression.wholeRange, ""))
    }
}
