import Glibc
import StepExecution
import Testing

@Suite struct CommandExitTests {
    @Test(arguments: [
        ("true", 0), ("exit 3", 3), ("exit 255", 255), ("kill -9 $$", 137), ("kill -TERM $$", 143),
        ("kill -SEGV $$", 139), ("kill -PIPE $$", 141),
    ])
    func `an exit is told as a shell tells it`(script: String, exit: Int) async {
        let result = await CommandFixture().run(script)
        #expect(result.exit == exit)
        #expect(result.startProblem == nil)
        #expect(!result.timedOut && !result.interrupted)
    }

    @Test func `a script ends at its first failure and at an unset variable`() async {
        let fixture = CommandFixture()
        let failed = await fixture.run("echo one; false; echo two")
        #expect(failed.exit == 1)
        #expect(failed.stdout.text == "one\n")
        let unset = await fixture.run("echo \"$nothing_like_it\"; echo two")
        #expect(unset.exit == 2)
        #expect(unset.stderr.text.contains("nothing_like_it"))
    }

    @Test func `a list is passed as it is, without a shell`() async {
        let result = await CommandFixture().run(["printf", "%s|", "a b", "$HOME", "*", "", "`id`", "'"])
        #expect(result.exit == 0)
        #expect(result.stdout.text == "a b|$HOME|*||`id`|'|")
    }

    @Test func `a command that does not exist is 127, with words`() async {
        let fixture = CommandFixture()
        let result = await fixture.run(["no-such-thing", "x"])
        #expect(result.exit == 127)
        #expect(result.startProblem == "no such command: no-such-thing")
        let path = await fixture.run(["./absent"])
        #expect(path.exit == 127)
        #expect(path.startProblem == "no such command: ./absent")
        let empty = await fixture.run([])
        #expect(empty.exit == 127)
        let inScript = await fixture.run("no-such-thing")
        #expect(inScript.exit == 127)
        #expect(inScript.startProblem == nil)
    }

    @Test func `a command that cannot be executed is 126, with words`() async {
        let fixture = CommandFixture()
        fixture.write("plain", "echo hi\n")
        fixture.write("lost", "#!/no/such/interpreter\n", mode: 0o755)
        let denied = await fixture.run(["./plain"])
        #expect(denied.exit == 126)
        #expect(denied.startProblem == "permission denied: ./plain")
        let folder = await fixture.run(["/tmp"])
        #expect(folder.exit == 126)
        let lost = await fixture.run(["./lost"])
        #expect(lost.exit == 126)
        #expect(lost.startProblem == "the interpreter of ./lost does not exist")
        let nul = await fixture.run(["echo", "a\0b"])
        #expect(nul.exit == 126)
        #expect(nul.startProblem == "an argument of echo holds a NUL byte, which no process can be given")
        let long = await fixture.run(["echo", String(repeating: "x", count: 200_000)])
        #expect(long.exit == 126)
        #expect(long.startProblem == "the arguments and the environment of echo are too long for the system")
    }

    @Test func `a script without an interpreter line is read by sh`() async {
        let fixture = CommandFixture()
        fixture.write("bare", "echo \"bare $1\"\n", mode: 0o755)
        let result = await fixture.run(["./bare", "x"])
        #expect(result.exit == 0)
        #expect(result.stdout.text == "bare x\n")
    }

    @Test func `a program is looked up on the child's own PATH`() async {
        let fixture = CommandFixture()
        fixture.write("mine", "#!/bin/sh\necho found\n", mode: 0o755)
        var request = fixture.request(.argv(["mine"]))
        #expect(await fixture.runner.run(request).exit == 127)
        request.environment["PATH"] = "/nowhere:\(fixture.folder):/usr/bin"
        #expect(await fixture.runner.run(request).stdout.text == "found\n")
        request.environment["PATH"] = "/nowhere:"
        #expect(await fixture.runner.run(request).stdout.text == "found\n")
        request.environment["PATH"] = nil
        #expect(await fixture.runner.run(request).exit == 127)
    }

    @Test func `a program on the PATH that may not be executed is 126 unless a later one may`() async {
        let fixture = CommandFixture()
        fixture.write("sort", "echo never\n")
        var request = fixture.request(.argv(["sort", "--version"]))
        request.environment["PATH"] = fixture.folder
        #expect(await fixture.runner.run(request).startProblem == "permission denied: sort")
        request.environment["PATH"] = "\(fixture.folder):/usr/bin:/bin"
        #expect(await fixture.runner.run(request).exit == 0)
    }

    @Test func `the working directory is where the command starts`() async {
        let fixture = CommandFixture()
        #expect(await fixture.run("pwd -P").stdout.text == fixture.folder + "\n")
        var request = fixture.request(.script("pwd"))
        request.workingDirectory = fixture.folder + "/absent"
        let absent = await fixture.runner.run(request)
        #expect(absent.exit == 126)
        #expect(absent.startProblem == "the working directory \(fixture.folder)/absent does not exist")
        fixture.write("file", "")
        request.workingDirectory = fixture.folder + "/file"
        let file = await fixture.runner.run(request)
        #expect(file.startProblem == "the working directory \(fixture.folder)/file cannot be entered: not a directory")
    }

    @Test func `the environment is the one given, and no other`() async {
        let fixture = CommandFixture()
        var request = fixture.request(.argv(["env"]))
        request.environment["health_url"] = "a=b\nc"
        let lines = await fixture.runner.run(request).stdout.text.split(separator: "\n").sorted()
        let names = ["LC_ALL=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin", "c", "health_url=a=b"]
        #expect(lines.filter { !$0.hasPrefix("RUNG_COMMAND=") } == names[...].map { $0[...] })
    }

    @Test func `a cancelled task starts nothing`() async {
        let result = await Task {
            withUnsafeCurrentTask { $0?.cancel() }
            let fixture = CommandFixture()
            let result = await fixture.run("touch here")
            return (result.interrupted, result.startProblem, fixture.read("here"))
        }.value
        #expect(result.0)
        #expect(result.1 == "interrupted before it started")
        #expect(result.2 == nil)
    }

    @Test func `exits are known even where we were started with SIGCHLD ignored`() async {
        await #expect(processExitsWith: .success) {
            signal(SIGCHLD, SIG_IGN)
            let result = await CommandRunner().run(CommandRequest(.script("exit 3"), environment: [:]))
            precondition(result.exit == 3, "\(result)")
        }
    }

    @Test func `no descriptor left is a start problem and no crash`() async {
        await #expect(processExitsWith: .success) {
            let runner = CommandRunner()
            var held: [Int32] = []
            while case let next = dup(0), next >= 0 { held.append(next) }
            let request = CommandRequest(.script("true"), environment: [:])
            let starved = await runner.run(request)
            for descriptor in held { close(descriptor) }
            precondition(starved.exit == 126, "\(starved)")
            precondition(starved.startProblem == "sh could not be started: too many open files", "\(starved)")
            let after = await runner.run(request)
            precondition(after.exit == 0, "\(after)")
        }
    }
}
