import CEL
import Diagnostics
import Glibc
package import Interpreter
import JSONText
package import Journaling
package import RunbookModel
import Wording

/// A run that holds its locks and is ready to be driven: a new one, or one that is taken up again.
package struct RunSession {
    /// The run's id.
    package let id: String
    /// What is healed.
    package let target: String
    /// How it is walked from here.
    package let mode: Mode
    /// Where relative paths start.
    package let workingDirectory: String
    /// The runbook and all that it calls.
    package let runbooks: RunbookSet
    /// What the user should know before it begins: locks that are not shared, a journal that cannot be written.
    package internal(set) var warnings: [String] = []

    var walk: Walk
    var writer: JournalWriter
    var first: [WalkInput]
    var locks: [HeldLock]

    /// Notes something in the transcript as the run begins or goes on.
    package mutating func note(_ text: String, by name: String) {
        first.append(.noted(text: text, by: name))
    }

    /// Drives the run to its end, or until it is interrupted; the locks are given back.
    package consuming func drive(_ effects: RunEffects, control: RunControl) async -> RunEnding {
        var driver = RunDriver(walk: walk, writer: writer, effects: effects, control: control)
        let ending = await driver.drive(from: first)
        for lock in locks { lock.release() }
        return ending
    }
}

/// Why a run cannot begin or go on.
package enum SessionRefusal: Error, Sendable {
    /// Another run works on the target, or another process walks the run: exit 5.
    case held(String)
    /// The run or the plan cannot be used: exit 2.
    case unusable(String)
    /// The journal cannot be used: exit 1.
    case journal(String)
}

/// Where runs are kept and locked.
package struct RunStorage: Sendable {
    /// The state folder, and the journal in it; nil where it is unusable, with the reason.
    package var journal: Result<Journal, JournalError>
    /// The state folder; nil where it is unusable.
    package var folder: StateFolder?
    /// The folder of the locks of targets.
    package var locks: Result<LockFolder, JournalError>

    /// The storage of this user.
    package static func open(environment: [String: String], userID: UInt32) -> RunStorage {
        do {
            let folder = try StateFolder.locate(environment: environment, userID: userID)
            let locks = Result { () throws(JournalError) in
                try LockFolder.locate(environment: environment, userID: userID, state: folder)
            }
            let journal = Result { () throws(JournalError) in try Journal.open(in: folder, mode: .readWrite) }
            return RunStorage(journal: journal, folder: folder, locks: locks)
        } catch {
            // Without a state folder there may still be a shared place for locks.
            let locks = Result { () throws(JournalError) in
                try LockFolder.locate(
                    environment: environment, userID: userID, state: StateFolder(path: "/nonexistent"))
            }
            return RunStorage(journal: .failure(error), folder: nil, locks: locks)
        }
    }
}

extension RunSession {
    /// Begins a new run: takes the target's lock, names the run, and gets ready to record it.
    ///
    /// A journal that cannot be used is no refusal: checks still run, and nothing that changes starts.
    package static func begin(
        _ plan: RunPlan, file: String, storage: RunStorage, clock: any RunClock, user: String, pid: Int32
    ) throws(SessionRefusal) -> RunSession {
        if let refusal = plan.refusal { throw .unusable(refusal) }
        let now = clock.now
        var storage = storage
        let id = newID(try? storage.journal.get(), now)
        let target = try targetName(plan, run: id, now: now)
        let holder = LockHolder(run: id, pid: pid, user: user, since: now.nanoseconds)
        var warnings: [String] = []
        var locks: [HeldLock] = []
        if plan.mode != .dryRun { locks = try lock(id, target, &storage, as: holder, &warnings) }
        let texts = storeTexts(plan.runbooks, in: &storage)
        if case .failure(let problem) = storage.journal {
            warnings.append("this run is not recorded: \(problem). Checks run; nothing that changes will start")
        }
        let facts = StartFacts(
            run: id, mode: plan.mode, params: plan.params, from: plan.from, operatorName: plan.operatorName,
            host: plan.host, defaultHost: plan.defaultHost, target: target, asksToLook: plan.mode == .guided)
        let header = header(plan, file: file, run: id, target: target, now: now, texts: texts)
        return RunSession(
            id: id, target: target, mode: plan.mode, workingDirectory: plan.workingDirectory, runbooks: plan.runbooks,
            warnings: warnings, walk: Walk(runbooks: plan.runbooks, parser: .standard),
            writer: JournalWriter(store: try? storage.journal.get(), header: header), first: [.started(facts)],
            locks: locks)
    }

    private static func newID(_ store: Journal?, _ now: Instant) -> String {
        var random = SystemRandomNumberGenerator()
        if let store, let id = try? store.newRunID(time: now.nanoseconds, random: &random) { return id }
        return RunID.make(time: now.nanoseconds, random: &random)
    }

    /// The target: `--target`, the runbook's, else its id.
    private static func targetName(_ plan: RunPlan, run: String, now: Instant) throws(SessionRefusal) -> String {
        if let given = plan.target { return given }
        let runbook = plan.runbooks.main
        guard let template = runbook.target else { return runbook.id }
        switch Walk.target(template, runbook: runbook, params: plan.params, mode: plan.mode, run: run, now: now) {
        case .success(let text): return text
        case .failure(let problem): throw .unusable("target: \(problem.reason.text(in: .english))")
        }
    }

    /// Takes the locks of a new run; where one cannot be had for another reason than a holder, the run is not recorded,
    /// and so changes nothing.
    private static func lock(
        _ run: String, _ target: String, _ storage: inout RunStorage, as holder: LockHolder, _ warnings: inout [String]
    ) throws(SessionRefusal) -> [HeldLock] {
        do {
            var locks = [try lockTarget(target, storage, as: holder, &warnings)]
            if case .success = storage.journal, let folder = storage.folder {
                locks.append(try lockRun(run, folder, as: holder))
            }
            return locks
        } catch {
            guard case .journal(let message) = error else { throw error }
            if case .success = storage.journal { storage.journal = .failure(JournalError(.failed, message)) }
            return []
        }
    }

    /// Keeps the texts of the runbooks, by their paths; where that fails, nothing of the run is recorded.
    private static func storeTexts(_ runbooks: RunbookSet, in storage: inout RunStorage) -> [(
        path: String, hash: String
    )] {
        guard case .success(let journal) = storage.journal else { return [] }
        do throws(JournalError) {
            var texts: [(path: String, hash: String)] = []
            for (path, member) in runbooks.members.sorted(by: { $0.key < $1.key }) {
                let text = String(decoding: member.source.bytes, as: UTF8.self)
                texts.append((path, try journal.storeText(text)))
            }
            return texts
        } catch {
            storage.journal = .failure(error)
            return []
        }
    }

    private static func header(
        _ plan: RunPlan, file: String, run: String, target: String, now: Instant, texts: [(path: String, hash: String)]
    ) -> RunHeader {
        let hashes: [(String, JSONValue)] = texts.map { ($0.path, .string($0.hash)) }
        let details: JSONValue = [
            "root": .string(plan.runbooks.root.path), "texts": .object(JSONObject(hashes)),
            "workdir": .string(plan.workingDirectory),
        ]
        return RunHeader(
            id: run, runbook: plan.runbooks.main.id, file: file, target: target, mode: plan.mode.rawValue,
            operatorName: plan.operatorName, host: plan.host, startedAt: now.nanoseconds,
            details: details.serialized(), texts: texts.map(\.hash))
    }

    static func lockTarget(
        _ target: String, _ storage: RunStorage, as holder: LockHolder, _ warnings: inout [String]
    ) throws(SessionRefusal) -> HeldLock {
        do {
            let folder = try storage.locks.get()
            if !folder.isShared {
                warnings.append(
                    "the lock of the target lies in \(folder.path), which other users of this machine do not share")
            }
            switch try TargetLock.acquire(target: target, in: folder, as: holder) {
            case .acquired(let lock): return lock
            case .held(let other):
                throw SessionRefusal.held(
                    "the target \(target) is held by run \(other.run) (process \(other.pid), user \(other.user)); "
                        + (other.user == holder.user
                            ? "wait for it, or look at it: rung transcript \(other.run)"
                            : "wait for it, or ask \(other.user)"))
            }
        } catch let error as JournalError {
            throw .journal(error.description)
        } catch let error as SessionRefusal {
            throw error
        } catch {
            throw .journal("\(error)")
        }
    }

    static func lockRun(_ run: String, _ folder: StateFolder, as holder: LockHolder) throws(SessionRefusal) -> HeldLock
    {
        var looks = 0
        while true {
            let attempt: LockAttempt
            do {
                attempt = try RunLock.acquire(run: run, in: folder, as: holder)
            } catch {
                throw .journal(error.description)
            }
            switch attempt {
            case .acquired(let lock): return lock
            // `rung history` takes a share of it for a moment, to see whether anyone has it.
            case .held where looks < 5:
                looks += 1
                usleep(2000)
            case .held(let other):
                throw .held("run \(run) is walked by process \(other.pid) (user \(other.user)) at this moment")
            }
        }
    }
}
