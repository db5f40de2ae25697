import FileEditing
import Glibc
import Interpreter
import StepExecution
import YAMLEditing
import YAMLSyntax

extension LocalExecutor {
    /// Does a stage of an edit (rule 13).
    func edit(_ edit: ResolvedEdit, _ stage: EditStage, _ order: ActionOrder) async -> ActionEnd {
        let began = ContinuousClock.now
        let editor = FileEditor(timeout: order.timeout)
        let state: EditOutcome.State
        var isInterrupted = false
        do throws(FileEditFailure) {
            state =
                switch stage {
                case .plan: try await plan(edit, by: editor, order)
                case .write(let plan): try await write(edit, as: plan, by: editor, order)
                case .look(let plan): try await look(at: plan, edit, by: editor)
                case .putBack(let plan): try await putBack(plan, edit, by: editor)
                }
        } catch {
            // Only what changes nothing is ended by an interruption, and then it is looked at again.
            isInterrupted = error.kind == .interrupted && Task.isCancelled
            state = .failed(masker.mask(error.messageWithPlace))
        }
        return ActionEnd(
            result: .edit(EditOutcome(state, elapsed: began.duration(to: .now))), isInterrupted: isInterrupted)
    }

    private func plan(
        _ edit: ResolvedEdit, by editor: FileEditor, _ order: ActionOrder
    ) async throws(FileEditFailure) -> EditOutcome.State {
        let plan = try await editor.plan(request(edit, order))
        if plan.isUnchanged { return .unchanged(path: plan.realPath) }
        return .planned(
            EditPlan(
                path: plan.realPath, before: plan.before, after: plan.after, diff: masker.mask(plan.diff),
                otherLinks: plan.otherLinks))
    }

    private func write(
        _ edit: ResolvedEdit, as plan: EditPlan, by editor: FileEditor, _ order: ActionOrder
    ) async throws(FileEditFailure) -> EditOutcome.State {
        let backup = try backup(of: plan)
        let record = try await editor.write(
            request(edit, order),
            as: FileEditPlan(realPath: plan.path, before: plan.before, after: plan.after, diff: ""), backup: backup)
        return .written(backup: record.backup)
    }

    private func look(
        at plan: EditPlan, _ edit: ResolvedEdit, by editor: FileEditor
    ) async throws(FileEditFailure) -> EditOutcome.State {
        switch try await editor.state(of: record(plan), sudo: sudo(edit)) {
        case .before: .isBefore
        case .after: .isAfter
        case .other: .failed("\(plan.path) was changed by others meanwhile, and was left as it is")
        case .absent: .failed("\(plan.path) was removed by others meanwhile")
        }
    }

    private func putBack(
        _ plan: EditPlan, _ edit: ResolvedEdit, by editor: FileEditor
    ) async throws(FileEditFailure) -> EditOutcome.State {
        try await editor.restore(record(plan), sudo: sudo(edit))
        return .putBack
    }

    private func request(_ edit: ResolvedEdit, _ order: ActionOrder) -> FileEditRequest {
        FileEditRequest(
            path: edit.file, workingDirectory: workdir(of: order), change: edit.change.forFile,
            createsFile: edit.createsFile, sudo: sudo(edit))
    }

    private func sudo(_ edit: ResolvedEdit) -> SudoAccess? {
        guard edit.usesSudo else { return nil }
        // A password can be asked for where an operator is.
        let mayAsk = surroundings.mode == .guided && inherited["SUDO_ASKPASS"] != nil
        return SudoAccess(
            prefix: mayAsk ? ["sudo", "-A"] : ["sudo", "-n"], runner: runner, environment: inherited,
            timeout: mayAsk ? .seconds(300) : .seconds(60))
    }

    private func record(_ plan: EditPlan) -> FileEditRecord {
        FileEditRecord(
            realPath: plan.path, before: plan.before, after: plan.after,
            backup: plan.before.flatMap { _ in surroundings.keptFiles.map { "\($0)/\(Self.keptName(plan))" } })
    }

    /// What the kept file is called: by its name and its content, so that an edit that is taken up again finds it.
    private static func keptName(_ plan: EditPlan) -> String {
        let name = plan.path.split(separator: "/").last.map(String.init) ?? "file"
        return "\(name.utf8.count <= 100 ? name : "file").\((plan.before ?? plan.after).prefix(12))"
    }

    /// Where the old file is kept.
    private func backup(of plan: EditPlan) throws(FileEditFailure) -> String {
        guard let folder = surroundings.keptFiles else {
            throw FileEditFailure(.system, "there is no state folder in which the old file could be kept")
        }
        let parent = String(folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)])
        for path in [parent, folder] where mkdir(path, 0o700) != 0 && errno != EEXIST {
            throw FileEditFailure(
                .system,
                "\(path), where the old file would be kept, cannot be made: \(String(cString: strerror(errno)))")
        }
        return "\(folder)/\(Self.keptName(plan))"
    }
}

extension FileEditFailure {
    /// The message, with the line that it is about where it does not say one.
    fileprivate var messageWithPlace: String {
        guard let line, !message.contains("line") else { return message }
        return "\(message) (line \(line))"
    }
}

extension ResolvedEdit.Change {
    /// The change as the editor of files takes it.
    fileprivate var forFile: FileChange {
        switch self {
        case .set(let tree): .set(tree.forFile)
        case .replace(let pattern, let text): .replace(pattern: pattern, with: text)
        case .ensureLine(let line, let pattern): .ensureLine(line: line, pattern: pattern)
        case .block(let name, let text): .block(name: name, text: text)
        }
    }
}

extension ResolvedTree {
    fileprivate var forFile: ValueTree {
        switch self {
        case .map(let members): .map(members.map { ValueTree.Entry($0.key, $0.value.forFile) })
        case .list(let elements): .list(elements.map(\.forFile))
        case .null: .scalar(.null)
        case .bool(let value): .scalar(.bool(value))
        case .int(let value): .scalar(.int(value))
        case .double(let value): .scalar(.float(value))
        case .string(let value): .scalar(.string(value))
        }
    }
}
