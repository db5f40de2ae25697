/// A command of a step as the vocabulary reads it: an invocation, and what stands around it.
struct CommandText: Sendable {
    /// What is run.
    let invocation: Invocation
    /// The command that it is a part of.
    let command: ShellCommand
    /// Texts that other commands of the same pipeline print into it.
    let fed: [String]

    /// The program's name.
    var program: String { invocation.program }

    /// All texts that an interpreter of SQL or the like is given: arguments, here-documents, what is piped into it.
    var spokenTexts: [String] {
        invocation.texts + command.redirections.compactMap(\.document) + fed
    }

    /// The command's beginning, as a message shows it.
    var shownHead: String {
        let text = ([program] + invocation.texts).joined(separator: " ")
        let line = text.prefix { !$0.isNewline }
        return line.count > 50 ? "`\(line.prefix(48))…`" : "`\(line)`"
    }
}

extension WrittenCommand {
    /// Every invocation of commands, with what stands around it.
    static func readings(of commands: [ShellCommand]) -> [CommandText] {
        var texts: [Int: [String]] = [:]
        for command in commands {
            guard let word = command.words.first, ["echo", "printf", "cat"].contains(word.text) else { continue }
            texts[command.pipeline, default: []] +=
                command.words.dropFirst().map(\.text) + command.redirections.compactMap(\.document)
        }
        return commands.flatMap { command in
            command.invocations.map { invocation in
                CommandText(invocation: invocation, command: command, fed: texts[command.pipeline] ?? [])
            }
        }
    }
}

extension [ShellWord] {
    /// Whether there are words, and all of them name what is there for the moment only.
    var areTemporary: Bool { !isEmpty && allSatisfy(\.isTemporary) }
}

extension ShellWord {
    /// Whether the word names something that is there for the moment only: `/tmp/x`, `"$tmp"`, `"$TMPDIR/x"`.
    var isTemporary: Bool {
        switch parts.first {
        case .literal(let text)?:
            return text.hasPrefix("/tmp/") || text.hasPrefix("/var/tmp/") || text.hasPrefix("/dev/shm/")
        case .variable(let name)?:
            let lower = name.lowercased()
            return lower.contains("tmp") || lower.contains("temp") || lower.contains("scratch")
        default: return false
        }
    }

    /// Whether what is written to it is kept nowhere: `/dev/null` and the terminal's streams.
    var isNoFile: Bool {
        ["/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty", "-"].contains(literal) || text.hasPrefix("/dev/fd/")
            || text.hasPrefix("/proc/self/fd/")
    }
}
