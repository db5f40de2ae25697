package import Diagnostics
import Interpreter
import RunbookModel
import Wording

/// What came of a scenario beside what must come of it.
package struct ScenarioVerdict: Sendable {
    /// The scenario.
    package var scenario: Scenario
    /// Its walk.
    package var run: ScenarioRun
    /// What is otherwise than it must be, each at its place; empty: the scenario holds.
    package var failures: [Diagnostic]

    /// Whether all is as it must be.
    package var holds: Bool { failures.isEmpty }

    /// Judges a walk of a scenario of a file.
    package init(_ scenario: Scenario, _ run: ScenarioRun, of file: ScenarioFile) {
        self.scenario = scenario
        self.run = run
        failures = Judge(scenario: scenario, run: run, file: file).failures()
    }
}

private struct Judge {
    let scenario: Scenario
    let run: ScenarioRun
    let file: ScenarioFile

    func failures() -> [Diagnostic] {
        if let obstacle = run.obstacle { return [failure(of: obstacle)] }
        guard let end = run.end else { return [] }
        let expected = scenario.expectation
        var failures: [Diagnostic] = []
        func fail(_ code: String, _ message: String, at range: SourceRange) {
            failures.append(
                Diagnostic(code: code, message: message, range: range, source: file.source, hint: way))
        }
        let outcome = end.outcome?.rawValue ?? "open"
        if expected.outcome.value != end.outcome {
            fail(
                "other-outcome",
                "the walk ends \(outcome) at `\(end.step)`, not \(expected.outcome.value.rawValue)\(whyFallback)",
                at: expected.outcome.range)
            // What else is otherwise follows from it.
            return failures
        }
        if let wanted = expected.end, wanted.value != end.step {
            fail(
                "other-end", "the walk ends at `\(end.step)`, not at `\(wanted.value)`\(whyFallback)", at: wanted.range)
        }
        if let wanted = expected.path, wanted.value != run.path {
            fail("other-path", Self.difference("steps", wanted.value, run.path), at: wanted.range)
        }
        var rest = run.path[...]
        for step in expected.through {
            guard let position = rest.firstIndex(of: step.value) else {
                let isElsewhere = run.path.contains(step.value)
                fail(
                    "not-through",
                    "the walk does not enter `\(step.value)`\(isElsewhere ? " after the one before it" : "")\(whyFallback)",
                    at: step.range)
                break
            }
            rest = rest[(position + 1)...]
        }
        for step in expected.never where run.path.contains(step.value) {
            fail("entered", "the walk enters `\(step.value)`", at: step.range)
        }
        if let wanted = expected.causes, Set(wanted.value) != Set(end.causes) {
            fail(
                "other-causes", "the causes at the end are \(Self.list(end.causes)), not \(Self.list(wanted.value))",
                at: wanted.range)
        }
        let changes = run.changes(in: file.runbooks)
        if let wanted = expected.changes, wanted.value != changes {
            fail("other-changes", Self.difference("changes", wanted.value, changes), at: wanted.range)
        }
        return failures
    }

    // MARK: Words

    /// The way that was walked.
    private var way: String {
        let path = run.path
        let most = 20
        guard path.count > 2 * most + 1 else { return "the way was \(path.joined(separator: " → "))" }
        let ends = (path.prefix(most) + ["… \(path.count - 2 * most) more …"] + path.suffix(most))
        return "the way was \(ends.joined(separator: " → "))"
    }

    /// Why it went to `fallback`, as a part of a sentence.
    private var whyFallback: String {
        guard let (step, reason, unknown) = run.fallback else { return "" }
        let why = unknown.map { " (`\(Self.shortened($0.expression))`: \($0.problem ?? "it is unknown"))" } ?? ""
        return "; it left `\(step)` for `fallback`: \(reason.text(in: .english))\(why)"
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.map { "`\($0)`" }.joined(separator: ", ")
    }

    /// Where two lists part.
    private static func difference(_ what: String, _ wanted: [String], _ found: [String]) -> String {
        let position = zip(wanted, found).prefix { $0 == $1 }.count
        let number = "of the \(what), number \(position + 1)"
        if position == wanted.count { return "\(number) is `\(found[position])`, where no more is wanted" }
        if position == found.count { return "\(number) would be `\(wanted[position])`, and there is none" }
        return "\(number) is `\(found[position])`, not `\(wanted[position])`"
    }

    private func failure(of obstacle: ScenarioRun.Obstacle) -> Diagnostic {
        func failure(_ code: String, _ message: String, _ hint: String) -> Diagnostic {
            Diagnostic(
                code: code, message: message, range: scenario.range, source: file.source, hint: "\(hint); \(way)")
        }
        switch obstacle {
        case .noResult(let action, let shown):
            return failure(
                "no-result", "the walk runs `\(action)`, and the scenario does not say what comes of it",
                "write `\(action)` in `results`; it runs: \(Self.shortened(shown))")
        case .noAnswer(let step, let asks):
            return failure(
                "no-answer", "the walk asks at `\(step)`, and the scenario does not say \(asks)",
                "write `answers: {\(step): …}`")
        case .endless(let step):
            return failure(
                "endless", "the walk does not come to an end: 20,000 things happened, the last of them at `\(step)`",
                "look for a pause that is too short for its limit, or for too many visits")
        }
    }

    /// A command or a condition on one line.
    private static func shortened(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return line.count > 80 ? line.prefix(79) + "…" : line == text ? line : line + " …"
    }
}
