import Diagnostics
import Linting
import Testing

@Suite struct SuppressionTests {
    @Test func `a suppression covers its line, the line below, and all of a key that begins there`() {
        let steps = """
            # rung: ignore R002 R004 all of the step
            mend:
              fix: |
                docker stats
                docker events
              next: other
            other:
              # rung: ignore R004 the key below
              check: |
                docker stats
              next: third
            third:
              check: docker stats   # rung: ignore R004, R003: the end of the line
              next: fourth
            fourth:
              check: |
                # rung: ignore R004 a comment of the script
                docker stats
                docker events
              next: call
            """
        #expect(Linted.findings(steps) == ["R004 events", "R012 R003"])
    }

    @Test func `what is suppressed is counted, with its reason`() {
        let report = Linted.look(
            at: Linted.runbook("mend: {check: docker stats, next: call}  # rung: ignore R004: ended from outside"))
        #expect(report.findings.isEmpty)
        #expect(report.suppressed.map(\.rule.code) == ["R004"])
        #expect(report.suppressed.first?.reason == "ended from outside")
    }

    @Test func `the rules about suppressions cannot be suppressed`() {
        let found = Linted.findings(
            """
            # rung: ignore R011, R012 to be left alone
            mend: {check: docker stats, next: call}  # rung: ignore R004
            """)
        #expect(found == ["R011 # rung: ignore R004", "R012 R011", "R012 R012"])
    }

    @Test func `a rule that was not asked makes no suppression useless`() {
        #expect(Linted.findings("mend: {check: echo $x, next: call}  # rung: ignore R005 split") == [])
    }

    @Test func `in a file with an error what needs no runbook is said all the same`() {
        let report = Linted.look(at: Linted.runbook("mend: {check: docker stats, next: nowhere}"))
        #expect(report.file.diagnostics.map(\.code) == ["unknown-step"])
        #expect(report.findings.map(\.rule.code) == ["R004"])
        #expect(report.unasked.contains("R007") && report.unasked.contains("R005"))
    }
}
