import Linting
import Testing

@Suite struct FixTests {
    @Test func `a fix changes its words alone, and keeps comments, quotes and layout`() {
        let text = Linted.runbook(
            """
            # a note
            mend:   # another
              check: |   # and a third
                docker stats --format '{{json .}}'   # of all
                docker compose logs -f web
                tail -fn5 /var/log/syslog

                docker exec -it web true
              next: "list"
            list:
              check: [docker, stats, '--format', x]   # kept
              next: call
            """)
        let (fixed, codes) = Linted.fixed(text)
        let expected = Linted.runbook(
            """
            # a note
            mend:   # another
              check: |   # and a third
                docker stats --no-stream --format '{{json .}}'   # of all
                docker compose logs web
                tail -n5 /var/log/syslog

                docker exec -i web true
              next: "list"
            list:
              check: [docker, stats, --no-stream, '--format', x]   # kept
              next: call
            """)
        #expect(fixed == expected)
        #expect(codes.sorted() == ["R004", "R004", "R004", "R004", "R013"])
        #expect(Linted.fixed(fixed).codes.isEmpty)
        #expect(Linted.look(at: fixed).findings.isEmpty)
    }

    @Test func `what is suppressed, or shared by an alias, is not fixed`() {
        let text = Linted.runbook(
            """
            mend: {check: &stats docker stats, next: other}  # rung: ignore R004 ended from outside
            other: {check: *stats, next: call}
            """)
        #expect(Linted.fixed(text).text == text)
    }

    @Test func `a useless suppression goes, with its line where it stands alone`() {
        let text = Linted.runbook(
            """
            # rung: ignore R004 it ends
            mend: {check: uptime, next: call}   # rung: ignore R003 it only looks
            """)
        let (fixed, codes) = Linted.fixed(text)
        #expect(fixed == Linted.runbook("mend: {check: uptime, next: call}"))
        #expect(codes == ["R012", "R012"])
    }

    @Test func `a text without findings stays as it is, byte for byte`() {
        let text =
            "\u{FEFF}"
            + Linted.runbook("mend: {check: uptime, next: call}").split(separator: "\n").joined(separator: "\r\n")
        #expect(Array(Linted.fixed(text).text.utf8) == Array(text.utf8))
    }
}
