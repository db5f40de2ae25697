import CEL
import Interpreter
import RunbookModel
import Wording

extension HTMLReport {
    /// How much of an output is shown; the evidence has all that was kept.
    private static let lines = 2000
    private static let bytes = 65_536

    mutating func writeSteps() {
        text += "<section>\n<h2>\(words[.steps])</h2>\n"
        for visit in story.visits { write(visit) }
        text += "</section>\n"
    }

    private mutating func write(_ visit: StoryVisit) {
        let again = visit.visit > 1 ? " <span class=\"quiet\">\(words[.visit]) \(visit.visit)</span>" : ""
        text += "<article id=\"v\(visit.number)\">\n<h3><span class=\"badge\">\(visit.number)</span> "
        text +=
            "\(escape(visit.name ?? visit.step)) <code>\(escape(visit.step))</code>\(badge(visit.effect))\(again)</h3>\n"
        text += "<p class=\"quiet\">\(escape(phrases.times.timeOfDay(visit.entered))) · \(visit.worked.brief)"
        if visit.waited > .milliseconds(500) { text += " · \(words[.waitedForPeople]) \(visit.waited.brief)" }
        text += "</p>\n"
        writeWhy(visit)
        for happening in visit.happenings {
            guard let sentence = phrases.sentence(for: happening) else { continue }
            let time = escape(phrases.times.timeOfDay(happening.time))
            text += "<p class=\"said\"><span class=\"quiet\">\(time)</span> \(paragraph(sentence))</p>\n"
        }
        // Checks tell of their own actions; of a change, the action comes before the checks that verify it.
        if visit.beginsWithChecks {
            writeLooks(visit)
            writeActions(visit)
        } else {
            writeActions(visit)
            writeLooks(visit)
        }
        if let verification = phrases.verification(visit) {
            text += "<p>\(words[.verification]): \(escape(verification))</p>\n"
        }
        if let result = visit.result {
            text += "<p>\(verdict(of: visit)) \(escape(words.say(result.record.reason)))</p>\n"
            if !result.record.causes.isEmpty { text += "<p>\(causes(result))</p>\n" }
        }
        if let decision = visit.decision, let goto = decision.goto {
            text += "<p class=\"next\">→ <code>\(escape(goto))</code></p>\n"
        }
        text += "</article>\n"
    }

    private func badge(_ effect: Effect) -> String {
        switch effect {
        case .read: ""
        case .change: " <span class=\"tag change\">\(words[.effectChange])</span>"
        case .destroy: " <span class=\"tag destroy\">\(words[.effectDestroy])</span>"
        }
    }

    private mutating func writeWhy(_ visit: StoryVisit) {
        let branches = phrases.branches(before: visit)
        guard !branches.isEmpty else {
            text += "<p>\(words[.why]): \(escape(phrases.why(visit)))</p>\n"
            return
        }
        text += "<details><summary>\(words[.why]): \(escape(phrases.why(visit)))"
        if let taken = branches.first(where: \.isTaken) { text += " <code>\(escape(taken.condition))</code>" }
        text += "</summary><div class=\"wide\"><table class=\"plain\">"
        for branch in branches {
            text += "<tr class=\"\(branch.isTaken ? "taken" : "")\"><td>\(branch.number)</td>"
            text += "<td><code>\(escape(branch.condition))</code><br><span class=\"quiet\">"
            text += branch.values.prefix(40).map { "<code>\(escape($0))</code>" }.joined(separator: "<br>")
            text += "</span></td><td>\(branch.verdict)</td><td><code>→ \(escape(branch.goto))</code></td></tr>"
        }
        text += "</table></div></details>\n"
    }

    /// What the checks of a group, or the tries of a verification, came to.
    private mutating func writeLooks(_ visit: StoryVisit) {
        let looks = visit.results.filter { $0.step != visit.step }
        guard !looks.isEmpty else { return }
        text += "<div class=\"looks\">\n"
        for look in looks {
            let name = look.name.map { "\(escape($0)) " } ?? ""
            text += "<details><summary>\(verdict(StoryVerdict(look.record))) \(name)<code>\(escape(look.step))</code> "
            text += "<span class=\"quiet\">\(escape(words.say(look.record.reason)))</span> \(causes(look))</summary>\n"
            if let index = look.action { write(visit.actions[index], isTitled: false) }
            writeConditions(look)
            text += "</details>\n"
        }
        text += "</div>\n"
    }

    private func causes(_ result: StoryResult) -> String {
        result.record.causes.map { cause in
            let name = story.names.cause(cause, at: result.step) ?? cause
            return "<span class=\"tag found\">\(words[.finding]): \(escape(name))</span>"
        }.joined(separator: " ")
    }

    private mutating func writeConditions(_ result: StoryResult) {
        guard !result.record.conditions.isEmpty else { return }
        text += "<table class=\"plain\">"
        for condition in result.record.conditions {
            text += "<tr><td>\(escape(condition.role))</td><td><code>\(escape(condition.expression))</code>"
            let values = ReportPhrases.values(of: condition).prefix(40).map { "<code>\(escape($0))</code>" }
            if !values.isEmpty { text += "<br><span class=\"quiet\">\(values.joined(separator: "<br>"))</span>" }
            text += "</td><td>\(phrases.word(for: condition.verdict))</td></tr>"
        }
        text += "</table>\n"
    }

    /// The actions that no check of the visit tells of.
    private mutating func writeActions(_ visit: StoryVisit) {
        let told = Set(visit.results.filter { $0.step != visit.step }.compactMap(\.action))
        for (index, action) in visit.actions.enumerated() where !told.contains(index) {
            write(action, isTitled: action.order.step != visit.step)
        }
        if let result = visit.result { writeConditions(result) }
    }

    private mutating func write(_ action: StoryAction, isTitled: Bool) {
        text += "<div class=\"action\">"
        let purpose = phrases.purpose(of: action).map { escape($0) + " · " } ?? ""
        let title = isTitled ? "<code>\(escape(action.order.step))</code> " : ""
        let time = escape(phrases.times.timeOfDay(action.began))
        text += "<p class=\"quiet\">\(title)\(time) · \(purpose)\(escape(phrases.summary(of: action)))</p>\n"
        if let diff = phrases.diff(of: action) {
            text += self.diff(diff)
        } else if !action.isEditStage {
            text += pre(action.order.action.shown, "command")
        }
        for output in phrases.outputs(of: action) { write(output) }
        text += "</div>\n"
    }

    private mutating func write(_ output: ReportPhrases.Output) {
        let size = escape(phrases.size(of: output.captured))
        text +=
            "<details class=\"output\"><summary>\(escape(output.title)) <span class=\"quiet\">\(size)</span></summary>"
        let excerpt = OutputExcerpt(output.captured.text, lines: Self.lines, bytes: Self.bytes)
        text += pre(excerpt.head)
        if excerpt.hiddenBytes > 0 {
            text +=
                "<p class=\"quiet\">… \(excerpt.hiddenBytes) \(words[.bytes]) \(words[.cut])</p>\(pre(excerpt.tail))"
        }
        text += "</details>\n"
    }
}
