import Diagnostics
import RunbookLoading
import YAMLEditing
import YAMLSyntax

/// A command as a step holds it, a script or a list of arguments, taken apart.
struct WrittenCommand: Sendable {
    /// What a command is for.
    enum Role: Sendable {
        case check, fix, verification, preview, validation, application

        /// Whether it may only look.
        var onlyReads: Bool {
            switch self {
            case .check, .verification, .preview: true
            case .fix, .validation, .application: false
            }
        }

        /// The command as a sentence names it.
        var inWords: String {
            switch self {
            case .check: "a check"
            case .fix: "a fix"
            case .verification: "a verification"
            case .preview: "a preview"
            case .validation: "`validate`"
            case .application: "`apply`"
            }
        }
    }

    /// More findings than this of one rule in one command would tell nobody anything new.
    static let mostFindings = 100

    /// What it is for.
    let role: Role
    /// The step that holds it.
    let step: LintedStep
    /// The texts that it is made of: one script, or the arguments.
    let texts: [TextPlace]
    /// Whether it is a script.
    let isScript: Bool
    /// The commands in it, those of scripts within scripts among them.
    private(set) var commands: [ShellCommand] = []
    /// Every invocation in it, with what stands around it.
    private(set) var readings: [CommandText] = []
    /// The comments of its scripts, by the text that they stand in.
    private(set) var comments: [(origin: Int, range: Range<Int>)] = []
    /// The arguments that are scripts of their own, with their shells.
    private var scriptArguments: [(origin: Int, shell: String)] = []

    /// A command under a key; nil where the node is none.
    init?(_ role: Role, of step: LintedStep, _ node: YAMLNode, at path: [TextPlace.Step]) {
        self.role = role
        self.step = step
        switch node.content {
        case .scalar(let scalar) where !scalar.text.isEmpty:
            isScript = true
            texts = [TextPlace(node: node, path: path)]
            read(ShellScript(scalar.text), origin: 0, level: 0)
        case .sequence(let items, _) where !items.isEmpty && items.allSatisfy({ $0.scalar != nil }):
            isScript = false
            texts = items.enumerated().map { TextPlace(node: $1, path: path + [.index($0)]) }
            var command = ShellCommand()
            command.words = texts.enumerated().map { Self.argument($1.text, origin: $0) }
            commands.append(command)
            readScripts(in: command, level: 0)
        default: return nil
        }
        readings = Self.readings(of: commands)
    }

    /// Where a word stands in the file.
    func range(of word: ShellWord, in source: SourceText) -> SourceRange {
        texts[word.origin].range(of: word.range, in: source)
    }

    /// Where a command stands, from its first word to its last.
    func range(of command: ShellCommand, in source: SourceText) -> SourceRange {
        guard let first = command.words.first, let last = command.words.last, first.origin != last.origin else {
            let origin = command.words.first?.origin ?? command.redirections.first?.target.origin ?? 0
            let range = command.range.isEmpty ? command.words.first?.range ?? command.range : command.range
            return texts[origin].range(of: range, in: source)
        }
        return SourceRange(start: range(of: first, in: source).start, end: range(of: last, in: source).end)
    }

    /// Where an invocation stands, from its program to its last argument.
    func range(of invocation: Invocation, in source: SourceText) -> SourceRange {
        let last = invocation.arguments.last ?? invocation.word
        return SourceRange(
            start: range(of: invocation.word, in: source).start, end: range(of: last, in: source).end)
    }

    /// The scripts in it, for a checker of scripts.
    var scripts: [LintedScript] {
        if isScript {
            return [LintedScript(text: texts[0].text, shell: "sh", flags: "-eu", place: texts[0], step: step)]
        }
        return scriptArguments.map { argument in
            LintedScript(
                text: texts[argument.origin].text, shell: argument.shell, flags: "", place: texts[argument.origin],
                step: step)
        }
    }

    // MARK: Taking apart

    private mutating func read(_ script: ShellScript, origin: Int, level: Int, at fixed: Range<Int>? = nil) {
        for comment in script.comments where fixed == nil { comments.append((origin, comment)) }
        for var command in script.commands {
            command.settle(origin: origin, at: fixed)
            commands.append(command)
            readScripts(in: command, level: level)
        }
    }

    /// Reads the scripts that a command gives to shells, a few levels deep.
    private mutating func readScripts(in command: ShellCommand, level: Int) {
        guard level < 4 else { return }
        for invocation in command.invocations {
            guard let word = invocation.script else { continue }
            let bytes = Array(texts[word.origin].text.utf8)
            if !isScript, level == 0 {
                // An argument is a script as it stands.
                scriptArguments.append((word.origin, invocation.program))
                read(ShellScript(bytes, in: 0..<bytes.count), origin: word.origin, level: 1)
            } else if let quoted = word.quoted {
                read(ShellScript(bytes, in: quoted), origin: word.origin, level: level + 1)
            } else if let text = word.literal {
                read(ShellScript(text), origin: word.origin, level: level + 1, at: word.range)
            }
        }
    }

    /// An argument, with the runbook's expressions as what a run decides.
    private static func argument(_ text: String, origin: Int) -> ShellWord {
        var word = ShellWord(range: 0..<text.utf8.count)
        word.origin = origin
        word.isQuoted = true
        let bytes = Array(text.utf8)
        word.parts = TemplatePieces(of: text).pieces.map { piece in
            switch piece {
            case .literal(let text): .literal(text)
            case .expression(let range): .variable(String(decoding: bytes[range], as: UTF8.self))
            }
        }
        if word.parts.isEmpty { word.parts = [.literal(text)] }
        return word
    }
}

extension ShellCommand {
    /// Says which text the command's words stand in; with `fixed` all of them get one place.
    fileprivate mutating func settle(origin: Int, at fixed: Range<Int>?) {
        func settled(_ word: ShellWord) -> ShellWord {
            var word = word
            word.origin = origin
            if let fixed {
                word.range = fixed
                word.quoted = nil
            }
            return word
        }
        words = words.map(settled)
        assignments = assignments.map(settled)
        for index in redirections.indices {
            redirections[index].target = settled(redirections[index].target)
            if let fixed { redirections[index].range = fixed }
        }
        if let fixed { range = fixed }
    }
}
