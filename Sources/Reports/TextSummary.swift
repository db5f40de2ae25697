import Interpreter
import RunbookModel
import TerminalIO
import Wording

/// What a run came to, for the operator at whose terminal it ends: what was found and changed, what helped, how long
/// each part took, and the checklist as far as it was walked.
package struct TextSummary {
    private let story: RunStory
    private let phrases: ReportPhrases
    private let words: ReportWords
    private let isColoured: Bool
    private let columns: Int
    private var lines: [StyledLine] = []

    /// The most parts whose times are told: of a longer run, those that took longest.
    private static let mostParts = 12

    /// The summary of a run, in whole lines that are clean.
    ///
    /// - Parameter columns: how wide the terminal is.
    package static func text(_ story: RunStory, times: ReportTimes, isColoured: Bool, columns: Int) -> String {
        var summary = TextSummary(story, times: times, isColoured: isColoured, columns: columns)
        summary.tellCauses()
        summary.tellChanges()
        summary.tellTimes()
        summary.tellChecklist()
        summary.tellMessage()
        summary.tellAdvice()
        return summary.lines.map { $0.rendered(isColoured: isColoured) + "\n" }.joined()
    }

    private init(_ story: RunStory, times: ReportTimes, isColoured: Bool, columns: Int) {
        self.story = story
        self.isColoured = isColoured
        self.columns = max(columns, 20)
        phrases = ReportPhrases(story, times: times)
        words = phrases.words
    }

    // MARK: Parts

    private mutating func tellCauses() {
        if let reason = story.end?.reason { add("\(words[.reason]): \(words.say(reason))") }
        heading(.found)
        if story.causes.isEmpty { add(words[.foundNothing]) }
        for cause in story.causes {
            let name = cause.name.map { "\(cause.id) · \($0)" } ?? cause.id
            add("\(name): ", words[cause.holds ? .stillHolds : .gone], cause.holds ? .red : .green)
        }
    }

    private mutating func tellChanges() {
        heading(story.isPlan ? .wouldChange : .changed)
        if story.changes.isEmpty { add(words[.changedNothing]) }
        for visit in story.changes {
            guard let change = visit.change else { continue }
            let colour: TextStyle =
                switch change {
                case .helped, .alreadySo: .green
                case .done, .planned: .cyan
                case .didNotHelp, .failed: .red
                case .putBack, .unknown: .yellow
                }
            add("\(phrases.title(of: visit.step, visit.name)): ", phrases.word(for: change), colour)
            for diff in visit.diffs { tell(diff: diff) }
        }
    }

    private mutating func tell(diff: String) {
        for text in TextLines.split(diff) {
            let style: TextStyle =
                switch text.utf8.first {
                case UInt8(ascii: "+"): .green
                case UInt8(ascii: "-"): .red
                default: .dim
                }
            lines.append(StyledLine("    " + String(text), style))
        }
    }

    private mutating func tellTimes() {
        heading(.duration)
        let parts = story.visits.filter { !$0.actions.isEmpty || $0.waited >= .seconds(1) }
        let told = parts.sorted { $0.worked > $1.worked }.prefix(Self.mostParts).sorted { $0.number < $1.number }
        let widest = told.map { $0.step.displayWidth }.max() ?? 0
        for visit in told {
            let waited =
                visit.waited >= .seconds(1) ? " + \(visit.waited.brief) \(words[.waitedForPeople].lowercased())" : ""
            let line = StyledLine(
                "  " + visit.step.padded(toColumns: min(widest, 30)) + "  " + visit.worked.brief + waited)
            lines.append(line.cut(to: columns - 1))
        }
        if parts.count > told.count { add(TranscriptWord.moreLines(parts.count - told.count).text(in: words.language)) }
        var all = "\(words[.inAll]): \((story.ended - story.began).brief)"
        if story.waited >= .seconds(1) { all += ", \(words[.waitedForPeople].lowercased()) \(story.waited.brief)" }
        if story.paused >= .seconds(1) { all += ", \(words[.paused].lowercased()) \(story.paused.brief)" }
        add(all)
    }

    private mutating func tellChecklist() {
        let checklist = Checklist(story)
        guard !checklist.isEmpty else { return }
        heading(.checklist)
        for section in checklist.sections {
            let seen = section.items.filter { $0.last != nil }
            let title = section.group ?? words[.otherChecks]
            let marks = section.items.map { item -> String in
                guard let last = item.last else { return "○\(Self.tie)\(item.step.lastPathPart)" }
                let first = item.first.map { $0 == last ? "" : "\($0.mark)→" } ?? ""
                return "\(first)\(last.mark)\(Self.tie)\(item.step.lastPathPart)"
            }
            add("\(title) \(seen.count)/\(section.items.count): \(marks.joined(separator: "  "))")
        }
        for task in checklist.tasks where story.ticks[task.step] != nil {
            add("\(phrases.title(of: task.step, task.name)):")
            for item in task.items { add("  [\(item.isTicked ? "✓" : " ")] \(item.text)") }
        }
    }

    private mutating func tellMessage() {
        guard let call = story.call else { return }
        lines.append(StyledLine("\(words[.message]) → \(call.to)", .bold))
        for line in phrases.message { add(line) }
    }

    private mutating func tellAdvice() {
        guard !story.advice.isEmpty else { return }
        heading(.advice)
        for advice in story.advice { add(advice) }
    }

    // MARK: Pieces

    /// Between what must not be broken apart at the end of a line; it becomes a blank.
    private static let tie = "\u{A0}"

    private mutating func heading(_ word: ReportWord) {
        lines.append(StyledLine(words[word], .bold))
    }

    /// Adds a text, and after it what it came to in a colour, broken at words to the screen's width.
    private mutating func add(_ text: String, _ verdict: String = "", _ colour: TextStyle = .dim) {
        let indent = text.prefix { $0 == " " }.count + 2
        let whole = Sanitizer.clean(text) + Sanitizer.clean(verdict)
        let wrapped = whole.wrapped(toColumns: columns - 1 - indent, indent: 2)
            .map { $0.replacing(Self.tie, with: " ") }
        for (index, line) in wrapped.enumerated() {
            var styled = StyledLine(String(repeating: " ", count: indent))
            let isLast = index == wrapped.count - 1
            if isLast, !verdict.isEmpty, line.hasSuffix(verdict) {
                styled.append(String(line.dropLast(verdict.count)))
                styled.append(verdict, colour)
            } else {
                styled.append(line)
            }
            lines.append(styled)
        }
    }
}
