import Glibc
import TerminalIO
import Testing

@Suite(.serialized, .timeLimit(.minutes(1))) struct `Asking for a line` {
    private func prompt(_ terminal: PseudoTerminal) -> LinePrompt {
        LinePrompt(input: terminal.program, output: OutputChannel(descriptor: terminal.program))
    }

    @Test func `shows the question and takes the answer`() async throws {
        let terminal = try PseudoTerminal()
        let prompt = prompt(terminal)
        #expect(prompt.isTerminal)
        async let answer = prompt.ask("Restart nginx? [y/n] ")
        #expect(terminal.screen(until: "[y/n] ") != nil)
        terminal.type("nope\u{7f}\u{7f}\u{7f}\u{7f}да\n")
        #expect(await answer == .line("да"))
        withExtendedLifetime(terminal) {}
    }

    @Test func `Ctrl-D ends the input, after a started line it ends the line`() async throws {
        let terminal = try PseudoTerminal()
        let prompt = prompt(terminal)
        terminal.type("\u{4}")
        #expect(await prompt.readLine() == .endOfInput)
        terminal.type("half\u{4}\n")
        #expect(await prompt.readLine() == .line("half"))
        withExtendedLifetime(terminal) {}
    }

    @Test func `what was typed before the question does not answer it`() async throws {
        let terminal = try PseudoTerminal()
        let prompt = prompt(terminal)
        terminal.type("y\n")
        // The echo says that the kernel has the line.
        #expect(terminal.screen(until: "\n") != nil)
        prompt.discardTypeAhead()
        async let answer = prompt.ask("Sure? ")
        #expect(terminal.screen(until: "Sure? ") != nil)
        terminal.type("no\n")
        #expect(await answer == .line("no"))
        withExtendedLifetime(terminal) {}
    }

    @Test func `a cancelled question returns at once, and the next one is put`() async throws {
        let terminal = try PseudoTerminal()
        let prompt = prompt(terminal)
        let question = Task { await prompt.ask("First? ") }
        #expect(terminal.screen(until: "First? ") != nil)
        question.cancel()
        #expect(await question.value == .interrupted)
        terminal.type("second\n")
        #expect(await prompt.readLine() == .line("second"))
        withExtendedLifetime(terminal) {}
    }

    @Test func `a task that is cancelled already asks nothing more`() async throws {
        let connection = Connection()
        let prompt = LinePrompt(input: connection.near, output: OutputChannel(descriptor: connection.near))
        let question = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await prompt.readLine()
        }
        #expect(await question.value == .interrupted)
    }

    @Test func `a terminal that is gone is the end of the input`() async throws {
        let ends = try PseudoTerminal()
        let program = dup(ends.program)
        let prompt = LinePrompt(input: program, output: OutputChannel(descriptor: program))
        let question = Task { await prompt.ask("There? ") }
        #expect(ends.screen(until: "There? ") != nil)
        // Closing the person's end hangs the line up; its number is taken by another file, so that it is closed once.
        let null = open("/dev/null", O_RDWR | O_CLOEXEC)
        dup2(null, ends.person)
        #expect(await question.value == .endOfInput)
        close(null)
        close(program)
    }

    @Test func `lines of a pipe come one by one`() async throws {
        let connection = Connection()
        let prompt = LinePrompt(input: connection.near, output: OutputChannel(descriptor: connection.near))
        #expect(!prompt.isTerminal)
        connection.send("one\r\ntwo\n\nla")
        prompt.discardTypeAhead()
        #expect(await prompt.readLine() == .line("one"))
        #expect(await prompt.readLine() == .line("two"))
        #expect(await prompt.readLine() == .line(""))
        let last = Task { await prompt.readLine() }
        last.cancel()
        #expect(await last.value == .interrupted)
        connection.send("st\u{0}")
        shutdown(connection.far, Int32(SHUT_WR))
        #expect(await prompt.readLine() == .line("last\u{0}"))
        #expect(await prompt.readLine() == .endOfInput)
    }

    @Test func `a line without end is bounded`() async throws {
        let connection = Connection()
        let prompt = LinePrompt(input: connection.near, output: OutputChannel(descriptor: connection.near))
        let answer = Task { await prompt.readLine() }
        let chunk = String(repeating: "x", count: 50_000)
        for _ in 0..<10 { connection.send(chunk) }
        connection.send("\n")
        guard case .line(let line) = await answer.value else {
            Issue.record("no line came")
            return
        }
        #expect(line.utf8.count == 1 << 16)
        withExtendedLifetime(connection) {}
    }
}

@Suite struct `An output` {
    @Test func `knows its terminal`() throws {
        let terminal = try PseudoTerminal(columns: 123)
        let channel = OutputChannel(descriptor: terminal.program)
        #expect(
            TerminalTraits(of: channel, environment: ["TERM": "xterm", "COLUMNS": "50"])
                == TerminalTraits(isTerminal: true, width: 123, usesColour: true))
        channel.writeLine("hello")
        #expect(terminal.screen(until: "\n") == "hello\r\n")
    }

    @Test(arguments: [([:], 80), (["COLUMNS": "50"], 50), (["COLUMNS": "-5"], 80), (["COLUMNS": "x"], 80)])
    func `that is no terminal has the width of the environment`(environment: [String: String], width: Int) {
        let connection = Connection()
        let channel = OutputChannel(descriptor: connection.near)
        #expect(
            TerminalTraits(of: channel, environment: environment) == TerminalTraits(isTerminal: false, width: width))
    }

    @Test func `is written wholly to a slow reader that does not block`() async {
        let connection = Connection()
        _ = fcntl(connection.near, F_SETFL, O_NONBLOCK)
        let channel = OutputChannel(descriptor: connection.near)
        let size = 3_000_000
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let body = Body { #expect(channel.write([UInt8](repeating: 0x61, count: size))) }
            var thread = pthread_t()
            pthread_create(
                &thread, nil,
                {
                    if let work = $0 { Unmanaged<Body>.fromOpaque(work).takeRetainedValue().run() }
                    return nil
                }, Unmanaged.passRetained(body).toOpaque())
            var received = 0
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while received < size {
                let count = read(connection.far, &buffer, buffer.count)
                guard count > 0 else { break }
                received += count
            }
            #expect(received == size)
            pthread_join(thread, nil)
            continuation.resume()
        }
    }

    @Test func `whose reader has gone drops the rest quietly`() {
        OutputChannel.ignoreBrokenPipes()
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        let channel = OutputChannel(descriptor: ends[1])
        #expect(channel.write("a"))
        close(ends[0])
        #expect(!channel.write("b"))
        #expect(!channel.writeLine())
        #expect(channel.problem == nil)
        close(ends[1])
    }

    @Test func `that is full says so`() {
        let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
        let channel = OutputChannel(descriptor: full)
        #expect(!channel.write("x"))
        #expect(channel.problem == "No space left on device")
        close(full)
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
