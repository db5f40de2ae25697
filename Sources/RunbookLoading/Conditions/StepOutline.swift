import Diagnostics
import RunbookModel

/// What the conditions of others need to know of a step, before any step is built.
struct StepOutline: Sendable {
    /// The step's name.
    var id: String
    /// Where the name stands.
    var range: SourceRange
    /// The step's kind; nil where none, or several, are written.
    var kind: StepKind?
    /// What its result holds.
    var result: ResultShape
    /// Whether its output is for its own conditions alone (rule 30).
    var isSensitive = false
}

/// What the result of a step holds beside `ran`, `ok`, `timed_out` and `elapsed` (rule 7).
enum ResultShape: Hashable, Sendable {
    /// Nothing more.
    case plain
    /// `exit`, `stdout`, `stderr`, `out`.
    case command(ParseFormat)
    /// `http`, `out`.
    case http(ParseFormat)
    /// `file`, `out`.
    case file(ParseFormat)
    /// `answer`.
    case answer(Param.Kind)
    /// `out.outcome`, `out.causes`.
    case call
    /// What cannot be known, since the step is not right.
    case unknown

    /// What an action gives; a connection gives nothing more.
    init(of action: Action, parse: ParseFormat?) {
        switch action {
        case .script, .argv: self = .command(parse ?? .text)
        case .http: self = .http(parse ?? .text)
        case .file: self = .file(parse ?? .text)
        case .tcp: self = .plain
        }
    }
}

/// All steps in outline, in the order of the file.
struct StepTable: Sendable {
    /// The outlines.
    private(set) var outlines: [StepOutline] = []
    /// Where each name stands.
    private(set) var index: [String: Int] = [:]

    /// A table with room for a number of steps.
    init(capacity: Int) {
        outlines.reserveCapacity(capacity)
        index.reserveCapacity(capacity)
    }

    /// Adds a step; of two with one name the first stays.
    mutating func append(_ outline: StepOutline) {
        if index[outline.id] == nil { index[outline.id] = outlines.count }
        outlines.append(outline)
    }

    /// The table of a runbook's steps.
    init(of runbook: Runbook) {
        self.init(capacity: runbook.steps.count)
        for step in runbook.steps { append(StepOutline(of: step)) }
    }
}

extension StepOutline {
    /// The outline of a step.
    init(of step: Step) {
        id = step.id
        range = step.range
        kind = StepKind(rawValue: step.kind.name)
        switch step.kind {
        case .check(let check):
            result = ResultShape(of: check.action, parse: check.parse)
            isSensitive = check.execution.isSensitive
        case .fix(let fix):
            result = ResultShape(of: fix.action, parse: fix.parse)
            isSensitive = fix.execution.isSensitive
        case .ask(let ask): result = .answer(ask.answer.kind)
        case .call: result = .call
        default: result = .plain
        }
    }
}
