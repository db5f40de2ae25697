import ArgumentParser
import Diagnostics
import FileEditing
import RunbookEditing
import RunbookLoading
import StepExecution
import TerminalIO

/// One edit of one file: read, edited, checked, written.
struct EditRun {
    let file: String
    let switches: EditSwitches
    let context: CommandContext

    private var isInput: Bool { file == "-" }
    private var name: String { isInput ? "standard input" : file }

    /// Does it, and says what was done.
    func perform(_ operation: any EditOperation) throws(CommandRefusal) -> ExitCode {
        let opened = isInput ? nil : try EditedFile.read(file)
        let old: [UInt8]
        if let opened { old = opened.bytes } else { old = try EditedFile.standardInput() }
        let edit = try edit(operation)
        let result: EditedRunbook
        do throws(RunbookEditFailure) {
            result = try RunbookEditor(name: name, bytes: old).apply(edit)
        } catch {
            throw CommandRefusal(error, of: name)
        }
        let new = result.bytes
        let isChanged = new != old
        if isChanged, !switches.force { try check(result, old) }
        if switches.dryRun {
            context.output.write(UnifiedDiff.text(path: name, old: old, new: new))
        } else if let opened {
            try EditedFile.replace(opened, with: new)
            let summary = isChanged ? result.summary : "nothing to change"
            context.output.write("\(Sanitizer.clean(file)): \(Sanitizer.clean(summary))\n")
        } else {
            context.output.write(String(decoding: new, as: UTF8.self))
        }
        return ExitCodes.success
    }

    private func edit(_ operation: any EditOperation) throws(CommandRefusal) -> RunbookEdit {
        if let adding = operation as? AddStepOperation, let source = adding.from {
            return adding.edit(body: try body(source))
        }
        do throws(RunbookEditFailure) {
            return try operation.edit()
        } catch {
            throw CommandRefusal(error, of: name)
        }
    }

    private func body(_ source: String) throws(CommandRefusal) -> [UInt8] {
        if source == "-" {
            guard !isInput else {
                throw CommandRefusal("standard input cannot be both the runbook and the step's keys")
            }
            return try EditedFile.standardInput()
        }
        do throws(FileReadError) {
            return try FileReading.read(source, takes: .anything)
        } catch {
            throw CommandRefusal("--from \(Sanitizer.clean(source)): \(error.message)")
        }
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
        throw CommandRefusal(
            "\(Sanitizer.clean(name)) is not changed: the result would not be a valid runbook",
            hint: "--force writes it all the same", diagnostics: loaded.diagnostics.filter { $0.severity == .error })
    }
}
