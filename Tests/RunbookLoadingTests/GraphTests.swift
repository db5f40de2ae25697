import RunbookLoading
import Testing

@Suite struct GraphTests {
    @Test func `rule 20: what was seen to be ok may lead to resolved`() {
        let result = Loading.load(
            Loading.runbook(
                """
                look:
                  check: df
                  next:
                    - {when: ok, goto: done}
                    - {when: exit == 2, goto: mend}
                  else: hands
                mend:
                  fix: sync
                  verify: look
                  next: done
                  else: hands
                hands:
                  manual: Do it
                  unattended: escalate
                  verify: {step: look, within: 5s}
                  next:
                    - {when: ok, goto: done}
                  else: other
                other:
                  call: b.yaml
                  next: group
                group:
                  all: [look]
                  next: done
                  else: help
                """), beside: ["b.yaml": "version: 1\nid: b\nstart: a\nfallback: a\nsteps: {a: {end: unresolved}}\n"])
        #expect(Loading.messages(result) == [])
    }

    @Test func `a loop with a way out by the fallback is none`() {
        let result = Loading.load(
            Loading.runbook(
                """
                look:
                  check: df
                  next: mend
                mend:
                  fix: sync
                  verify: look
                  next: look
                """))
        #expect(Loading.messages(result) == ["16:3 warning no way leads to `done`"])
    }

    @Test func `a step that leads to itself is a loop`() {
        let result = Loading.load(Loading.runbook("look:\n  check: df\n  next: look"))
        #expect(
            Loading.messages(result).first
                == "7:3 warning `look` leads only to itself: only the limit of visits ends this loop")
    }

    @Test func `members and verifying steps are reached, and need no next`() {
        let result = Loading.load(
            Loading.runbook(
                """
                look:
                  all: [a, b]
                  next: mend
                  else: done_not
                a: {check: df}
                b: {check: df, next: lonely}
                mend: {fix: sync, verify: group, next: done}
                group: {all: [c]}
                c: {check: df}
                lonely: {check: df}
                done_not: {end: unresolved}
                """))
        #expect(Loading.messages(result) == ["16:3 warning no way leads to `lonely`"])
    }

    @Test func `rule 16: a group reads its members, and members read others`() {
        let result = Loading.load(
            Loading.runbook(
                """
                look: {check: df, next: group}
                group:
                  all: [a]
                  findings:
                    - {when: "!steps.a.ok", cause: x}
                  next: done
                  else: help
                a:
                  check: df
                  expect: steps.look.ok
                """, top: "causes: {x: {}}"))
        #expect(Loading.messages(result) == [])
    }

    @Test func `a long chain and a long loop need no deep stack`() {
        let count = 20_000
        var text = "version: 1\nid: a\nstart: s0\nfallback: help\nsteps:\n  help: {escalate: {to: oncall}}\n"
        for step in 0..<count {
            text += "  s\(step): {check: df, next: s\((step + 1) % count)}\n"
        }
        let result = Loading.load(text)
        #expect(
            Loading.messages(result) == [
                "7:3 warning `s0` and 19999 other steps lead only to one another: only the limit of visits ends this loop"
            ])
    }
}

extension Loading {
    /// Loads one text beside others.
    fileprivate static func load(_ text: String, beside others: [String: String]) -> LoadResult {
        load("a.yaml", others.merging(["a.yaml": text]) { first, _ in first })
    }
}
