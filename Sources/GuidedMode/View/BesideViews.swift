import CEL
import Interpreter
import Reports
import RunbookModel
package import TerminalIO

/// What is shown beside a question when it is asked for: why, the steps, the output, the keys.
package struct BesideViews: Sendable {
    /// The reader's language.
    package let language: Phrase.Language

    /// Views in a language.
    package init(language: Phrase.Language) {
        self.language = language
    }

    private func title(_ phrase: Phrase) -> StyledLine { StyledLine(phrase.text(in: language), .bold) }

    /// The keys.
    package func help() -> [StyledLine] {
        [title(.helpTitle)] + TextLines.split(Phrase.helpText.text(in: language)).map { StyledLine("  " + $0) }
    }

    /// Everything that led to the step under way, with all values.
    package func why(_ model: GuideModel) -> [StyledLine] {
        var lines = [title(.whyTitle(model.current))]
        if model.reasons.isEmpty { lines.append(StyledLine("  " + Phrase.whyStart.text(in: language))) }
        for reason in model.reasons {
            switch reason {
            case .result(let step, let record):
                let mark = record.ok.map { $0 ? "✓" : "✗" } ?? (record.ran ? "?" : "-")
                lines.append(StyledLine("  \(mark) \(step): \(record.reason)"))
                for condition in record.conditions { append(condition, to: &lines) }
            case .decision(let decision):
                for option in decision.options {
                    append(option.condition, goto: option.goto, to: &lines)
                }
                lines.append(StyledLine("  \(decision.step) → \(decision.goto ?? "fallback") (\(decision.reason))"))
            case .fallback(let step, let reason): lines.append(StyledLine("  \(step) → fallback: \(reason)"))
            }
        }
        return lines
    }

    private func append(_ condition: ConditionTrace, goto: String? = nil, to lines: inout [StyledLine]) {
        let target = goto.map { " → \($0)" } ?? ""
        let problem = condition.problem.map { ": \($0)" } ?? ""
        lines.append(
            StyledLine(
                "    \(condition.role): \(condition.expression) = \(condition.verdict.rawValue)\(problem)\(target)"))
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
                lines.append(StyledLine(outcome.startProblem ?? "exit \(outcome.exit)", .dim))
            case .http(let outcome):
                lines.append(StyledLine(outcome.problem ?? "status \(outcome.status)", .dim))
                append(outcome.body, "", to: &lines)
            case .file(let outcome):
                if let content = outcome.content { append(content, "", to: &lines) }
            case .edit(let outcome):
                if case .planned(let plan) = outcome.state {
                    lines += TextLines.split(plan.diff).map { StyledLine(String($0)) }
                }
            case .tcp(let outcome): lines.append(StyledLine(outcome.problem ?? "connected", .dim))
            case .notRun(let reason): lines.append(StyledLine(reason))
            }
        }
        return lines.isEmpty ? nil : lines
    }

    private func append(_ captured: Captured, _ prefix: String, to lines: inout [StyledLine]) {
        if captured.isWithheld { return lines.append(StyledLine("\(prefix)(\(captured.size) bytes, sensitive)", .dim)) }
        for text in TextLines.split(captured.text) { lines.append(StyledLine(prefix + text)) }
        if captured.isTruncated {
            lines.append(StyledLine("\(prefix)(\(captured.size) bytes in all, not all kept)", .dim))
        }
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
