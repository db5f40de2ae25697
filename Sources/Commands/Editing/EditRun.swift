import ArgumentParser
import Diagnostics
import FileEditing
import RunbookEditing
import RunbookLoading
import StepExecution
import TerminalIO

/// How an edit is made.
struct EditManner {
    /// Whether the difference is shown, and nothing changed.
    var isDry = false
    /// Whether a result is written that is no valid runbook.
    var isForced = false
}

/// One edit of one file: read, edited, checked, written.
struct EditRun {
    let file: String
    let manner: EditManner
    let context: CommandContext

    private var isInput: Bool { file == "-" }
    private var name: String { isInput ? "standard input" : file }

    /// Does it, and says what was done or what kept it from being done.
    func perform(_ edit: () throws(RunbookEditFailure) -> RunbookEdit) -> ExitCode {
        // What is forced is not checked, and loads nothing.
        let warmUp = manner.isForced ? nil : LoaderWarmUp.begin()
        defer { warmUp?.end() }
        do throws(CommandRefusal) {
            try change(edit)
            return ExitCodes.success
        } catch {
            error.show(on: context)
            return error.code
        }
    }

    private func change(_ edit: () throws(RunbookEditFailure) -> RunbookEdit) throws(CommandRefusal) {
        let opened = isInput ? nil : try EditedFile.read(file)
        let old: [UInt8]
        if let opened { old = opened.bytes } else { old = try EditedFile.standardInput() }
        let result: EditedRunbook
        do throws(RunbookEditFailure) {
            let edit = try edit()
            let editor = try RunbookEditor(name: name, bytes: old)
            RunbookFiles.leave(editor)
            result = try editor.apply(edit)
        } catch {
            throw CommandRefusal(error, of: name)
        }
        let new = result.bytes
        guard let opened, !manner.isDry else {
            if new != old, !manner.isForced { try check(result, old) }
            context.output.write(
                manner.isDry
                    ? UnifiedDiff.text(path: name, old: old, new: new) : String(decoding: new, as: UTF8.self))
            return
        }
        if new == old {
            context.output.write("\(Sanitizer.clean(file)): nothing to change\n")
            return
        }
        try EditedFile.replace(opened, with: new) { () throws(CommandRefusal) in
            if !manner.isForced { try check(result, old) }
        }
        context.output.write("\(Sanitizer.clean(file)): \(Sanitizer.clean(result.summary))\n")
    }

    /// Refuses a result that is no valid runbook, or has names that lead nowhere.
    private func check(_ result: EditedRunbook, _ old: [UInt8]) throws(CommandRefusal) {
        guard result.dangling.isEmpty else {
            let source = SourceText(name: name, bytes: old)
            let places = result.dangling.map { mention in
                Diagnostic(
                    code: "still-named", message: "\(mention.holder) names the step", range: mention.range,
                    source: source)
            }
            let isWay = result.dangling.contains { $0.role.isWay }
            throw CommandRefusal(
                "\(Sanitizer.clean(name)) is not changed: the step is still named in \(places.count) "
                    + "place\(places.count == 1 ? "" : "s")",
                hint: isWay
                    ? "`--rewire TO` leads what led to it to another step, --force removes it all the same"
                    : "change these first; --force removes it all the same", diagnostics: places)
        }
        let loaded = RunbookLoader(readFile: FileReading.read).load(path: name, document: result.document)
        guard loaded.set == nil else { return RunbookFiles.leave(loaded) }
        // Scenarios and configurations are edited as well.
        let other = OtherFile(loaded, path: name, bytes: result.bytes, context)
        if let other, other.isValid { return }
        let wanted =
            switch other?.kind {
            case .configuration?: "configuration"
            case .scenarios?: "file of scenarios"
            case nil: "runbook"
            }
        throw CommandRefusal(
            "\(Sanitizer.clean(name)) is not changed: the result would not be a valid \(wanted)",
            hint: "--force writes it all the same",
            diagnostics: (other?.diagnostics ?? loaded.diagnostics).filter { $0.severity == .error })
    }
}
