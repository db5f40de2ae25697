import Diagnostics
import RunbookModel

extension LintRules {
    static let missingLanguage = LintRule(
        "R009", "missing-language", .advice, "A text is missing in a language that other texts of the runbook have.",
        explanation: """
            A runbook in two languages is read by people who know one of them. A question that exists only in the other \
            one is not understood at night. Each text that names its languages is expected to name all that the runbook \
            has; a text without a language is for everybody, and is left alone unless it is a \
            sentence and most of the others name theirs.

            Add the missing version, or, for a name that is the same everywhere, write it without a language.
            """,
        example: (
            wrong: """
            ask_restart:
              ask: {en: "Delete all data?", ru: "Удалить все данные?"}
            call:
              escalate: {to: oncall, message: {en: Nothing has helped.}}
            """,
            right: """
            ask_restart:
              ask: {en: "Delete all data?", ru: "Удалить все данные?"}
            call:
              escalate: {to: oncall, message: {en: Nothing has helped., ru: Ничего не помогло.}}
            """
        ),
        needs: .runbook
    ) { subject in
        guard let runbook = subject.file.runbook else { return [] }
        let texts = runbook.texts
        var languages: [String] = []
        for text in texts {
            for case let language? in text.versions.map(\.language) where !languages.contains(language) {
                languages.append(language)
            }
        }
        guard languages.count > 1 else { return [] }
        let named = texts.count { $0.versions.contains { $0.language != nil } }
        return texts.compactMap { Self.missing($0, of: languages, wantsSentences: 2 * named > texts.count) }
    }

    private static func missing(_ text: Text, of languages: [String], wantsSentences: Bool) -> LintFinding? {
        guard let first = text.versions.first else { return nil }
        let own = text.versions.compactMap(\.language)
        if own.isEmpty {
            guard wantsSentences, first.template.isSentence else { return nil }
            return LintFinding(
                "this text has no language, and others have \(languages.map { "`\($0)`" }.joined(separator: " and "))",
                at: first.template.range, hint: "write `{\(languages.map { "\($0): …" }.joined(separator: ", "))}`")
        }
        let missing = languages.filter { !own.contains($0) }
        guard !missing.isEmpty else { return nil }
        return LintFinding(
            "this text is missing in \(missing.map { "`\($0)`" }.joined(separator: " and "))", at: first.template.range,
            hint: "add \(missing.map { "`\($0): …`" }.joined(separator: " and "))")
    }
}

extension Template {
    /// Whether the text is more than a name: at least three words of letters.
    fileprivate var isSentence: Bool {
        let words = sourceText.split { $0 == " " || $0 == "\n" }
        return words.count { $0.count > 1 && $0.allSatisfy(\.isLetter) } >= 3
    }
}

extension Runbook {
    /// All texts that a person reads.
    fileprivate var texts: [Text] {
        var texts = [name, description].compactMap(\.self) + advice + params.compactMap(\.description)
        for cause in causes { texts += [cause.name, cause.description].compactMap(\.self) + cause.advice }
        for step in steps {
            texts += [step.name, step.description].compactMap(\.self)
            switch step.kind {
            case .ask(let ask): texts.append(ask.question)
            case .manual(let manual): texts += [manual.instruction] + manual.items
            case .escalate(let escalation): texts += [escalation.message].compactMap(\.self)
            default: break
            }
        }
        return texts
    }
}
