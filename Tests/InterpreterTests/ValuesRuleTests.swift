import CEL
import Interpreter
import RunbookModel
import Testing

@Suite struct ValuesRuleTests {
    @Test func `rule 1: a question is asked in all its languages`() throws {
        let walk = try ScriptedWalk.of(
            "a: {ask: {en: Really?, ru: Точно?}, unattended: skip, next: stop}", mode: .guided)
        let texts = walk.requests.first?.texts.body ?? []
        #expect(texts.map(\.text) == ["Really?", "Точно?"])
        #expect(ShownText.version(of: texts, for: "ru_RU.UTF-8") == "Точно?")
        #expect(ShownText.version(of: texts, for: "de") == "Really?")
    }

    @Test func `rule 2: values reach argv, addresses, files, folders and the environment as text`() throws {
        let walk = try ScriptedWalk.of(
            """
            a:
              check: ["echo", "${params.count}", "x${params.ratio}y", "${params.on}", "$${params.count}"]
              env: {WAIT: "${params.pause}", BOTH: "${params.name}-${params.count}"}
              workdir: "/srv/${params.name}"
              next: b
            b: {check: {http: "http://localhost:${params.count}/${params.name}", headers: {X-Name: "${params.name}"}}, next: c}
            c: {check: {tcp: "${params.name}:80"}, next: d}
            d: {check: {file: "/etc/${params.name}"}, next: stop}
            """,
            top: """
                params:
                  count: {type: int, default: 90}
                  ratio: {type: number, default: 1.5}
                  on: {type: bool, default: true}
                  pause: {type: duration, default: 90s}
                  name: {type: string, default: web}
                """)
        #expect(walk.orders(of: "a").first?.action == .argv(["echo", "90", "x1.5y", "true", "${params.count}"]))
        #expect(walk.orders(of: "a").first?.workdir == "/srv/web")
        let environment = walk.orders(of: "a").first?.environment.map { "\($0.name)=\($0.value.shown)" }
        #expect(
            environment == [
                "count=90", "ratio=1.5", "on=true", "pause=90s", "name=web", "WAIT=90s", "BOTH=web-90",
            ])
        guard case .http(let request)? = walk.orders(of: "b").first?.action else {
            Issue.record("no request")
            return
        }
        #expect(request.url == "http://localhost:90/web")
        #expect(request.headers == [ResolvedEntry(name: "X-Name", value: ResolvedText("web"))])
        #expect(walk.orders(of: "c").first?.action == .tcp("web:80"))
        #expect(walk.orders(of: "d").first?.action == .file("/etc/web"))
    }

    @Test(arguments: ["[1, 2]", "{\"a\": 1}", "null"])
    func `rule 2: a list, a map and null are no text, and what needs them as text is not run`(json: String) throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: cat, parse: json, next: b}
            b: {check: ["echo", "${steps.a.out}"], next: stop}
            """, results: ["a": [.out(json)]])
        #expect(walk.orders(of: "b").isEmpty)
        #expect(walk.verdict("b") == .none)
        #expect(walk.result(of: "b")?.reason.words.contains("which is no text") == true)
    }

    @Test func `rule 3: a script is its own text, whatever stands in it`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: 'echo "${HOME}" $name ${name:-x}', next: stop}
            """, top: "params: {name: {type: string, default: \"$(reboot)\"}}")
        #expect(walk.orders.first?.action == .script("echo \"${HOME}\" $name ${name:-x}"))
        #expect(walk.orders.first?.environment == [ResolvedEntry(name: "name", value: ResolvedText("$(reboot)"))])
    }

    @Test func `rule 5: a secret stands in orders and records by its name alone`() throws {
        var walk = try ScriptedWalk(
            steps: """
                a: {check: "true", env: {TOKEN: "Bearer ${secrets.token}"}, next: b}
                b: {check: {http: "http://x", headers: {A: "${secrets.token}"}, body: "k=${secrets.token}"}, next: stop}
                """, top: "secrets: {token: {env: TOKEN, optional: true}}")
        walk.run()
        let entry = try #require(walk.orders(of: "a").first?.environment.first)
        #expect(entry.value.segments == [.literal("Bearer "), .secret("token")])
        #expect(entry.value.text(secrets: ["token": "s3cret"]) == "Bearer s3cret")
        #expect(walk.isStored("Bearer ${secrets.token}"))
        guard case .http(let request)? = walk.orders(of: "b").first?.action else {
            Issue.record("no request")
            return
        }
        #expect(request.body?.segments == [.literal("k="), .secret("token")])
        #expect(request.headers.first?.value.segments == [.secret("token")])
    }

    @Test func `rule 5: where an optional secret is not set, the entry is left out`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: "true", env: {TOKEN: "x${secrets.token}"}, next: stop}
            """, top: "secrets: {token: {env: TOKEN, optional: true}}")
        let entry = try #require(walk.orders.first?.environment.first)
        #expect(entry.value.text(secrets: [:]) == nil)
    }

    @Test func `rule 6: a text shows a question mark for what is unknown`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {ask: "Is ${steps.b.out} of ${params.n} right?", unattended: escalate, next: b}
            b: {check: "true", next: c}
            c: {escalate: {to: oncall, message: "saw ${steps.b.out}, ${steps.d.out}"}}
            d: {check: "true", next: stop}
            """, top: "params: {n: {type: int, default: 3}}", mode: .guided,
            results: ["b": [.out("ten\n")]], replies: ["a": [.answered(.bool(true), by: "anna")]])
        #expect(walk.requests.first?.texts.body.first?.text == "Is ? of 3 right?")
        #expect(walk.isStored("saw ten, ?"))
    }

    @Test func `rule 6: a check with an unknown value is not run and gives no verdict`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: [echo, "${steps.b.out}"], retry: {times: 3}, next: b, else: stop}
            b: {check: "true", next: stop}
            """)
        #expect(walk.orders.isEmpty)
        #expect(walk.result(of: "a")?.ran == false)
        #expect(walk.verdict("a") == .none)
        #expect(walk.result(of: "a")?.reason.words.contains("${steps.b.out} is unknown") == true)
        #expect(walk.fallbacks == ["a: no verdict"])
    }

    @Test func `rule 6: any other step with an unknown value is not run and not ok`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {fix: [echo, "${steps.c.out}"], next: stop, else: b}
            b: {call: other.yaml, with: {x: "${steps.c.out}"}, next: stop, else: c}
            c: {check: "true", next: stop}
            """,
            called: ["other.yaml": Book.text("a: {check: \"true\", next: stop}", top: "params: {x: {type: string}}")])
        #expect(walk.way == ["a", "b", "c"])
        for step in ["a", "b"] {
            #expect(walk.result(of: step)?.ran == false)
            #expect(walk.verdict(step) == .notOK)
        }
    }

    @Test func `rule 8: later variables win, and those of one step stay with it`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: "true", env: {X: own, Z: "1"}, next: b}
            b: {check: "true", next: c}
            c: {check: {http: "http://localhost"}, next: stop}
            """, top: "params: {p: {type: string, default: v}}\ndefaults: {env: {X: common, Y: \"2\"}}")
        #expect(
            walk.orders(of: "a").first?.environment.map { "\($0.name)=\($0.value.shown)" } == [
                "p=v", "X=common", "Y=2", "X=own", "Z=1",
            ])
        #expect(
            walk.orders(of: "b").first?.environment.map { "\($0.name)=\($0.value.shown)" } == [
                "p=v", "X=common", "Y=2",
            ])
        #expect(walk.orders(of: "c").first?.environment == [])
    }

    @Test func `rule 8: RUNG_CHANGED is when the walk last changed something`() throws {
        let walk = try ScriptedWalk.of(
            """
            a: {check: "true", next: b}
            b: {fix: one, next: c}
            c: {check: "true", next: d}
            d: {fix: two, next: e}
            e: {check: "true", next: stop}
            """, results: ["b": [.exit(0, takes: .seconds(5))], "d": [.exit(0, takes: .seconds(7))]])
        #expect(walk.orders(of: "a").first?.changedAt == nil)
        #expect(walk.orders(of: "b").first?.changedAt == nil)
        #expect(walk.orders(of: "c").first?.changedAt == ScriptedWalk.begin + .milliseconds(5010))
        #expect(walk.orders(of: "e").first?.changedAt == ScriptedWalk.begin + .milliseconds(12_020))
    }

    @Test func `rule 8: a fix that could not be started changed nothing`() throws {
        var walk = try ScriptedWalk(
            steps: """
                a: {fix: [no-such-program], next: b, else: b}
                b: {check: "true", next: stop}
                """)
        walk.results = [
            "a": [.init(result: .command(CommandOutcome(exit: 127, startProblem: "no-such-program was not found")))]
        ]
        walk.run()
        #expect(walk.result(of: "a")?.ran == true)
        #expect(walk.verdict("a") == .notOK)
        #expect(walk.orders(of: "b").first?.changedAt == nil)
    }
}
