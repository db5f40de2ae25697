import CEL
import RunbookModel
import Testing

@testable import RunbookLoading

@Suite struct ModelTests {
    @Test func `every kind of step reaches the model`() throws {
        let result = Loading.load(
            Loading.runbook(
                """
                look:
                  name: {en: Look, ru: Смотри}
                  all: [command, request, connection, file]
                  visits: 9
                  findings:
                    - {when: steps.command.exit == 2, cause: broken}
                  next:
                    - {when: causes.broken && steps.request.ok, goto: done}
                    - {when: causes.broken, goto: mend}
                  else: question
                command:
                  check: [df, "${params.path}"]
                  timeout: 5s
                  exits: [0, 2]
                  max_output: 64KiB
                  optional: true
                  retry: {times: 3, every: 2s, backoff: 2}
                  parse: table
                  expect: out.size() > 0
                request:
                  check: {http: "http://x/${params.path}", method: POST, headers: {A: "b ${secrets.token}"}, body: x, insecure: true}
                  parse: json
                  expect: http.status == 200
                connection:
                  check: {tcp: "localhost:5432"}
                file:
                  check: {file: /etc/passwd}
                mend:
                  fix: |
                    echo "${HOME}"
                  effect: destroy
                  idempotent: true
                  preview: echo what
                  env: {A: "1"}
                  host: db1
                  workdir: /tmp
                  sensitive: true
                  retry: {times: 2}
                  verify: {check: {tcp: "a:1"}, every: 1s, within: 5s, passes: 2}
                  next: change
                  else: help
                change:
                  edit: {file: /etc/x, set: {a: {b: [1, true, x, 1.5, null]}, "${params.path}": "${params.path}"}, create: true, sudo: true}
                  validate: x -t
                  apply: [x, reload]
                  verify: command
                  next: question
                question:
                  ask: Which ${params.path}?
                  answer: {type: string, choices: [now, later], default: now}
                  timeout: 15m
                  unattended: {answer: later}
                  next:
                    - {when: answer == "now", goto: hands}
                  else: pause
                hands:
                  manual: Do it
                  items: [a, {en: b}]
                  unattended: {goto: help}
                  next: pause
                pause:
                  wait: 1m30s
                  next: choose
                choose:
                  decide:
                    - {when: visits.look > 1, goto: help}
                  else: over
                over:
                  end: unresolved
                """,
                top: """
                    name: A
                    params: {path: {type: string, default: /}, limit: {type: int, default: 3, min: 1}}
                    secrets: {token: {file: /t, optional: true}}
                    causes: {broken: {name: Broken, advice: [x, y]}}
                    defaults: {timeout: 7s, fix_timeout: 8m, workdir: /, env: {B: "${secrets.token}"}, host: h}
                    target: "${params.path}"
                    limits: {visits: 5, time: 1h}
                    """))
        #expect(Loading.messages(result) == [])
        let runbook = try #require(result.set?.main)
        #expect(runbook.steps.count == 14)
        #expect(runbook.limits.visits == 5 && runbook.limits.time == .seconds(3600))
        #expect(runbook.defaults.timeout == .seconds(7) && runbook.defaults.fixTimeout == .seconds(480))
        #expect(runbook.defaults.env.first?.value.secretNames == ["token"])
        #expect(runbook.target?.soleExpression?.text == "params.path")
        #expect(runbook.causes.first?.advice.count == 2)
        #expect(runbook.params.map(\.name) == ["path", "limit"])
        #expect(runbook.secrets.first?.origin == .file("/t"))
        let kinds = runbook.steps.map(\.kind.name)
        #expect(kinds.prefix(7) == ["all", "check", "check", "check", "check", "fix", "edit"])
        #expect(kinds.dropFirst(7) == ["ask", "manual", "wait", "decide", "end", "escalate", "end"])
        let look = try #require(runbook.step("look"))
        #expect(look.visits == 9 && look.way.otherwise == "question")
        #expect(look.name?.version(for: "ru").literalText == "Смотри")
    }

    @Test func `rule 1: a set keeps the types that YAML gave`() throws {
        let result = Loading.load(
            Loading.runbook(
                """
                look:
                  edit: {file: /etc/x, set: {a: 1, b: "1", c: true, d: [x, 2.5], e: null, f: "${params.n}", g: "n=${params.n}"}}
                  verify: {check: df}
                  next: done
                """, top: "params: {n: {type: int, default: 3}}"))
        #expect(Loading.messages(result) == [])
        guard case .edit(let edit) = try #require(result.set?.main.step("look")).kind,
            case .set(.map(let pairs)) = edit.change
        else {
            Issue.record("no set")
            return
        }
        let shown = pairs.map { "\($0.key.sourceText)=\($0.value.shown)" }
        #expect(
            shown == [
                "a=int 1", "b=string 1", "c=bool true", "d=[string x, double 2.5]", "e=null null",
                "f=alone ${params.n}",
                "g=text n=${params.n}",
            ])
    }

    @Test func `rule 1: conditions and scripts are the text of their scalars`() throws {
        let result = Loading.load(
            Loading.runbook(
                """
                look:
                  check: true
                  expect: true
                  next: {}
                """.replacingLast("{}", "[{when: ok, goto: done}]")))
        #expect(Loading.messages(result) == [])
        guard case .check(let check) = try #require(result.set?.main.step("look")).kind,
            case .script("true") = check.action
        else {
            Issue.record("no script")
            return
        }
        #expect(check.expect?.text == "true")
    }

    @Test func `a step is small where nothing rare is in it`() {
        #expect(MemoryLayout<Step>.size <= 160)
    }

    @Test func `an anchor and its alias are one text`() throws {
        let result = Loading.load(
            Loading.runbook(
                """
                look:
                  check: &used df
                  next: again
                again:
                  check: *used
                  next: done
                  else: help
                """))
        #expect(Loading.messages(result) == [])
    }
}

extension EditTree {
    /// The tree in words.
    fileprivate var shown: String {
        switch self {
        case .map(let pairs):
            "{" + pairs.map { "\($0.key.sourceText): \($0.value.shown)" }.joined(separator: ", ") + "}"
        case .list(let items): "[" + items.map(\.shown).joined(separator: ", ") + "]"
        case .scalar(let value): "\(value.typeName) \(value.celString() ?? "null")"
        case .template(let template):
            template.soleExpression == nil ? "text \(template.sourceText)" : "alone \(template.sourceText)"
        }
    }
}

extension String {
    /// The text with the last occurrence of a part replaced.
    fileprivate func replacingLast(_ part: String, _ other: String) -> String {
        guard hasSuffix(part) else { return self }
        return dropLast(part.count) + other
    }
}
