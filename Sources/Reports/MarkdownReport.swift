import CEL
import Interpreter
import RunbookModel
import TerminalIO
import Wording

/// A report of a run as Markdown: ready for a ticket, the essential first.
package struct MarkdownReport {
    private let story: RunStory
    private let phrases: ReportPhrases
    private let words: ReportWords
    private var text = ""

    /// How much of an output is shown.
    private static let lines = 40
    private static let bytes = 6000

    /// The report of a run.
    package static func text(_ story: RunStory, times: ReportTimes) -> String {
        var report = MarkdownReport(story, times: times)
        report.writeHead()
        report.writeSummary()
        report.writeTimeline()
        report.writeChecklist()
        report.writeSteps()
        return report.text
    }

    private init(_ story: RunStory, times: ReportTimes) {
        self.story = story
        phrases = ReportPhrases(story, times: times)
        words = phrases.words
    }

    // MARK: The head and the essential

    private mutating func writeHead() {
        let plan = story.isPlan ? "\(words[.plan]): " : ""
        text += "# \(plan)\(inline(story.title)): \(inline(phrases.outcome))\n\n"
        writeTable(nil, phrases.facts.map { ["**\(inline($0.name))**", inline($0.value)] })
        if !story.params.isEmpty {
            let params = story.params.map { "\(code($0.name)) = \(code($0.value.summary(limit: 200)))" }
            text += "\(words[.params]): \(params.joined(separator: ", "))\n\n"
        }
    }

    private mutating func writeSummary() {
        heading(words[.summary])
        if let reason = story.end?.reason { text += "\(words[.reason]): \(inline(words.say(reason)))\n\n" }
        text += "**\(words[.found])**\n\n"
        for cause in story.causes {
            let holds = cause.holds ? "**\(words[.stillHolds])**" : words[.gone]
            let name = cause.name.map { " \(inline($0))" } ?? ""
            text += "- \(code(cause.id))\(name): \(holds) (\(words[.foundBy]): \(code(cause.step)))\n"
        }
        text += story.causes.isEmpty ? "\(words[.foundNothing])\n\n" : "\n"
        text += "**\(words[story.isPlan ? .wouldChange : .changed])**\n\n"
        for visit in story.changes {
            guard let change = visit.change else { continue }
            text += "- \(name(of: visit)): **\(inline(phrases.word(for: change)))**\n"
            for diff in visit.diffs where !diff.isEmpty {
                text += "\n" + MarkdownText.block(diff, language: "diff") + "\n"
            }
        }
        text += story.changes.isEmpty ? "\(words[.changedNothing])\n\n" : "\n"
        if let call = story.call {
            text += "**\(words[.escalatedTo]): \(inline(call.to))**\n\n"
            text += quote(phrases.message.joined(separator: "\n")) + "\n"
        }
        if !story.advice.isEmpty {
            text += "**\(words[.advice])**\n\n"
            for advice in story.advice { text += "- \(inline(advice))\n" }
            text += "\n"
        }
        if !story.notes.isEmpty {
            text += "**\(words[.notes])**\n\n"
            for note in story.notes {
                text += "- \(phrases.times.timeOfDay(note.time)) \(inline(note.by)): \(inline(note.text))\n"
            }
            text += "\n"
        }
    }

    private mutating func writeTimeline() {
        heading(words[.timeline])
        let rows = story.visits.map { visit in
            [
                "\(visit.number)", phrases.times.timeOfDay(visit.entered), name(of: visit), verdict(of: visit),
                visit.worked.brief, visit.waited > .milliseconds(500) ? visit.waited.brief : "",
            ]
        }
        writeTable(
            ["#", words[.time], words[.step], words[.verdict], words[.duration], words[.waitedForPeople]], rows)
    }

    private mutating func writeChecklist() {
        let checklist = Checklist(story)
        guard !checklist.isEmpty else { return }
        heading(words[.checklist])
        for section in checklist.sections {
            let title = section.group.map { "\(code($0))\(section.name.map { " \(inline($0))" } ?? "")" }
            text += "**\(title ?? words[.otherChecks])**\n\n"
            for item in section.items {
                let name = item.name.map { " \(inline($0))" } ?? ""
                var verdict = item.last.map { "\($0.mark) \(words[$0.word])" } ?? words[.notLookedAt]
                if let first = item.first, first != item.last { verdict = "\(first.mark) → \(verdict)" }
                text += "- [\(item.last == nil ? " " : "x")] \(code(item.step))\(name): \(verdict)\n"
            }
            text += "\n"
        }
        for task in checklist.tasks {
            text += "**\(code(task.step))\(task.name.map { " \(inline($0))" } ?? "")**\n\n"
            for item in task.items { text += "- [\(item.isTicked ? "x" : " ")] \(inline(item.text))\n" }
            text += "\n"
        }
    }

    // MARK: Step by step

    private mutating func writeSteps() {
        heading(words[.steps])
        for visit in story.visits { write(visit) }
    }

    private mutating func write(_ visit: StoryVisit) {
        text += "### \(visit.number). \(name(of: visit))\(badge(visit.effect))\n\n"
        text += "\(words[.why]): \(inline(phrases.why(visit)))\n\n"
        for branch in phrases.branches(before: visit) where branch.isTaken {
            text += "- \(code(branch.condition)): **\(branch.verdict)**\n"
            for value in branch.values.prefix(12) { text += "  - \(code(value))\n" }
            text += "\n"
        }
        for happening in visit.happenings {
            guard let sentence = phrases.sentence(for: happening) else { continue }
            text += "\(phrases.times.timeOfDay(happening.time)) \(inline(sentence))\n\n"
        }
        if visit.beginsWithChecks { writeLooks(visit) }
        // Of checks that are ok, the verdict says enough; the page and the bundle have their output.
        for (index, action) in visit.actions.enumerated() {
            let isFine = visit.results.contains { $0.action == index && $0.record.ok == true }
            if action.order.effect != .read || phrases.diff(of: action) != nil || !isFine { write(action, of: visit) }
        }
        if !visit.beginsWithChecks { writeLooks(visit) }
        if let verification = phrases.verification(visit) {
            text += "\(words[.verification]): \(inline(verification))\n\n"
        }
        if let result = visit.result {
            let causes = result.record.causes.map { ", \(words[.finding]): \(code($0))" }.joined()
            text +=
                "**\(verdict(StoryVerdict(result.record)))** \(inline(words.say(result.record.reason)))\(causes)\n\n"
        }
    }

    /// What the checks of a group, or the tries of a verification, came to.
    private mutating func writeLooks(_ visit: StoryVisit) {
        let members = visit.results.filter { $0.step != visit.step }
        if !members.isEmpty {
            writeTable(
                [words[.check], words[.verdict], words[.reason], words[.finding]],
                members.map { result in
                    [
                        MarkdownText.cellCode(result.step), verdict(StoryVerdict(result.record)),
                        inline(words.say(result.record.reason)), result.record.causes.map(code).joined(separator: ", "),
                    ]
                })
        }
    }

    private mutating func write(_ action: StoryAction, of visit: StoryVisit) {
        let step = action.order.step == visit.step ? "" : "\(code(action.order.step)) "
        let purpose = phrases.purpose(of: action).map { "\(inline($0)): " } ?? ""
        text += "\(step)\(purpose)\(inline(phrases.summary(of: action)))\n\n"
        if let diff = phrases.diff(of: action) {
            text += MarkdownText.block(diff, language: "diff") + "\n"
        } else if !action.isEditStage {
            text += MarkdownText.block(
                action.order.action.shown, language: action.order.action.isCommand ? "sh" : "text")
            text += "\n"
        }
        for output in phrases.outputs(of: action) {
            text += "\(inline(output.title)) (\(inline(phrases.size(of: output.captured)))):\n\n"
            guard !output.captured.text.isEmpty else { continue }
            let excerpt = OutputExcerpt(output.captured.text, lines: Self.lines, bytes: Self.bytes)
            var shown = excerpt.head
            if excerpt.hiddenBytes > 0 {
                shown += "\n… \(excerpt.hiddenBytes) \(words[.bytes]) \(words[.cut])\n\(excerpt.tail)"
            }
            text += MarkdownText.block(shown) + "\n"
        }
    }

    // MARK: Pieces

    private func inline(_ text: String) -> String { MarkdownText.inline(text) }

    private func code(_ text: String) -> String { MarkdownText.code(text) }

    private func name(of visit: StoryVisit) -> String {
        let again = visit.visit > 1 ? " (\(words[.visit]) \(visit.visit))" : ""
        return "\(code(visit.step))\(visit.name.map { " \(inline($0))" } ?? "")\(again)"
    }

    private func badge(_ effect: Effect) -> String {
        switch effect {
        case .read: ""
        case .change: " — \(words[.effectChange])"
        case .destroy: " — **\(words[.effectDestroy])**"
        }
    }

    private func verdict(of visit: StoryVisit) -> String {
        if let change = visit.change { return inline(phrases.word(for: change)) }
        if let verdict = visit.verdict { return self.verdict(verdict) }
        return visit.number == story.visits.count && story.end != nil ? inline(phrases.outcome) : ""
    }

    private func verdict(_ verdict: StoryVerdict) -> String { "\(verdict.mark) \(words[verdict.word])" }

    private func quote(_ message: String) -> String {
        TextLines.split(message).map { "> \(inline(String($0)))  \n" }.joined()
    }

    private mutating func heading(_ title: String) { text += "## \(title)\n\n" }

    private mutating func writeTable(_ head: [String]?, _ rows: [[String]]) {
        guard let columns = head?.count ?? rows.first?.count else { return }
        text += "| \((head ?? Array(repeating: "", count: columns)).joined(separator: " | ")) |\n"
        text += "|\(String(repeating: " --- |", count: columns))\n"
        for row in rows { text += "| \(row.joined(separator: " | ")) |\n" }
        text += "\n"
    }
}
