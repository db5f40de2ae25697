import CEL
package import Interpreter
import JSONText
package import Journaling
import RunbookLoading
package import RunbookModel
import StepExecution

/// Takes up runs that were interrupted, or whose process died (rule 28).
package enum RunResumption {
    /// What is found of a run before it goes on.
    package struct Found {
        /// The session, not yet ready: what still runs has to be waited for first.
        package var session: RunSession
        /// The actions that were under way, with their processes as far as they were recorded.
        package var underWay: [(order: ActionOrder, process: ProcessMark?, orderedAt: Instant)]
    }

    /// Loads a run by its id and replays its events.
    package static func find(
        _ id: String, storage: RunStorage, clock: any RunClock, user: String, pid: Int32
    ) throws(SessionRefusal) -> Found {
        do {
            let journal = try storage.journal.get()
            var summary = try journal.run(id: id)
            guard summary.state != RunState.ended else {
                throw SessionRefusal.unusable(
                    "run \(summary.id) has ended (\(summary.outcome ?? "open")); there is nothing to take up")
            }
            guard summary.header.mode != Mode.dryRun.rawValue else {
                throw SessionRefusal.unusable("run \(summary.id) was a dry run; run it again instead")
            }
            let holder = LockHolder(run: summary.id, pid: pid, user: user, since: clock.now.nanoseconds)
            guard let folder = storage.folder else { throw SessionRefusal.journal("there is no state folder") }
            var warnings: [String] = []
            let runLock = try RunSession.lockRun(summary.id, folder, as: holder)
            let targetLock = try RunSession.lockTarget(summary.header.target, storage, as: holder, &warnings)
            // Another process may have walked on before it gave the lock back.
            summary = try journal.run(id: summary.id)
            guard summary.state != RunState.ended else {
                throw SessionRefusal.unusable("run \(summary.id) has just ended (\(summary.outcome ?? "open"))")
            }
            let stored = try StoredRun(journal, summary)
            return try replay(stored, summary, journal, locks: [runLock, targetLock], warnings: warnings)
        } catch let refusal as SessionRefusal {
            throw refusal
        } catch let error as JournalError {
            throw error.code.isForUserToMend ? .unusable(error.description) : .journal(error.description)
        } catch {
            throw .journal("\(error)")
        }
    }

    private static func replay(
        _ stored: StoredRun, _ summary: RunSummary, _ journal: Journal, locks: [HeldLock], warnings: [String]
    ) throws -> Found {
        var walk = Walk(runbooks: stored.runbooks, parser: .standard)
        var orders: [Int: (order: ActionOrder, at: Instant)] = [:]
        var processes: [Int: ProcessMark] = [:]
        var derived: [WalkRecord] = []
        var cursor = journal.events(of: summary.id)
        while let record = try cursor.next() {
            let event = try RunEvent(kind: record.kind, payload: record.payload)
            let time = Instant(nanoseconds: record.time)
            switch event {
            case .input(let input):
                if case .processStarted(let action, let process) = input { processes[action] = process }
                if case .actionLost(let action, _) = input { orders[action] = nil }
                derived = walk.handle(input, at: time).compactMap { output in
                    if case .record(let record) = output { record } else { nil }
                }
                derived.reverse()
            case .record(let recorded):
                guard let expected = derived.popLast(), RunEvent.record(expected).payload == record.payload else {
                    throw SessionRefusal.unusable(
                        "run \(summary.id) cannot be taken up: event \(record.sequence) (\(record.kind)) is not what this "
                            + "version of Rung makes of the events before it; read it with: rung transcript \(summary.id)"
                    )
                }
                if case .actionOrdered(let order) = recorded { orders[order.id] = (order, time) }
            }
        }
        guard case .new = walk.phase else {
            let session = RunSession(
                id: summary.id, target: summary.header.target, mode: walk.facts.mode,
                workingDirectory: stored.workingDirectory, runbooks: stored.runbooks, warnings: warnings, walk: walk,
                writer: JournalWriter(store: journal, resuming: summary), first: [], locks: locks)
            let underWay = walk.actionsUnderWay.compactMap { id in
                orders[id].map { (order: $0.order, process: processes[id], orderedAt: $0.at) }
            }
            return Found(session: session, underWay: underWay)
        }
        throw SessionRefusal.unusable("run \(summary.id) died before it began; run it again")
    }
}

extension RunResumption.Found {
    /// Looks whether what was under way still runs: a check's command is ended; a fix's is waited for, to its timeout,
    /// and its end is recorded as unknown. Then the run is ready to go on.
    package consuming func settle(
        mode: Mode, operatorName: String, clock: any RunClock, tell: @Sendable (String) -> Void
    ) async throws(SessionRefusal) -> RunSession {
        if mode == .unattended, let refusal = session.unattendedRefusal { throw .unusable(refusal) }
        let boot = ProcessTable.bootID() ?? ""
        for (order, process, orderedAt) in underWay {
            let running = Self.processes(of: order, run: session.id, process: process, boot: boot)
            guard order.effect != .read else {
                _ = await ProcessTable.end(run: session.id, step: order.step, leader: running.first)
                continue
            }
            var reason = Reason.rungDied(wasEnded: false)
            if !running.isEmpty {
                let left = order.timeout - (clock.now - orderedAt)
                let most = DurationText.format(.seconds(max(left, .zero).components.seconds + 1))
                tell("\(order.step) still runs: waiting for its end, at most \(most); Ctrl-C leaves the run as it is")
                for process in running {
                    let rest = max(.zero, order.timeout - (clock.now - orderedAt))
                    if await !ProcessTable.waitForEnd(of: process, timeout: rest) {
                        reason = .rungDied(wasEnded: true)
                        _ = await ProcessTable.end(run: session.id, step: order.step, leader: process)
                    }
                }
            }
            if session.walk.changeUnderWay?.id == order.id {
                session.first.append(.actionLost(action: order.id, reason: reason))
            }
        }
        session.first.append(.resumed(ResumeFacts(mode: mode, operatorName: operatorName, asksToLook: mode == .guided)))
        session.writer.change(RunUpdate(state: RunState.running))
        return session.walked(in: mode)
    }

    /// The processes of an action: the one that was recorded, or, where Rung died before that, those that bear its names.
    private static func processes(
        of order: ActionOrder, run: String, process: ProcessMark?, boot: String
    ) -> [ProcessIdentity] {
        if let process {
            let identity = ProcessIdentity(pid: process.pid, startTime: process.startTime, bootID: process.boot)
            return process.boot == boot && ProcessTable.isRunning(identity) ? [identity] : []
        }
        return ProcessTable.processes(ofRun: run, step: order.step)
    }
}

extension StoredRun {
    /// The walk as it is after all events of the run, for those who only look.
    package func replayed(_ journal: Journal, _ summary: RunSummary) throws -> Walk {
        var walk = Walk(runbooks: runbooks, parser: .standard)
        var cursor = journal.events(of: summary.id)
        while let record = try cursor.next() {
            if case .input(let input) = try RunEvent(kind: record.kind, payload: record.payload) {
                _ = walk.handle(input, at: Instant(nanoseconds: record.time))
            }
        }
        return walk
    }
}

/// What a run needs to be replayed: its runbooks as they were, and where it was started.
package struct StoredRun {
    /// The runbooks as they were when the run began.
    package let runbooks: RunbookSet
    /// Where relative paths start.
    package let workingDirectory: String

    /// Reads them from the journal.
    package init(_ journal: Journal, _ summary: RunSummary) throws {
        guard let details = try? JSONValue.parse(summary.header.details), let root = details["root"]?.stringValue,
            let texts = details["texts"]?.objectValue
        else {
            throw SessionRefusal.journal("the journal does not say which runbook run \(summary.id) walked")
        }
        var files: [String: [UInt8]] = [:]
        for (path, hash) in texts.members {
            guard let hash = hash.stringValue, let text = try journal.text(hash) else {
                throw SessionRefusal.journal("the text of \(path) is not in the journal")
            }
            files[path] = Array(text.utf8)
        }
        let loaded = RunbookLoader(texts: files).load(path: root)
        guard let set = loaded.set else {
            throw SessionRefusal.unusable(
                "the runbook that run \(summary.id) walked is not valid for this version of Rung")
        }
        runbooks = set
        workingDirectory = details["workdir"]?.stringValue ?? "/"
    }
}

extension RunSession {
    /// Why the run cannot go on without anyone.
    var unattendedRefusal: String? {
        RunPlan(
            runbooks: runbooks, mode: .unattended, params: [:], operatorName: "", host: "",
            workingDirectory: workingDirectory
        ).refusal
    }

    /// The same run, walked otherwise from here.
    func walked(in mode: Mode) -> RunSession {
        RunSession(
            id: id, target: target, mode: mode, workingDirectory: workingDirectory, runbooks: runbooks,
            warnings: warnings, walk: walk, writer: writer, first: first, locks: locks)
    }
}
