import ArgumentParser
import Diagnostics
import RunbookEditing
import TerminalIO

/// What keeps a file from being edited or formatted: in a sentence, in places of the text, or both.
struct CommandRefusal: Error {
    /// A sentence that begins with the file's name; nil where the diagnostics say all.
    var message: String?
    /// How to mend it.
    var hint: String?
    /// What is wrong in the text.
    var diagnostics: [Diagnostic]
    /// How the process ends.
    var code: ExitCode

    init(
        _ message: String? = nil, hint: String? = nil, diagnostics: [Diagnostic] = [],
        code: ExitCode = ExitCodes.invalid
    ) {
        self.message = message
        self.hint = hint
        self.diagnostics = diagnostics
        self.code = code
    }

    /// What an edit or a format of a file failed at.
    init(_ failure: RunbookEditFailure, of name: String) {
        self.init(
            Sanitizer.clean("\(name): \(failure.message)"), hint: failure.hint.map { Sanitizer.clean($0) },
            diagnostics: failure.diagnostics)
    }

    /// Shows it on standard error.
    func show(on context: CommandContext) {
        RunbookFiles.show(diagnostics, on: context.errors, context)
        if let message { context.errors.write("rung: \(message)" + (hint.map { "; \($0)" } ?? "") + "\n") }
    }
}
