import Diagnostics
import Interpreter
import RunbookModel
import Scenarios
import Testing

@Suite("The walk of a scenario") struct ScenarioWalkTests {
    @Test("goes by the results, and changes nothing where nothing is ill")
    func well() throws {
        let shop = try Shop("well: {expect: {outcome: resolved, path: [diagnose, done], causes: [], changes: []}}")
        #expect(shop.failures == "")
    }

    @Test("sees what holds after a step that has changed something")
    func after() throws {
        let shop = try Shop(
            """
            healed:
              results: {cache: {exit: 1, stderr: refused}, restart_cache.verify: PONG}
              after: {restart_cache: {cache: PONG}}
              expect: {outcome: resolved, path: [diagnose, restart_cache, diagnose, done], changes: [restart_cache]}
            """)
        #expect(shop.failures == "")
    }

    @Test("does not see it where the step was kept from running")
    func afterRefusal() throws {
        let shop = try Shop(
            """
            refused:
              mode: guided
              results: {cache: {exit: 1, stderr: refused}, restart_cache.verify: PONG}
              after: {restart_cache: {cache: PONG}}
              answers: {restart_cache: false, choose: later}
              expect: {outcome: escalated, through: [restart_cache, choose, rest, page_someone], changes: []}
            """)
        #expect(shop.failures == "")
    }

    @Test("does not see it where the step did not do its work")
    func afterFailure() throws {
        let shop = try Shop(
            """
            failed:
              results: {cache: {exit: 1, stderr: refused}, restart_cache: {exit: 1}}
              after: {restart_cache: {cache: PONG}}
              answers: {choose: later}
              expect: {outcome: escalated, through: [restart_cache, choose], changes: [restart_cache]}
            """)
        #expect(shop.failures == "")
    }

    @Test("takes the results of a list one after another, and the last from then on")
    func lists() throws {
        let shop = try Shop(
            """
            flapping:
              results: {cache: [{exit: 1, stderr: refused}, PONG], restart_cache.verify: [x, x, PONG]}
              expect: {outcome: resolved, changes: [restart_cache]}
            """)
        #expect(shop.failures == "")
        // Two pauses of two seconds, and five looks of ten milliseconds.
        #expect(shop.verdicts[0].run.elapsed > .seconds(4) && shop.verdicts[0].run.elapsed < .seconds(5))
    }

    @Test("ends a result that comes too late as a run would")
    func late() throws {
        let shop = try Shop(
            """
            by_time:
              results: {page: {takes: 6s}}
              answers: {choose: later}
              expect: {outcome: escalated}
            by_word:
              results: {page: {times_out: true}}
              answers: {choose: later}
              expect: {outcome: escalated}
            """)
        #expect(shop.failures == "")
        for verdict in shop.verdicts {
            let results = verdict.run.records.compactMap { record -> StepRecord? in
                if case .stepEnded("page", let result) = record { result } else { nil }
            }
            #expect(results.first?.timedOut == true)
            #expect(results.first?.elapsed == .seconds(5))
        }
    }

    @Test("takes an edit's file back with what held after it, where it is put back")
    func putBack() throws {
        let shop = try Shop(
            """
            refused_by_its_check:
              results: {page: {status: 500}, config: "", mend_config.validate: {exit: 1}}
              after: {mend_config: {page: {status: 200}, config: cache=on}}
              answers: {choose: later}
              expect: {outcome: escalated, through: [mend_config, choose], changes: [mend_config]}
            helps:
              results: {page: {status: 500}, config: ""}
              after: {mend_config: {page: {status: 200}}}
              expect: {outcome: resolved, changes: [mend_config]}
            nothing_to_change:
              results: {page: {status: 500}, config: "", mend_config: {changes: false}}
              answers: {choose: later}
              expect: {outcome: escalated, through: [mend_config, choose], changes: []}
            """)
        #expect(shop.failures == "")
    }

    @Test("counts an edit's results by its plans alone, and goes on in other lists after it was put back")
    func edits() throws {
        let shop = try Shop(
            """
            twice:
              results:
                page: {status: 500}
                config: ["", "", cache=on]
                mend_config: [{changes: true}, {changes: false}]
              after: {mend_config: {config: other}}
              answers: {choose: later}
              expect: {outcome: escalated, changes: [mend_config]}
            """)
        #expect(shop.failures == "")
        // Looked at before the edit, which was put back: then the second of the list.
        let looks = shop.verdicts[0].run.records.compactMap { record -> Bool? in
            if case .stepEnded("config", let result) = record { result.ok ?? false } else { nil }
        }
        #expect(looks == [false, false])
    }

    @Test("ends a file or an edit that does not answer in time")
    func lateFiles() throws {
        let shop = try Shop(
            """
            file:
              results: {page: {status: 500}, config: {content: cache=on, times_out: true}}
              expect: {outcome: escalated, through: [diagnose, page_someone], never: [choose]}
            edit:
              results: {page: {status: 500}, config: "", mend_config: {times_out: true}}
              answers: {choose: later}
              expect: {outcome: escalated, through: [mend_config, choose], changes: []}
            """)
        #expect(shop.failures == "")
    }

    @Test("hides from conditions what is longer than a step keeps")
    func maxOutput() throws {
        let runbook = """
            version: 1
            id: x
            params: {site: {type: string}, limit: {type: int, default: 1}}
            start: page
            fallback: help
            steps:
              page: {check: echo, max_output: 4, expect: 'out.contains("y")', next: cache, else: help}
              cache: {check: echo, next: port}
              port: {check: {tcp: "localhost:1"}, next: config}
              config: {check: {file: /x}, next: help}
              help: {escalate: {to: oncall}}

            """
        let shop = try Shop(
            """
            short: {results: {page: xxxy, cache: x, port: {}, config: x}, expect: {outcome: escalated, through: [cache]}}
            long: {results: {page: xxxxxy}, expect: {outcome: escalated, path: [page, help]}}
            """, runbook: runbook, head: "")
        #expect(shop.failures == "")
    }

    @Test("comes to an end where the walk does not")
    func endless() throws {
        let runbook = """
            version: 1
            id: x
            params: {site: {type: string}}
            limits: {visits: 1000000, time: 1000h}
            start: a
            fallback: help
            steps:
              a: {check: "true", next: [{when: exit == 0, goto: b}], else: help}
              b: {wait: 1s, next: a}
              help: {escalate: {to: oncall}}

            """
        let shop = try Shop(
            "s: {results: {a: {exit: 0}}, expect: {outcome: escalated}}", runbook: runbook, head: "")
        #expect(shop.failures.contains("the walk does not come to an end"))
        #expect(shop.failures.count < 2000)
    }

    @Test("shows a file's time to conditions, counted from when the walk begins")
    func time() throws {
        let shop = try Shop(
            """
            fresh:
              begins: 2026-05-01T12:00:00Z
              results: {config: {content: cache=on, modified: "2026-05-01T11:30:00Z"}, page: {status: 500}}
              answers: {choose: later}
              expect: {outcome: escalated, never: [mend_config]}
            old:
              begins: 2026-05-01T13:00:00Z
              like: fresh
              results: {mend_config: {problem: read-only file system}}
              expect: {outcome: escalated, through: [mend_config], changes: []}
            """)
        #expect(shop.failures == "")
    }

    @Test("shows headers and exits to conditions")
    func headers() throws {
        let shop = try Shop(
            """
            stale:
              results: {page: {headers: {x-stale: "1"}}}
              answers: {choose: later}
              expect: {outcome: escalated}
            """)
        #expect(shop.failures == "")
    }

    @Test("walks what is called, whose steps have their paths")
    func call() throws {
        let shop = try Shop(
            """
            database:
              results: {port: {connected: false}, inner/ready: {exit: 2}}
              after: {inner/start: {port: {connected: true}, inner/ready: {exit: 0}}}
              expect:
                outcome: resolved
                through: [inner, inner/ready, inner/start, inner/up, diagnose, done]
                changes: [inner/start]
            """)
        #expect(shop.failures == "")
        var coverage = BranchCoverage(of: shop.file.runbooks)
        coverage.add(shop.verdicts[0].run)
        #expect(coverage.taken.contains { $0.runbook.path == "database.yaml" && $0.step == "start" })
    }

    @Test("asks people only for what the scenario answers: unattended, nobody is there")
    func nobody() throws {
        let shop = try Shop(
            """
            night:
              results: {page: {status: 500}, config: cache=on}
              expect: {outcome: escalated, through: [choose, page_someone], never: [rest, wipe]}
            """)
        #expect(shop.failures == "")
    }

    @Test("destroys only where a person has said so, guided and unattended")
    func destroy() throws {
        let shop = try Shop(
            """
            night:
              results: {page: {status: 500}, config: cache=on}
              answers: {choose: now}
              expect: {outcome: escalated, through: [wipe, page_someone], changes: []}
            allowed:
              like: night
              answers: {wipe: true}
              after: {wipe: {page: {status: 200}}}
              expect: {outcome: resolved, through: [wipe, diagnose, done], changes: [wipe]}
            by_day:
              mode: guided
              like: allowed
              answers: {wipe: false}
              expect: {outcome: escalated, through: [wipe, page_someone], changes: []}
            """)
        #expect(shop.failures == "")
    }

    @Test("begins where it is told to")
    func from() throws {
        let shop = try Shop("rest: {from: rest, expect: {outcome: escalated, path: [rest, page_someone]}}")
        #expect(shop.failures == "")
        #expect(shop.verdicts[0].run.elapsed == .seconds(600))
    }

    @Test("records the very same each time")
    func same() throws {
        let text = """
            flapping:
              results: {cache: [{exit: 1, stderr: refused}, PONG], restart_cache.verify: [x, x, PONG]}
              expect: {outcome: resolved}
            """
        let one = try Shop(text).verdicts[0].run
        let other = try Shop(text).verdicts[0].run
        #expect(one.records.map { RunEvent.record($0).payload } == other.records.map { RunEvent.record($0).payload })
    }
}
