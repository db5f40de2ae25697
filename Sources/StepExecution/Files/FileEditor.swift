package import FileEditing
internal import Hashing

/// Plans, makes and takes back edits of files on this machine.
///
/// A write is a whole new file that takes the old one's name: killed at any moment, it leaves the old text or the new.
package struct FileEditor: Sendable {
    /// The largest file that is edited, in bytes.
    package static let mostBytes = 16 << 20

    /// How long the system may take for one operation; a file on a dead network drive would block for ever.
    package var timeout: Duration?

    /// Whether the superuser goes through sudo too.
    private let usesSudoAsRoot: Bool
    /// Whether names are exchanged where the file system can.
    private let exchanges: Bool

    /// An editor; the two switches are for tests, which then see what other users and file systems see.
    package init(timeout: Duration? = .seconds(60), usesSudoAsRoot: Bool = false, exchanges: Bool = true) {
        self.timeout = timeout
        self.usesSudoAsRoot = usesSudoAsRoot
        self.exchanges = exchanges
    }

    /// Finds out what an edit will do; changes nothing.
    package func plan(_ request: FileEditRequest) async throws(FileEditFailure) -> FileEditPlan {
        let found = try await access(request.sudo).read(request.place)
        let new = try Self.newText(request, found)
        let before = found.bytes.map(Self.digest)
        let diff = UnifiedDiff.text(path: found.realPath, old: found.bytes, new: new)
        return FileEditPlan(
            realPath: found.realPath, before: before, after: Self.digest(new), diff: diff, otherLinks: found.otherLinks)
    }

    /// Makes a planned edit; the old text is kept at `backup` first, a path that is not taken or holds that very text.
    ///
    /// A file that is already as planned is left so. One that is as neither before nor after is left alone, and the
    /// failure is `.changedByOthers`. Is not ended by a cancellation: it takes moments.
    package func write(
        _ request: FileEditRequest, as plan: FileEditPlan, backup: String
    ) async throws(FileEditFailure) -> FileEditRecord {
        let access = access(request.sudo)
        return try await Self.toItsEnd { () async throws(FileEditFailure) -> FileEditRecord in
            let found = try await access.read(request.place)
            guard found.realPath == plan.realPath else {
                throw FileEditFailure(
                    .changedByOthers, "\(request.path) now leads to \(found.realPath), and no more to \(plan.realPath)")
            }
            let kept = plan.before == nil ? nil : backup
            let record = FileEditRecord(
                realPath: plan.realPath, before: plan.before, after: plan.after, backup: kept)
            let current = found.bytes.map(Self.digest)
            if current == plan.after { return record }
            guard current == plan.before else { throw Self.changedByOthers(plan.realPath) }
            let new = try Self.newText(request, found)
            guard Self.digest(new) == plan.after else {
                throw FileEditFailure(
                    .text, "\(request.path): the change is no longer the one that was planned; plan anew")
            }
            if let old = found.bytes { try Backup(path: backup).keep(old, digest: plan.before ?? "") }
            try await access.replace(plan.realPath, expecting: plan.before, with: new, digest: plan.after)
            return record
        }
    }

    /// Puts the old text back, or removes a file that the edit made, if the file is still as the edit left it.
    ///
    /// One that is as before already is left so; any other is left alone, and the failure is `.changedByOthers`.
    package func restore(_ record: FileEditRecord, sudo: SudoAccess? = nil) async throws(FileEditFailure) {
        let access = access(sudo)
        try await Self.toItsEnd { () async throws(FileEditFailure) -> Void in
            switch try await Self.state(record, access) {
            case .before: return
            case .other, .absent: throw Self.changedByOthers(record.realPath)
            case .after: break
            }
            guard let before = record.before else {
                return try await access.remove(record.realPath, expecting: record.after)
            }
            let old = try Backup(path: record.backup ?? "").read(digest: before)
            try await access.replace(record.realPath, expecting: record.after, with: old, digest: before)
        }
    }

    /// What the file shows about an edit, for a run that is taken up again.
    package func state(
        of record: FileEditRecord, sudo: SudoAccess? = nil
    ) async throws(FileEditFailure) -> FileEditState {
        try await Self.state(record, access(sudo))
    }

    private static func state(
        _ record: FileEditRecord, _ access: FileAccess
    ) async throws(FileEditFailure) -> FileEditState {
        guard let bytes = try await access.read(record.realPath).bytes else {
            return record.before == nil ? .before : .absent
        }
        let digest = digest(bytes)
        return digest == record.after ? .after : digest == record.before ? .before : .other
    }

    private func access(_ sudo: SudoAccess?) -> FileAccess {
        if let sudo, usesSudoAsRoot || !DirectFile.isSuperuser { return .sudo(SudoFile(access: sudo)) }
        return .direct(timeout: timeout, exchanges: exchanges)
    }

    private static func newText(
        _ request: FileEditRequest, _ found: FoundFile
    ) throws(FileEditFailure) -> [UInt8] {
        guard found.bytes != nil || request.createsFile else {
            throw FileEditFailure(.absent, "\(request.path) does not exist; `create: true` would make it")
        }
        let new = try FileText.apply(request.change, to: found.bytes ?? [], path: request.path)
        guard new.count <= mostBytes else {
            throw FileEditFailure(.notEditable, "\(request.path) would have more than \(mostBytes >> 20) MiB")
        }
        return new
    }

    /// Runs work that a cancellation of the task must not cut short.
    private static func toItsEnd<Value: Sendable>(
        _ body: @escaping @Sendable () async throws(FileEditFailure) -> Value
    ) async throws(FileEditFailure) -> Value {
        let task = Task { () async -> Result<Value, FileEditFailure> in
            do throws(FileEditFailure) { return .success(try await body()) } catch { return .failure(error) }
        }
        return try await task.value.get()
    }

    static func digest(_ bytes: [UInt8]) -> String {
        var hash = SHA256()
        hash.update(bytes)
        return hash.hexDigest()
    }

    static func changedByOthers(_ path: String) -> FileEditFailure {
        FileEditFailure(.changedByOthers, "\(path) was changed by others meanwhile, and was left as it is")
    }
}

/// A file as found: where it really is, and its text.
struct FoundFile: Sendable {
    /// The path without symbolic links.
    var realPath: String
    /// The text; nil where there is no file.
    var bytes: [UInt8]?
    /// How many other names (hard links) the file has.
    var otherLinks = 0
}

/// The two ways to a file.
enum FileAccess: Sendable {
    case direct(timeout: Duration?, exchanges: Bool)
    case sudo(SudoFile)

    /// Reads a file.
    func read(_ path: String) async throws(FileEditFailure) -> FoundFile {
        switch self {
        case .sudo(let file): try await file.read(path)
        case .direct: try await blocking(path) { () throws(FileEditFailure) in try DirectFile.read(path) }
        }
    }

    /// Replaces a file whose text has the digest `expecting`; makes it where that is nil.
    func replace(
        _ path: String, expecting: String?, with new: [UInt8], digest: String
    ) async throws(FileEditFailure) {
        switch self {
        case .sudo(let file): try await file.replace(path, expecting: expecting, with: new, digest: digest)
        case .direct(_, let exchanges):
            try await blocking(path) { () throws(FileEditFailure) in
                try DirectFile(path, exchanges: exchanges).replace(expecting: expecting, with: new)
            }
        }
    }

    /// Removes a file whose text has the digest `expecting`.
    func remove(_ path: String, expecting: String) async throws(FileEditFailure) {
        switch self {
        case .sudo(let file): try await file.remove(path, expecting: expecting)
        case .direct:
            try await blocking(path) { () throws(FileEditFailure) in try DirectFile(path).remove(expecting: expecting) }
        }
    }

    private func blocking<Value: Sendable>(
        _ path: String, _ body: @escaping @Sendable () throws(FileEditFailure) -> Value
    ) async throws(FileEditFailure) -> Value {
        guard case .direct(let timeout, _) = self else { preconditionFailure("blocking work on \(path) through sudo") }
        let outcome = await DetachedThread.run(name: "rung-edit", timeout: timeout) {
            _ -> Result<Value, FileEditFailure> in
            do throws(FileEditFailure) { return .success(try body()) } catch { return .failure(error) }
        }
        switch outcome {
        case .finished(let result): return try result.get()
        case .timedOut: throw FileEditFailure(.interrupted, "\(path): the file system did not answer within the time")
        case .interrupted: throw FileEditFailure(.interrupted, "\(path): interrupted")
        case .noThread: throw FileEditFailure(.system, "\(path): the system gives no thread to work on the file")
        }
    }
}
