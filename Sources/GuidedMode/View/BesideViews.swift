import CEL
import Interpreter
import Reports
import RunbookModel
package import TerminalIO
package import Wording

/// What is shown beside a question when it is asked for: why, the steps, the output, the keys.
package struct BesideViews: Sendable {
    /// The reader's language.
    package let language: Language

    /// Views in a language.
    package init(language: Language) {
        self.language = language
    }

    private func word(_ word: TranscriptWord) -> String { word.text(in: language) }

    private func title(_ phrase: Phrase) -> StyledLine { StyledLine(phrase.text(in: language), .bold) }

    /// The keys, broken at words to a width.
    package func help(columns: Int) -> [StyledLine] {
        let widest = Phrase.HelpTopic.allCases.compactMap { $0.key?.displayWidth }.max() ?? 0
        var lines = [title(.helpTitle)]
        for topic in Phrase.HelpTopic.allCases {
            let indent = topic.key == nil ? 2 : widest + 4
            let text = Phrase.explains(topic).text(in: language)
            for (index, words) in text.wrapped(toColumns: max(columns - indent, 10)).enumerated() {
                var line = StyledLine("  ")
                if let key = topic.key { line.append((index == 0 ? key : "").padded(toColumns: widest + 2), .bold) }
                line.append(words)
                lines.append(line)
            }
        }
        return lines
    }

    /// Everything that led to the step under way, with all values.
    package func why(_ model: GuideModel) -> [StyledLine] {
        var lines = [title(.whyTitle(model.current))]
        if model.reasons.isEmpty { lines.append(StyledLine("  " + Phrase.whyStart.text(in: language))) }
        for reason in model.reasons {
            switch reason {
            case .result(let step, let record):
                let mark = record.ok.map { $0 ? "✓" : "✗" } ?? (record.ran ? "?" : "-")
                lines.append(StyledLine("  \(mark) \(step): \(record.reason.text(in: language))"))
                for condition in record.conditions { append(condition, to: &lines) }
            case .decision(let decision):
                for option in decision.options {
                    append(option.condition, goto: option.goto, to: &lines)
                }
                let goto = decision.goto ?? word(.fallback)
                lines.append(StyledLine("  \(decision.step) → \(goto) (\(decision.reason.text(in: language)))"))
            case .fallback(let step, let reason):
                lines.append(StyledLine("  \(step) → \(word(.fallback)): \(reason.text(in: language))"))
            }
        }
        return lines
    }

    private func append(_ condition: ConditionTrace, goto: String? = nil, to lines: inout [StyledLine]) {
        let target = goto.map { " → \($0)" } ?? ""
        let problem = condition.problem.map { ": \($0)" } ?? ""
        lines.append(
            StyledLine(
                "    \(condition.role): \(condition.expression) \(word(condition.verdict.word))\(problem)\(target)"))
        append(condition.parts, depth: 3, to: &lines)
    }

    private func append(_ parts: [ConditionTrace.Part], depth: Int, to lines: inout [StyledLine]) {
        for part in parts {
            let value =
                switch part.state {
                case .value(let value): "= \(value)"
                case .unknown(let problem): "? \(problem)"
                case .notLookedAt: "…"
                }
            lines.append(StyledLine(String(repeating: "  ", count: depth) + "\(part.text) \(value)", .dim))
            append(part.parts, depth: depth + 1, to: &lines)
        }
    }

    /// The steps of the runbook under way, with what each came to and where it leads.
    package func graph(_ model: GuideModel) -> [StyledLine] {
        guard let runbook = model.runbookUnderWay else { return [] }
        let prefix = model.current.pathPrefix
        var lines = [title(.graphTitle), StyledLine("  " + Phrase.graphKey.text(in: language), .dim)]
        let widest = min(28, runbook.steps.map { $0.id.displayWidth }.max() ?? 0)
        for step in runbook.steps {
            let path = prefix + step.id
            let isHere = path == model.current
            let mark = model.marks[path]?.rawValue ?? (model.way.contains(path) ? "·" : " ")
            var line = StyledLine(isHere ? "▶ " : "  ", .cyan)
            line.append(mark + " ", [.bold])
            line.append(step.id.padded(toColumns: widest), isHere || model.way.contains(path) ? [.bold] : [])
            if let name = model.names.step(path) { line.append("  " + name) }
            let targets = step.way.targets
            if !targets.isEmpty { line.append("  → " + targets.joined(separator: ", "), .dim) }
            lines.append(line)
        }
        return lines
    }

    /// All that was printed by what was executed last.
    package func output(_ model: GuideModel) -> [StyledLine]? {
        var lines: [StyledLine] = []
        for (order, result) in model.results {
            for text in TextLines.split(order.action.shown) {
                lines.append(StyledLine("\(order.step) $ \(text)", .bold))
            }
            switch result {
            case .command(let outcome):
                append(outcome.stdout, "", to: &lines)
                append(outcome.stderr, "! ", to: &lines)
                lines.append(StyledLine(outcome.startProblem ?? "\(word(.exit)) \(outcome.exit)", .dim))
            case .http(let outcome):
                lines.append(StyledLine(outcome.problem ?? "\(word(.status)) \(outcome.status)", .dim))
                append(outcome.body, "", to: &lines)
            case .file(let outcome):
                if let content = outcome.content { append(content, "", to: &lines) }
            case .edit(let outcome):
                if case .planned(let plan) = outcome.state {
                    lines += TextLines.split(plan.diff).map { StyledLine(String($0)) }
                    if plan.otherLinks > 0 { lines.append(StyledLine(word(.linked(plan.otherLinks)), .yellow)) }
                }
            case .tcp(let outcome):
                lines.append(StyledLine(outcome.problem ?? Reason.connected.text(in: language), .dim))
            case .notRun(let reason): lines.append(StyledLine(reason.text(in: language)))
            }
        }
        return lines.isEmpty ? nil : lines
    }

    private func append(_ captured: Captured, _ prefix: String, to lines: inout [StyledLine]) {
        if captured.isWithheld { return lines.append(StyledLine(prefix + word(.sensitive(captured.size)), .dim)) }
        for text in TextLines.split(captured.text) { lines.append(StyledLine(prefix + text.withBlanksForTabs)) }
        if captured.isTruncated { lines.append(StyledLine(prefix + word(.notAllKept(captured.size)), .dim)) }
    }
}

extension Substring {
    /// The text with blanks up to the next eighth column in the place of each tab.
    fileprivate var withBlanksForTabs: String {
        guard utf8.contains(UInt8(ascii: "\t")) else { return String(self) }
        var text = ""
        var width = 0
        for character in self {
            let piece = character == "\t" ? String(repeating: " ", count: 8 - width % 8) : String(character)
            text += piece
            width += piece.displayWidth
        }
        return text
    }
}

extension Way {
    /// Where the way may lead, each step once, in the order of the file.
    fileprivate var targets: [String] {
        var targets: [String] = []
        switch next {
        case .none: break
        case .step(let step): targets.append(step)
        case .branches(let branches):
            for branch in branches where !targets.contains(branch.goto) { targets.append(branch.goto) }
        }
        if let otherwise, !targets.contains(otherwise) { targets.append(otherwise) }
        return targets
    }
}
