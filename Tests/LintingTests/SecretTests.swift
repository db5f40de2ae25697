import Diagnostics
import Linting
import Testing

@Suite struct SecretTests {
    @Test(
        arguments: [
            "AKIA" + "IOSFODNN7EXAMPLQ", "ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789",
            "glpat-" + "abcdefghijklmnopqrst",
            "xoxb-" + "123456789012-abcdef", "sk_live_" + "abcdefghijklmnop1234", "-----BEGIN RSA PRIVATE KEY-----",
            "https://hooks.slack.com/services/" + "T0000/B0000/abcdefgh", "postgres://app:hunter2hunter@db/shop",
            "123456789:" + "AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr", "Authorization: Bearer abcdefgh12345",
        ])
    func `well-known secrets are seen, also in comments, and nothing shows them`(secret: String) {
        let text = Linted.runbook("mend: {check: uptime, next: call}   # \(secret)")
        let report = Linted.look(at: text)
        #expect(report.findings.map(\.rule.code) == ["R008"])
        let shown = DiagnosticRenderer().render(report.diagnostics)
        let place = report.file.source.text(in: report.findings[0].finding.range)
        #expect(!place.isEmpty && secret.contains(place))
        #expect(!shown.contains(place))
        #expect(shown.contains("****"))
    }

    @Test func `a message about another thing does not show the secret either`() {
        let report = Linted.look(
            at: Linted.runbook(
                "mend: {check: 'PASSWORD=hunter2hunter curl -X DELETE \"a?password=tiger2tiger\"', next: call}"))
        let shown =
            DiagnosticRenderer().render(report.diagnostics) + DiagnosticJSONRenderer().render(report.diagnostics)
        #expect(report.findings.contains { $0.rule.code == "R003" })
        #expect(!shown.contains("hunter2") && !shown.contains("tiger2"), "\(shown)")
    }

    @Test(
        arguments: [
            "PASSWORD=xxxxxxxx", "password=${PASSWORD}", "https://user:$PASSWORD@host/", "https://host:8443/a@b",
            "token=<your token>", "--password-file=/run/secret",
        ])
    func `what only stands where a secret would is left alone`(text: String) {
        #expect(Linted.findings(ofCheck: "echo '\(text)'").filter { $0.hasPrefix("R008") } == [])
    }
}
