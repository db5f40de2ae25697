import Glibc
import StepExecution
import Synchronization
import Testing

@Suite struct ProcessTableTests {
    @Test func `a process is the same only with the same start and boot`() throws {
        let own = try #require(ProcessTable.ownIdentity)
        #expect(own.pid == getpid())
        #expect(ProcessTable.isRunning(own))
        #expect(!ProcessTable.isRunning(ProcessIdentity(pid: own.pid, startTime: own.startTime + 1)))
        let otherBoot = "00000000-0000-0000-0000-000000000000"
        #expect(!ProcessTable.isRunning(ProcessIdentity(pid: own.pid, startTime: own.startTime, bootID: otherBoot)))
        #expect(ProcessTable.isRunning(ProcessIdentity(pid: own.pid, startTime: own.startTime)))
    }

    @Test func `a process that has ended does not run`() async throws {
        let fixture = CommandFixture()
        let seen = Mutex<ProcessIdentity?>(nil)
        var request = fixture.request(.script("true"))
        request.onStart = { process in seen.withLock { $0 = process } }
        _ = await fixture.runner.run(request)
        let process = try #require(seen.withLock { $0 })
        #expect(process.startTime > 0)
        #expect(!ProcessTable.isRunning(process))
        #expect(await ProcessTable.waitForEnd(of: process, timeout: nil))
    }

    @Test func `the end of a process is waited for, at most for a time`() async throws {
        let fixture = CommandFixture()
        let task = Task {
            [runner = fixture.runner, request = fixture.request(.script("echo $$ > pid; exec sleep 4"))] in
            await runner.run(request)
        }
        let process = try #require(ProcessTable.identity(of: await fixture.number(in: "pid")))
        #expect(!(await ProcessTable.waitForEnd(of: process, timeout: .milliseconds(100))))
        #expect(await ProcessTable.waitForEnd(of: process, timeout: .seconds(20)))
        #expect(await task.value.exit == 0)
    }

    @Test func `what a run has left is found by its mark and ended`() async throws {
        let fixture = CommandFixture()
        let run = "test-\(getpid())-\(UInt32.random(in: 0...(.max)))"
        for step in ["one", "two"] {
            var request = fixture.request(
                .script(
                    "setsid sh -c 'trap \"\" TERM; echo $$ > \(step); while :; do sleep 0.1; done' >/dev/null 2>&1 &"))
            request.environment["RUNG_RUN_ID"] = run
            request.environment["RUNG_STEP"] = step
            #expect(await fixture.runner.run(request).exit == 0)
        }
        let (one, two) = await (fixture.number(in: "one"), fixture.number(in: "two"))
        #expect(ProcessTable.processes(ofRun: run).map(\.pid).contains(one))
        #expect(ProcessTable.processes(ofRun: run + "x").isEmpty)
        #expect(!ProcessTable.processes(ofRun: run, step: "two").map(\.pid).contains(one))
        #expect(await ProcessTable.end(run: run, step: "one", grace: .milliseconds(200)) == nil)
        #expect(!isRunning(one))
        #expect(isRunning(two))
        #expect(await ProcessTable.end(run: run, grace: .milliseconds(200)) == nil)
        #expect(!isRunning(two))
    }

    @Test func `descendants are found over several steps`() async {
        let fixture = CommandFixture()
        let task = Task {
            [
                runner = fixture.runner,
                request = fixture.request(.script("sh -c 'sh -c \"echo \\$\\$ > deep; sleep 5\"; :'; :"))
            ] in
            await runner.run(request)
        }
        let deep = await fixture.number(in: "deep")
        #expect(ProcessTable.descendants(of: getpid()).map(\.pid).contains(deep))
        task.cancel()
        #expect(await task.value.interrupted)
        #expect(!isRunning(deep))
    }
}
