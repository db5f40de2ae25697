import Glibc
import StepExecution
import Testing

@Suite struct CommandIsolationTests {
    @Test func `a command has a session of its own and no terminal`() async {
        let fixture = CommandFixture()
        let result = await fixture.run("cut -d' ' -f1,6,7 /proc/$$/stat; echo $$")
        let fields = result.stdout.text.split { $0 == " " || $0 == "\n" }
        #expect(fields.count == 4)
        #expect(fields[0] == fields[1] && fields[0] == fields[3])
        #expect(fields[2] == "0")
        // What a password prompt does: it must fail at once, and not wait.
        let prompt = await fixture.run("exec 3<>/dev/tty", timeout: .seconds(5))
        #expect(!prompt.timedOut)
        #expect(prompt.exit == 2)
    }

    @Test func `stdin is empty`() async {
        let result = await CommandFixture().run("cat; readlink /proc/self/fd/0")
        #expect(result.stdout.text == "/dev/null\n")
    }

    @Test func `no signal is blocked or ignored`() async {
        signal(SIGPIPE, SIG_IGN)
        let lines = await CommandFixture().run(["cat", "/proc/self/status"]).stdout.text.split(separator: "\n")
        for name in ["SigBlk", "SigIgn", "SigCgt"] {
            #expect(lines.contains("\(name):\t0000000000000000"), "\(name)")
        }
    }

    @Test func `no descriptor of ours reaches a command`() async {
        let leaked = open("/dev/null", O_RDONLY)
        defer { close(leaked) }
        let result = await CommandFixture().run(["ls", "/proc/self/fd"])
        #expect(result.stdout.text == "0\n1\n2\n3\n")
    }

    @Test func `a command has the limit of descriptors that we were started with`() async {
        await #expect(processExitsWith: .success) {
            var limit = rlimit(rlim_cur: 256, rlim_max: 4096)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let runner = CommandRunner()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            precondition(limit.rlim_cur == 4096)
            let result = await runner.run(
                CommandRequest(.script("ulimit -Sn; ulimit -Hn"), environment: [:]))
            precondition(result.stdout.text == "256\n4096\n", "\(result)")
        }
    }

    @Test func `a command that ends by itself leaves its service running, and its pipes hold nothing up`() async {
        let fixture = CommandFixture()
        let script = """
            (i=0; while [ $i -lt 2000 ]; do echo tick; sleep 0.05; i=$((i + 1)); done) &
            echo $! > service
            echo started
            """
        let result = await fixture.run(script)
        #expect(result.exit == 0)
        #expect(result.elapsed < .seconds(2))
        #expect(result.stdout.text.hasPrefix("started\n") || result.stdout.text.hasPrefix("tick\n"))
        let service = await fixture.number(in: "service")
        // It goes on printing, and nobody's closing of the pipe ends it.
        try? await Task.sleep(for: .milliseconds(300))
        #expect(isRunning(service))
        kill(service, SIGKILL)
    }

    @Test func `fifty commands run side by side`() async {
        let fixture = CommandFixture()
        let clock = ContinuousClock()
        let (runner, request) = (fixture.runner, fixture.request(.script("sleep 1; echo done")))
        let elapsed = await clock.measure {
            await withTaskGroup(of: CommandResult.self) { group in
                for _ in 0..<50 { group.addTask { await runner.run(request) } }
                for await result in group { #expect(result.stdout.text == "done\n") }
            }
        }
        #expect(elapsed < .seconds(20))
    }

    @Test func `a walk can live on the runner's own thread`() async {
        let fixture = CommandFixture()
        let (runner, request) = (fixture.runner, fixture.request(.script("echo here")))
        let texts = await withTaskExecutorPreference(runner.executor) {
            await withTaskGroup(of: String.self) { group in
                for _ in 0..<20 { group.addTask { await runner.run(request).stdout.text } }
                var texts: [String] = []
                for await text in group { texts.append(text) }
                return texts
            }
        }
        #expect(texts == [String](repeating: "here\n", count: 20))
    }
}
