import Glibc
import StepExecution
import Testing

@Suite struct CommandEndingTests {
    @Test func `a command whose time is over is ended, and its output until then is kept`() async {
        let result = await CommandFixture().run("echo before; sleep 30; echo after", timeout: .milliseconds(300))
        #expect(result.exit == 124)
        #expect(result.timedOut && !result.interrupted)
        #expect(result.stdout.text == "before\n")
        #expect(result.elapsed < .seconds(15))
        #expect(result.survivors == nil)
    }

    @Test func `a command may tidy up at TERM`() async {
        let script = "trap 'echo tidy; exit 0' TERM; echo ready; while :; do sleep 0.05; done"
        let result = await CommandFixture(grace: .seconds(10)).run(script, timeout: .milliseconds(300))
        #expect(result.exit == 124)
        #expect(result.stdout.text == "ready\ntidy\n")
        #expect(result.elapsed < .seconds(15))
    }

    @Test func `what does not heed TERM is killed after the grace`() async {
        let fixture = CommandFixture()
        let script = "trap '' TERM; (trap '' TERM; while :; do sleep 0.05; done) & echo $! > child; wait; sleep 60"
        let result = await fixture.run(script, timeout: .milliseconds(400))
        #expect(result.exit == 124)
        #expect(result.elapsed >= .milliseconds(700))
        #expect(result.elapsed < .seconds(15))
        #expect(!isRunning(await fixture.number(in: "child")))
    }

    @Test func `a stopped command is ended too`() async {
        let result = await CommandFixture(grace: .seconds(10)).run("kill -STOP $$", timeout: .milliseconds(300))
        #expect(result.exit == 124)
        #expect(result.elapsed < .seconds(15))
    }

    @Test func `descendants that left the session by setsid are ended`() async {
        let fixture = CommandFixture()
        let script = """
            setsid sh -c 'echo $$ > away; sleep 60' &
            (setsid sh -c 'echo $$ > orphan; sleep 60' &)
            setsid env -i sh -c 'echo $$ > bare; sleep 60' &
            sleep 60
            """
        let task = Task { [runner = fixture.runner, request = fixture.request(.script(script))] in
            await runner.run(request)
        }
        let pids = await [fixture.number(in: "away"), fixture.number(in: "orphan"), fixture.number(in: "bare")]
        #expect(pids.allSatisfy { isRunning($0) })
        task.cancel()
        let result = await task.value
        #expect(result.interrupted && !result.timedOut)
        #expect(result.exit == 143)
        for pid in pids { #expect(!isRunning(pid)) }
    }

    @Test func `a service that an earlier command left running is not touched`() async {
        let fixture = CommandFixture()
        let first = await fixture.run("setsid sleep 60 > /dev/null 2>&1 & echo $! > service; sleep 60 & echo $! > job")
        #expect(first.exit == 0)
        let second = await fixture.run("sleep 60", timeout: .milliseconds(200))
        #expect(second.timedOut)
        let pids = await [fixture.number(in: "service"), fixture.number(in: "job")]
        for pid in pids {
            #expect(isRunning(pid))
            kill(pid, SIGKILL)
        }
    }

    @Test func `cancelling ends a command at once, and the result says so`() async {
        let fixture = CommandFixture()
        let clock = ContinuousClock()
        let task = Task { [runner = fixture.runner, request = fixture.request(.script("echo $$ > pid; sleep 60"))] in
            await runner.run(request)
        }
        let pid = await fixture.number(in: "pid")
        var result = CommandResult(exit: 0)
        let elapsed = await clock.measure {
            task.cancel()
            result = await task.value
        }
        #expect(result.interrupted)
        #expect(elapsed < .seconds(15))
        #expect(!isRunning(pid))
    }

    @Test func `a small fork bomb is ended wholly`() async {
        let fixture = CommandFixture()
        // Twenty chains in which each process makes the next, in a session of its own, and goes; a file would stop them.
        fixture.write("bomb", "#!/bin/sh\n[ -e stop ] && exit\nsleep 0.1\nsetsid ./bomb &\n", mode: 0o755)
        let request = fixture.request(
            .script("for i in 1 2; do for j in 0 1 2 3 4 5 6 7 8 9; do ./bomb & done; done; sleep 60"),
            timeout: .milliseconds(1500))
        var marked = request
        marked.environment["RUNG_RUN_ID"] = "bomb-\(getpid())"
        let result = await fixture.runner.run(marked)
        let left = ProcessTable.processes(ofRun: "bomb-\(getpid())")
        fixture.write("stop", "")
        #expect(result.timedOut)
        #expect(result.survivors == nil)
        #expect(left.isEmpty)
    }

    @Test func `orphans that come to us are buried, and no command loses its exit to that`() async {
        await #expect(processExitsWith: .success) {
            ProcessTable.becomeSubreaper()
            let runner = CommandRunner(reapsOrphans: true)
            let environment = ["PATH": "/usr/bin:/bin"]
            for round in 0..<40 {
                let script = "(sh -c 'exit 7' &) ; (sleep 0.0\(round % 10) &) ; exit \(round % 5)"
                let result = await runner.run(CommandRequest(.script(script), environment: environment))
                precondition(result.exit == round % 5, "\(result)")
            }
            // Not one child may be left in the end, neither running nor waiting to be reaped.
            for _ in 0..<60 {
                _ = await runner.run(CommandRequest(.script("sleep 0.25"), environment: environment))
                var info = siginfo_t()
                if waitid(P_ALL, 0, &info, Int32(WEXITED | WNOHANG | WNOWAIT)) == -1, errno == ECHILD { return }
            }
            preconditionFailure("children are left")
        }
    }
}
