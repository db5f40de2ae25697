import Diagnostics
import JSONText
import Linting
import StepExecution

/// shellcheck, as a process: it is given one script after the other on standard input.
struct Shellcheck: Sendable {
    /// Why it said nothing.
    enum Absence: Error {
        /// It is not installed.
        case notInstalled
        /// It is, and failed; in words.
        case failed(String)

        /// What is said about it.
        var words: String {
            switch self {
            case .notInstalled:
                "shellcheck is not installed: \(Self.rules) were not looked for (Debian: apt install shellcheck)"
            case .failed(let reason): "shellcheck failed (\(reason)): \(Self.rules) were not looked for"
            }
        }

        private static let rules = LintRules.ofShellcheck.joined(separator: ", ")
    }

    /// The environment of its processes.
    let environment: [String: String]

    /// How many processes run at once.
    private static let mostProcesses = 4
    /// How long it may take for a script.
    private static let timeout: Duration = .seconds(30)

    /// What it says of each script, in their order.
    func check(_ scripts: [LintedScript]) async throws(Absence) -> [[ScriptFinding]] {
        guard !scripts.isEmpty else { return [] }
        let runner = CommandRunner()
        let found = await withTaskGroup(of: (Int, Result<[ScriptFinding], Absence>).self) { group in
            var results = [Result<[ScriptFinding], Absence>?](repeating: nil, count: scripts.count)
            var next = 0
            func add() {
                guard next < scripts.count else { return }
                let (index, script) = (next, scripts[next])
                next += 1
                group.addTask { (index, await check(script, runner)) }
            }
            for _ in 0..<Self.mostProcesses { add() }
            while let (index, result) = await group.next() {
                results[index] = result
                // One that cannot be started could not be started again either.
                if case .failure(.notInstalled) = result { group.cancelAll() } else { add() }
            }
            return results
        }
        var findings: [[ScriptFinding]] = []
        for case let result? in found { findings.append(try result.get()) }
        return findings
    }

    private func check(_ script: LintedScript, _ runner: CommandRunner) async -> Result<[ScriptFinding], Absence> {
        // It knows these shells alone; ash is dash with the name of another system.
        let known = ["sh", "bash", "dash", "ksh"]
        let shell = known.contains(script.shell) ? script.shell : script.shell == "ash" ? "dash" : nil
        guard let shell else { return .success([]) }
        // The first line tells it the flags: with `-e` a `cd` that fails needs no `|| exit`.
        let first = "#!/bin/\(shell)\(script.flags.isEmpty ? "" : " " + script.flags)\n"
        var request = CommandRequest(
            .argv(["shellcheck", "--norc", "--format=json1", "--severity=info", "--shell=\(shell)", "-"]),
            environment: environment, timeout: Self.timeout, outputLimit: 8 << 20)
        request.input = Array((first + script.text).utf8)
        let result = await runner.run(request)
        switch result.exit {
        case 0, 1:
            guard let findings = Self.findings(result.stdout.text) else {
                return .failure(.failed("its answer is no JSON"))
            }
            return .success(findings)
        case 127: return .failure(.notInstalled)
        case 124: return .failure(.failed("it took longer than \(Self.timeout.components.seconds) s for a script"))
        default:
            let line = result.stderr.text.split(separator: "\n").first.map(String.init)
            return .failure(.failed(result.startProblem ?? line ?? "exit \(result.exit)"))
        }
    }

    /// The findings in its answer, a line less each for the line that was put first.
    private static func findings(_ text: String) -> [ScriptFinding]? {
        guard let answer = try? JSONValue.parse(text), case .object(let object) = answer,
            case .array(let comments)? = object["comments"]
        else { return nil }
        return comments.compactMap { comment in
            guard case .object(let comment) = comment else { return nil }
            func int(_ key: String) -> Int { if case .int(let value)? = comment[key] { Int(value) } else { 0 } }
            func text(_ key: String) -> String { if case .string(let value)? = comment[key] { value } else { "" } }
            guard int("line") > 1 else { return nil }
            return ScriptFinding(
                number: int("code"), level: text("level"), message: text("message"),
                start: SourcePosition(line: int("line") - 1, column: int("column")),
                end: SourcePosition(line: int("endLine") - 1, column: int("endColumn")))
        }
    }
}
