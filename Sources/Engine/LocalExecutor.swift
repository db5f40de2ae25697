import CEL
package import HTTPClient
package import Interpreter
package import StepExecution

/// Executes actions on this machine.
package struct LocalExecutor: ActionExecutor {
    /// What every command of a run gets.
    package struct Surroundings: Sendable {
        /// The run's id.
        package var run: String
        /// How it is walked.
        package var mode: Mode
        /// Rung's own environment, which commands inherit.
        package var environment: [String: String]
        /// Where relative paths start.
        package var workingDirectory: String
        /// The secrets that are set.
        package var secrets: RunSecrets
        /// The folder in which edits keep the old files of this run; nil: there is none, and nothing is edited.
        package var keptFiles: String?

        /// The surroundings of a run.
        package init(
            run: String, mode: Mode, environment: [String: String], workingDirectory: String, secrets: RunSecrets,
            keptFiles: String?
        ) {
            self.run = run
            self.mode = mode
            self.environment = environment
            self.workingDirectory = workingDirectory
            self.secrets = secrets
            self.keptFiles = keptFiles
        }
    }

    let surroundings: Surroundings
    let inherited: [String: String]
    let masker: SecretMasker
    let runner: CommandRunner
    private let http: HTTPClient
    private let boot: String

    /// An executor for one run.
    package init(_ surroundings: Surroundings, runner: CommandRunner, http: HTTPClient) {
        self.surroundings = surroundings
        self.runner = runner
        self.http = http
        masker = SecretMasker(secrets: surroundings.secrets.all)
        boot = ProcessTable.bootID() ?? ""
        var inherited = surroundings.environment
        // A secret reaches a command only where the runbook says so.
        for name in surroundings.secrets.variables { inherited[name] = nil }
        // Whoever started Rung may have a helper of theirs, which would ask where nobody is.
        if surroundings.mode != .guided { inherited["SUDO_ASKPASS"] = nil }
        inherited["LC_ALL"] = "C.UTF-8"
        self.inherited = inherited
    }

    package func execute(_ order: ActionOrder, events: ActionEvents) async -> ActionEnd {
        switch order.action {
        case .script(let text): await run(.script(text), order, events)
        case .argv(let words): await run(.argv(words), order, events)
        case .http(let request): await send(request, order)
        case .tcp(let address): await connect(address, order)
        case .file(let path): await look(path, order)
        case .edit(let edit, let stage): await self.edit(edit, stage, order)
        }
    }

    private func run(
        _ invocation: CommandRequest.Invocation, _ order: ActionOrder, _ events: ActionEvents
    ) async -> ActionEnd {
        let boot = boot
        let result = await runner.run(
            CommandRequest(
                invocation, environment: environment(for: order), workingDirectory: workdir(of: order),
                timeout: order.timeout, outputLimit: order.maxOutput, masker: masker,
                onStart: { process in
                    events.started(ProcessMark(pid: process.pid, startTime: process.startTime, boot: boot))
                },
                onOutput: order.isSensitive ? nil : events.wrote))
        return ActionEnd(
            result: .command(
                CommandOutcome(
                    exit: result.exit, stdout: Captured(result.stdout), stderr: Captured(result.stderr),
                    elapsed: result.elapsed, timedOut: result.timedOut, startProblem: result.startProblem)),
            isInterrupted: result.interrupted)
    }

    private func send(_ request: ResolvedRequest, _ order: ActionOrder) async -> ActionEnd {
        let secrets = surroundings.secrets.values(of: order.runbook)
        let headers = request.headers.compactMap { header in
            header.value.text(secrets: secrets).map { HTTPRequest.Header(header.name, $0) }
        }
        let body = request.body.flatMap { $0.text(secrets: secrets) }
        let probe = HTTPProbe(
            HTTPRequest(
                url: request.url, method: request.method, headers: headers, body: body.map { Array($0.utf8) },
                timeout: order.timeout, insecure: request.isInsecure, bodyLimit: order.maxOutput),
            masker: masker)
        let result = await probe.run(by: http)
        let received = result.headers.sorted { $0.key < $1.key }.map { (name: $0.key, value: masker.mask($0.value)) }
        return ActionEnd(
            result: .http(
                HTTPOutcome(
                    status: result.status, headers: received, body: Captured(result.body), elapsed: result.elapsed,
                    timedOut: result.timedOut, problem: result.failure)),
            isInterrupted: result.interrupted)
    }

    private func connect(_ address: String, _ order: ActionOrder) async -> ActionEnd {
        let result = await TCPProbe(address: address, timeout: order.timeout).run()
        return ActionEnd(
            result: .tcp(
                TCPOutcome(
                    isConnected: result.isConnected, elapsed: result.elapsed, timedOut: result.timedOut,
                    problem: result.failure)),
            isInterrupted: result.interrupted)
    }

    private func look(_ path: String, _ order: ActionOrder) async -> ActionEnd {
        let result = await FileProbe(
            path: path, workingDirectory: workdir(of: order), timeout: order.timeout, outputLimit: order.maxOutput,
            masker: masker
        ).run()
        return ActionEnd(
            result: .file(
                FileOutcome(
                    exists: result.isUnknown ? nil : result.exists, size: result.exists ? result.size : nil,
                    modified: result.exists ? Instant(nanoseconds: Int64(result.modified)) : nil,
                    content: result.content.map { Captured($0) }, elapsed: result.elapsed, problem: result.failure)),
            isInterrupted: result.interrupted)
    }

    /// The whole environment of a command; later wins (rule 8). An entry whose secret is not set is left out (rule 5).
    private func environment(for order: ActionOrder) -> [String: String] {
        var environment = inherited
        let secrets = surroundings.secrets.values(of: order.runbook)
        for entry in order.environment {
            guard let value = entry.value.text(secrets: secrets) else { continue }
            environment[entry.name] = value
        }
        environment["RUNG_RUN_ID"] = surroundings.run
        environment["RUNG_RUNBOOK"] = order.runbook
        environment["RUNG_STEP"] = order.step
        environment["RUNG_MODE"] = surroundings.mode.rawValue
        environment["RUNG_CHANGED"] = order.changedAt.map { $0.timestamp.description } ?? ""
        return environment
    }

    func workdir(of order: ActionOrder) -> String {
        guard let workdir = order.workdir, !workdir.isEmpty else { return surroundings.workingDirectory }
        return workdir.hasPrefix("/") ? workdir : surroundings.workingDirectory + "/" + workdir
    }
}

extension Captured {
    /// A captured stream as the walk sees it.
    init(_ output: CapturedOutput) {
        self.init(text: output.text, size: output.size, sha256: output.sha256, isTruncated: output.isTruncated)
    }
}
