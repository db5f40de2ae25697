import Testing

@Suite struct LanguageTests {
    private func languages(_ steps: String) -> [String] {
        Linted.findings(steps).filter { $0.hasPrefix("R009") }
    }

    @Test func `sentences without a language are let be where most texts have none`() {
        let steps = """
            mend: {check: uptime, name: Look at the load, description: It is often high, next: other}
            other: {check: uptime, name: {en: Look again, ru: Ещё раз}, next: call}
            """
        #expect(languages(steps) == [])
    }

    @Test func `a text that names its languages names all of the file's`() {
        let steps = """
            mend: {check: uptime, name: Look at the load, next: other}
            other: {check: uptime, name: {en: Look again, ru: Ещё раз}, description: {en: Once more}, next: call}
            """
        #expect(languages(steps) == ["R009 Look at the load", "R009 Once more"])
    }

    @Test func `a runbook in one language is let be`() {
        #expect(languages("mend: {check: uptime, name: {en: Look}, description: It is often high, next: call}") == [])
    }
}
