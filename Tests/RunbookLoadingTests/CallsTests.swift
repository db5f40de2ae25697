import Diagnostics
import RunbookLoading
import RunbookModel
import Testing

@Suite struct CallsTests {
    private static let called = """
        version: 1
        id: called
        params: {path: {type: string}, limit: {type: int, default: 3, max: 9}}
        start: help
        fallback: help
        steps:
          help: {escalate: {to: oncall}}

        """

    private static func caller(_ with: String, file: String = "sub/b.yaml") -> String {
        Loading.runbook("look:\n  call: \(file)\n\(with)  next: done", top: "params: {n: {type: int, default: 1}}")
    }

    @Test func `rule 27: a called file is loaded, relative to its caller`() throws {
        let second = Self.called.replacing(
            "help: {escalate: {to: oncall}}", with: "help: {call: ../c.yaml, next: end_it}\n  end_it: {end: unresolved}"
        )
        let result = Loading.load(
            "x/a.yaml",
            [
                "x/a.yaml": Self.caller("  with: {path: /}\n"), "x/sub/b.yaml": second,
                "x/c.yaml": Self.called.replacing("{type: string}", with: "{type: string, default: a}"),
            ])
        #expect(Loading.messages(result) == [])
        let set = try #require(result.set)
        #expect(Set(set.members.keys) == ["x/a.yaml", "x/sub/b.yaml", "x/c.yaml"])
        guard case .call(let call) = try #require(set.main.step("look")).kind else { return }
        #expect(call.runbook.path == "x/sub/b.yaml" && call.file == "sub/b.yaml")
        #expect(call.arguments.map(\.name) == ["path"])
    }

    @Test(arguments: [
        ("", "8:11 error `called` needs the param `path`"),
        ("  with: {path: /, limt: 3}\n", "9:21 error `called` has no param `limt`"),
        ("  with: {path: /, limit: many}\n", "9:28 error the value of `limit` is not an int: \"many\""),
        ("  with: {path: /, limit: 10}\n", "9:28 error the value of `limit` is greater than 9: 10"),
        ("  with: {path: /, limit: \"${now}\"}\n", "9:28 error `limit` is an int, and this is a time"),
    ])
    func `rule 27: what a called runbook is given is checked`(with: String, message: String) {
        let result = Loading.load("a.yaml", ["a.yaml": Self.caller(with), "sub/b.yaml": Self.called])
        #expect(Loading.messages(result) == [message])
        #expect(result.set == nil)
    }

    @Test func `rule 27: the value of an expression may fit`() {
        let result = Loading.load(
            "a.yaml",
            ["a.yaml": Self.caller("  with: {path: \"${now}\", limit: \"${params.n}\"}\n"), "sub/b.yaml": Self.called])
        #expect(Loading.messages(result) == [])
    }

    @Test func `rule 27: files that call one another in a circle are refused`() {
        let one = Self.caller("", file: "b.yaml")
        let two = Self.caller("", file: "c.yaml")
        let three = Self.caller("", file: "./b.yaml")
        let result = Loading.load("a.yaml", ["a.yaml": one, "b.yaml": two, "c.yaml": three])
        #expect(
            Loading.messages(result) == [
                "c.yaml:8:11 error runbooks that call one another in a circle: b.yaml → c.yaml → b.yaml"
            ])
        let own = Loading.load(Self.caller("", file: "a.yaml"))
        #expect(
            Loading.messages(own) == ["8:11 error runbooks that call one another in a circle: a.yaml → a.yaml"])
    }

    @Test func `rule 28: a set loads again from its own texts`() throws {
        let first = Loading.load(
            "a.yaml", ["a.yaml": Self.caller("  with: {path: /}\n"), "sub/b.yaml": Self.called])
        let set = try #require(first.set)
        let texts = Dictionary(uniqueKeysWithValues: set.members.map { ($0.key, $0.value.source.bytes) })
        let second = RunbookLoader(texts: texts).load(path: set.root.path)
        #expect(second.set?.members.count == 2)
        #expect(second.set?.main.steps.count == 3)
    }

    @Test func `the errors of all files are said`() {
        let result = Loading.load(
            "a.yaml",
            ["a.yaml": Self.caller("  with: {path: /}\n  elze: help\n"), "sub/b.yaml": Self.called + "more: 1\n"])
        #expect(
            Loading.messages(result) == [
                "10:5 error a step has no key `elze`", "sub/b.yaml:8:1 error a runbook has no key `more`",
            ])
    }
}
