import Interpreter
import RunbookModel
import TerminalIO
import Wording

extension TextTranscript {
    /// How many lines of an output the brief form shows.
    private static let briefLines = 6

    /// Tells how an action ended, and what it wrote.
    mutating func tellResult(_ result: ActionResult, of order: ActionOrder) {
        switch result {
        case .command(let outcome):
            tellOutput(result, depth: 1)
            if let problem = outcome.startProblem {
                line(1, mark(.bad) + " \(Sanitizer.clean(problem))")
            } else {
                let over = outcome.timedOut ? ", \(say(.timeOver))" : ""
                line(1, dim("\(say(.exit)) \(outcome.exit)\(over) (\(outcome.elapsed.brief))"))
            }
        case .notRun(let reason): line(1, mark(.skipped) + " \(say(.notRun)): \(clean(reason))")
        case .edit(let outcome): tell(outcome)
        case .http, .tcp, .file: tellOutput(result, depth: 1)
        }
    }

    /// Tells what came of a stage of an edit: before it is made, its diff.
    private mutating func tell(_ outcome: EditOutcome) {
        switch outcome.state {
        case .unchanged(let path): line(1, Sanitizer.clean(say(.unchangedFile(path))))
        case .planned(let plan):
            tellDiff(plan.diff)
            if plan.otherLinks > 0 {
                let words = broken(say(.linked(plan.otherLinks)), after: 12)
                for (index, text) in words.enumerated() { line(1, (index == 0 ? mark(.unknown) + " " : "  ") + text) }
            }
        case .written(let backup):
            line(1, dim(say(.written) + (backup == nil ? "" : "; \(say(.keptAs))")))
            if let backup { line(1, dim("  \(Sanitizer.clean(backup))")) }
        case .putBack: line(1, dim(say(.oldFileIsBack)))
        case .isBefore: line(1, dim(say(.fileIsBefore)))
        case .isAfter: line(1, dim(say(.fileIsAfter)))
        case .failed: break  // the step's own end says why
        }
    }

    /// Tells a unified diff, what goes and what comes in colours.
    private mutating func tellDiff(_ diff: String) {
        for text in TextLines.split(diff) {
            let shown = Sanitizer.clean(String(text), keeping: [.tabs])
            switch text.utf8.first {
            case UInt8(ascii: "+"): line(1, colour(shown, 32))
            case UInt8(ascii: "-"): line(1, colour(shown, 31))
            default: line(1, dim(shown))
            }
        }
    }

    /// Tells what an action wrote.
    mutating func tellOutput(_ result: ActionResult, depth: Int) {
        switch result {
        case .command(let outcome):
            tell(outcome.stdout, "", depth: depth)
            tell(outcome.stderr, "! ", depth: depth)
            if outcome.exit != 0, Self.wantsPassword(outcome.stderr.text) {
                line(depth, say(.sudoWantsPassword))
            }
        case .http(let outcome):
            if outcome.status > 0 { line(depth, dim("\(say(.status)) \(outcome.status)")) }
            tell(outcome.body, "", depth: depth)
        case .file(let outcome):
            if style.detail == .full, let content = outcome.content { tell(content, "", depth: depth) }
            if let problem = outcome.problem { line(depth, Sanitizer.clean(problem)) }
        case .tcp, .edit, .notRun: break
        }
    }

    /// Whether sudo says that it got no password.
    private static func wantsPassword(_ text: String) -> Bool {
        // Where somebody was asked and gave none, nothing has to be allowed.
        guard text.contains("sudo"), !text.contains("no password was provided") else { return false }
        return ["a password is required", "a terminal is required", "no askpass program"].contains(where: text.contains)
    }

    private mutating func tell(_ captured: Captured, _ prefix: String, depth: Int) {
        if captured.isWithheld {
            if captured.size > 0 { line(depth, dim("│ \(prefix)\(say(.sensitive(captured.size)))")) }
            return
        }
        var texts = TextLines.split(captured.text).map(String.init)
        while let last = texts.last, TextLines.trimmed(last).isEmpty { texts.removeLast() }
        if style.detail != .full, texts.count > Self.briefLines {
            let hidden = texts.count - Self.briefLines
            texts = [say(.moreLines(hidden))] + texts.suffix(Self.briefLines)
        }
        for text in texts { line(depth, dim("│ ") + prefix + Sanitizer.clean(text)) }
        if captured.isTruncated { line(depth, dim("│ \(prefix)\(say(.notAllKept(captured.size)))")) }
    }

    // MARK: Looks

    /// What a result comes to, at a glance.
    enum Mark {
        case good, bad, unknown, skipped

        var word: TranscriptWord {
            switch self {
            case .good: .ok
            case .bad: .notOk
            case .unknown: .noVerdict
            case .skipped: .notRun
            }
        }
    }

    /// What the transcript says of its own.
    func say(_ word: TranscriptWord) -> String { word.text(in: language) }

    /// A reason, safe for a terminal.
    func clean(_ reason: Reason) -> String { Sanitizer.clean(reason.text(in: language)) }

    func word(for mode: Mode) -> String { mode.word.text(in: language) }

    func mark(_ mark: Mark) -> String {
        switch mark {
        case .good: colour("✓", 32)
        case .bad: colour("✗", 31)
        case .unknown: colour("?", 33)
        case .skipped: colour("-", 33)
        }
    }

    /// What a step does to the world, where that is more than reading.
    func badge(_ effect: Effect) -> String {
        switch effect {
        case .read: ""
        case .change: " " + colour("[\(say(.changes))]", 33)
        case .destroy: " " + colour("[\(say(.destroys))]", 31)
        }
    }

    func bold(_ text: String) -> String { style.isColoured ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    func dim(_ text: String) -> String { style.isColoured ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

    private func colour(_ text: String, _ code: Int) -> String {
        style.isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    /// Says what people wrote, broken at words where the width is known.
    mutating func prose(_ depth: Int, _ text: String) {
        for text in broken(Sanitizer.clean(text), after: 8 + depth * 2) { line(depth, text) }
    }

    /// A clean text as lines that fit on the screen after some columns.
    func broken(_ text: String, after indent: Int) -> [String] {
        guard let columns = style.columns?(), text.displayWidth > columns - indent else { return [text] }
        let lead = String(text.prefix { $0 == " " })
        return text.wrapped(toColumns: max(columns - indent - lead.count, 20), indent: 2).map { lead + $0 }
    }

    mutating func line(_ depth: Int, _ text: String) {
        lines.append(String(repeating: " ", count: 8 + depth * 2) + text)
    }
}

extension String {
    /// The last part of a path of steps.
    var lastPathPart: String { split(separator: "/").last.map(String.init) ?? self }
}

extension Duration {
    /// The duration as a person wants it: `0.12s`, `1m05s`.
    package var brief: String {
        let milliseconds = inNanoseconds / 1_000_000
        if milliseconds < 60_000 {
            let hundredths = (milliseconds % 1000) / 10
            return "\(milliseconds / 1000).\(hundredths < 10 ? "0" : "")\(hundredths)s"
        }
        let seconds = milliseconds / 1000
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return seconds < 3600
            ? "\(seconds / 60)m\(two(seconds % 60))s" : "\(seconds / 3600)h\(two(seconds / 60 % 60))m"
    }
}
