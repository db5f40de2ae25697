import Diagnostics
import YAMLSyntax

extension LintRules {
    static let endlessCommand = LintRule(
        "R004", "endless-command", .warning, "A command does not end by itself.",
        explanation: """
            `docker stats`, `tail -f`, `journalctl -f` and their like show more and more until somebody presses Ctrl-C. \
            In a step nobody does: the command takes its whole timeout, is ended, and its check says nothing. The walk \
            is a minute late, and blind.

            Ask for what is there already: `docker stats --no-stream`, `docker compose logs --tail=100`, `ping -c 3`. \
            To wait for something to appear, use `verify` or `retry`. `--fix` takes the flag out, or adds the one that is \
            missing. What `timeout 5 …` ends, what runs in the background, and what is piped into `grep -q` or `head` is \
            not meant.
            """,
        example: (
            wrong: """
            stats:
              check: docker stats
            """,
            right: """
            stats:
              check: docker stats --no-stream
            """
        ),
        isFixable: true
    ) { subject in
        subject.file.commands.flatMap { written -> [LintFinding] in
            let quitting = Set(written.commands.filter(\.quitsEarly).map(\.pipeline))
            let reasons = written.readings.lazy.filter { !quitting.contains($0.command.pipeline) }
                .compactMap(EndlessCommands.reason)
            return reasons.prefix(WrittenCommand.mostFindings).map { reason in
                LintFinding(
                    reason.words, at: written.range(of: reason.place, in: subject.source), hint: reason.hint,
                    fix: written.fix(for: reason.remedy))
            } + Self.endlessLoops(in: written, subject.source)
        }
    }

    /// `while true` with nothing that leaves it.
    private static func endlessLoops(in written: WrittenCommand, _ source: SourceText) -> [LintFinding] {
        let leaves = written.commands.contains { ["break", "exit", "return"].contains($0.words.first?.literal) }
        guard !leaves else { return [] }
        return written.commands.filter(\.isEndlessCondition).map { command in
            LintFinding(
                "nothing leaves this loop", at: written.range(of: command, in: source),
                hint: "let `retry` or `verify` try again, or count the rounds and leave by `exit`")
        }
    }
}

extension ShellCommand {
    /// Whether the command ends before its input does, and with it what is piped into it.
    fileprivate var quitsEarly: Bool {
        guard let invocation = invocations.last else { return false }
        switch invocation.program {
        case "head": return true
        case "grep", "egrep", "fgrep", "zgrep", "rg": return invocation.hasFlag("-q", "--quiet", "-m", "--max-count")
        case "sed": return invocation.texts.contains { $0.hasSuffix("q") }
        default: return false
        }
    }

    fileprivate var isEndlessCondition: Bool {
        guard words.count == 1 else { return false }
        return keywords.last == "while" && ["true", ":"].contains(words[0].literal)
            || keywords.last == "until" && words[0].literal == "false"
    }
}

extension WrittenCommand {
    fileprivate func fix(for remedy: EndlessCommands.Remedy) -> LintFix? {
        switch remedy {
        case .none: nil
        case .dropFlag(let word, let letter): dropping(word, letter: letter)
        case .addFlag(let flag, let word): adding(flag, after: word)
        }
    }

    /// Takes a flag out, or its letter out of a cluster of letters.
    func dropping(_ word: ShellWord, letter: Character?) -> LintFix? {
        let place = texts[word.origin]
        guard place.node.aliasName == nil else { return nil }
        if let letter {
            guard let text = word.literal, !word.isQuoted || !isScript else { return nil }
            let rest = String(text.filter { $0 != letter })
            return LintFix("takes `\(letter)` out of `\(text)`", .text(place, word.range, rest))
        }
        if !isScript, word.range == 0..<place.text.utf8.count {
            return LintFix("takes `\(word.text)` out", .removeItem(place.path))
        }
        // With the blank before it.
        let bytes = Array(place.text.utf8)
        var start = word.range.lowerBound
        while start > 0, bytes[start - 1] == 0x20 { start -= 1 }
        return LintFix("takes `\(word.text)` out", .text(place, start..<word.range.upperBound, ""))
    }

    /// Adds a flag after a word.
    fileprivate func adding(_ flag: String, after word: ShellWord) -> LintFix? {
        let place = texts[word.origin]
        guard place.node.aliasName == nil else { return nil }
        if !isScript, word.range == 0..<place.text.utf8.count {
            guard !flag.contains(" ") else { return nil }
            return LintFix("adds `\(flag)`", .insertItem(flag, after: place.path))
        }
        let end = word.range.upperBound
        return LintFix("adds `\(flag)`", .text(place, end..<end, " " + flag))
    }
}
