import FileEditing
import RunbookLoading
import StepExecution
import TerminalIO

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

    /// Replaces it by its new text, unless others changed it meanwhile.
    static func replace(_ file: RewrittenFile, with bytes: [UInt8]) throws(CommandRefusal) {
        do throws(FileEditFailure) {
            try file.replace(with: bytes)
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
