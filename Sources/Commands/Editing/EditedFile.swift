import FileEditing
import RunbookLoading
import StepExecution
import TerminalIO
import Threads

/// Reading and replacing the files that commands edit, with failures as commands say them.
enum EditedFile {
    /// Reads a file that is to be replaced.
    static func read(_ path: String) throws(CommandRefusal) -> RewrittenFile {
        do throws(FileEditFailure) {
            return try RewrittenFile(path)
        } catch {
            throw CommandRefusal(Sanitizer.clean(error.message))
        }
    }

    /// Replaces it by a new text, unless a check of that throws or others changed the file meanwhile.
    ///
    /// To put the text on the disk takes as long as to check it: one is done beside the other.
    static func replace(
        _ file: RewrittenFile, with bytes: [UInt8], checkedBy check: () throws(CommandRefusal) -> Void
    ) throws(CommandRefusal) {
        let verdict = Handover<Bool>(room: 1)
        let writing = SideWork.begin {
            Result { () throws(FileEditFailure) in try file.replace(with: bytes) { verdict.take() ?? false } }
        }
        let checked = Result { () throws(CommandRefusal) in try check() }
        if case .success = checked { _ = verdict.give(true) }
        verdict.end()
        let written = writing?.result()
        try checked.get()
        do throws(FileEditFailure) {
            // Where there can be no thread, it is written now.
            if let written { try written.get() } else { try file.replace(with: bytes) }
        } catch {
            let isOthers = error.kind == .changedByOthers
            throw CommandRefusal(
                Sanitizer.clean(error.message), hint: isOthers ? "run the command again" : nil,
                code: isOthers ? ExitCodes.refused : ExitCodes.failure)
        }
    }

    /// The text on standard input.
    static func standardInput() throws(CommandRefusal) -> [UInt8] {
        do throws(FileReadError) {
            return try FileReading.standardInput()
        } catch {
            throw CommandRefusal("standard input: \(error.message)")
        }
    }
}
