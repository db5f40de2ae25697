import ArgumentParser
import FileEditing
import RunbookEditing
import StepExecution
import TerminalIO

/// `rung fmt`: gives runbooks their canonical form.
struct FmtCommand: SynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt", abstract: "Give runbooks one layout; comments, order and meaning stay.",
        discussion: """
            rung fmt runbooks/*.yaml            rewrites what is laid out otherwise, and names it
            rung fmt --check runbooks/*.yaml    changes nothing, names what is laid out otherwise
            rung fmt --diff x.yaml              changes nothing, shows what would change
            rung fmt -                          standard input to standard output, for editors

            Exit codes: 0 done (--check: nothing found), 2 a file that is no YAML (--check: something found).
            """)

    @Argument(help: ArgumentHelp("The files; - is standard input.", valueName: "file"))
    var files: [String]

    @Flag(help: "Change nothing; name the files whose layout is another.")
    var check = false

    @Flag(help: "Change nothing; show the difference.")
    var diff = false

    func validate() throws {
        if files.contains("-"), files.count > 1 { throw ValidationError("- stands alone: standard input is one file") }
    }

    func perform(in context: CommandContext) throws -> ExitCode {
        Formatting(files: files, check: check, diff: diff).perform(in: context)
    }
}

/// The formatting of files.
struct Formatting: PlainWork {
    var files: [String]
    var check: Bool
    var diff: Bool

    init(files: [String], check: Bool, diff: Bool) {
        self.files = files
        self.check = check
        self.diff = diff
    }

    /// That of `fmt FILE…` and `fmt --check FILE…`.
    init?(plain words: ArraySlice<String>) {
        let check = words.first == "--check"
        let files = Array(check ? words.dropFirst() : words)
        guard !files.isEmpty, files == ["-"] || files.allSatisfy({ !$0.hasPrefix("-") }) else { return nil }
        self.init(files: files, check: check, diff: false)
    }

    func perform(in context: CommandContext) -> ExitCode {
        if files == ["-"] { return formatInput(context) }
        var result = ExitCodes.success
        for path in files {
            do throws(CommandRefusal) {
                if try format(path, context), check { result = ExitCodes.invalid }
            } catch {
                error.show(on: context)
                // One file that cannot be formatted does not keep the others from it.
                if result != ExitCodes.failure { result = error.code }
            }
        }
        return result
    }

    /// Formats a file; whether its layout was another.
    private func format(_ path: String, _ context: CommandContext) throws(CommandRefusal) -> Bool {
        let file = try EditedFile.read(path)
        let formatted = try Self.formatted(file.bytes, name: path)
        RunbookFiles.leave(formatted)
        guard formatted.bytes != file.bytes else { return false }
        func isRight() throws(CommandRefusal) { try Self.check(formatted, name: path) }
        let name = Sanitizer.clean(path)
        if diff {
            try isRight()
            context.output.write(UnifiedDiff.text(path: path, old: file.bytes, new: formatted.bytes))
        } else if check {
            try isRight()
            context.output.write("\(name): not formatted; `rung fmt \(name)` does it\n")
        } else {
            try EditedFile.replace(file, with: formatted.bytes, checkedBy: isRight)
            context.output.write("\(name): formatted\n")
        }
        return true
    }

    private func formatInput(_ context: CommandContext) -> ExitCode {
        do throws(CommandRefusal) {
            let old = try EditedFile.standardInput()
            let formatted = try Self.formatted(old, name: "standard input")
            try Self.check(formatted, name: "standard input")
            let new = formatted.bytes
            if diff {
                context.output.write(UnifiedDiff.text(path: "standard input", old: old, new: new))
            } else if !check {
                context.output.write(String(decoding: new, as: UTF8.self))
            } else if old != new {
                context.output.write("standard input: not formatted\n")
            }
            return check && old != new ? ExitCodes.invalid : ExitCodes.success
        } catch {
            error.show(on: context)
            return error.code
        }
    }

    private static func formatted(_ bytes: [UInt8], name: String) throws(CommandRefusal) -> FormattedRunbook {
        do throws(RunbookEditFailure) {
            return try FormattedRunbook(of: bytes, name: name)
        } catch {
            throw CommandRefusal(error, of: name)
        }
    }

    private static func check(_ formatted: FormattedRunbook, name: String) throws(CommandRefusal) {
        do throws(RunbookEditFailure) {
            RunbookFiles.leave(try formatted.check())
        } catch {
            throw CommandRefusal(error, of: name)
        }
    }
}
