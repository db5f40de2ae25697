import CEL
import Diagnostics
import Documents
import Interpreter
import RunbookLoading
import RunbookModel
import YAMLSyntax

/// Builds scenarios of their drafts, with the runbook at hand: every name in them is one of it.
struct ScenarioBuilder {
    let runbooks: RunbookSet
    var decoder: DocumentDecoder
    /// What holds in all scenarios that do not say otherwise.
    private var sharedResults: ResultTable = [:]
    private var sharedParams: [String: Value] = [:]
    /// The names of the params that all scenarios share, also where their value is wrong.
    private let sharedNames: Set<String>
    private let drafts: [String: ScenarioDraft]
    /// The scenarios with all that they take from others.
    private var followed: [String: ScenarioDraft] = [:]

    /// A builder for a file's scenarios; what is wrong with what they share is said, once.
    init(of file: ScenarioFileDraft, runbooks: RunbookSet, decoder: DocumentDecoder) {
        self.runbooks = runbooks
        self.decoder = decoder
        drafts = Dictionary(file.scenarios.map { ($0.name, $0.value) }) { first, _ in first }
        sharedNames = Set(file.set.map(\.name))
        let params = self.decoder.params(
            file.set, of: runbooks.main, besides: Set(runbooks.main.params.map(\.name)), at: SourceRange(at: 0))
        sharedParams = params.filter { name, _ in file.set.contains { $0.name == name } }
        sharedResults = table(file.results)
    }

    var runbook: Runbook { runbooks.main }

    /// A scenario; what is wrong with it is said, and then it is not walked.
    mutating func scenario(_ entry: MapEntry<ScenarioDraft>) -> Scenario? {
        let draft = whole(entry.name, entry.value)
        let mode = draft.mode ?? .unattended
        if mode == .unattended { refuseSilentSteps(of: entry) }
        let own = decoder.params(draft.set, of: runbook, besides: sharedNames, at: entry.nameRange)
        let isOwn = Set(draft.set.map(\.name))
        var after: [String: ResultTable] = [:]
        for change in draft.after {
            guard let step = step(change.name, at: change.nameRange) else { continue }
            if !step.canChange {
                decoder.error(
                    "misplaced-after", "`\(change.name)` is \(step.kind.inWords) and changes nothing",
                    at: change.nameRange,
                    hint: "name a `fix`, `edit`, `manual`, `ask` or `wait`")
            }
            after[change.name] = table(change.value)
        }
        var answers: [String: [Value]] = [:]
        for answer in draft.answers { answers[answer.name] = self.answers(answer, mode) }
        let begin = instant(draft.begins) ?? Self.usualBegin
        let results = sharedResults.merging(table(draft.results)) { _, own in own }
        let from = from(draft.from)
        guard let expectation = expectation(draft.expect) else { return nil }
        return Scenario(
            name: entry.name, range: entry.nameRange, description: draft.description,
            mode: mode == .guided ? .guided : .unattended, begin: begin, from: from,
            params: own.merging(sharedParams.filter { !isOwn.contains($0.key) }) { _, shared in shared },
            results: results, after: after, answers: answers, expectation: expectation)
    }

    /// A scenario with what it does not say itself taken from the one that it is like, and so on.
    private mutating func whole(_ name: String, _ draft: ScenarioDraft) -> ScenarioDraft {
        if let whole = followed[name] { return whole }
        var chain: [(name: String, draft: ScenarioDraft)] = [(name, draft)]
        var seen: Set<String> = [name]
        while let node = chain[chain.count - 1].draft.like, let base = node.text {
            if let known = followed[base] {
                chain.append((base, known))
                break
            }
            guard let next = drafts[base] else {
                decoder.error(
                    "unknown-scenario", "the file has no scenario `\(YAMLNode.shortened(base))`", at: node.range,
                    hint: decoder.nearMiss(for: base, among: drafts.keys.sorted()))
                break
            }
            guard seen.insert(base).inserted else {
                let circle = chain.map(\.name).drop { $0 != base } + [base]
                decoder.error(
                    "like-circle",
                    "scenarios that are like one another in a circle: \(circle.joined(separator: " → "))",
                    at: node.range)
                break
            }
            chain.append((base, next))
        }
        var whole = chain[chain.count - 1].draft
        // A link that leads nowhere was said.
        whole.like = nil
        followed[chain[chain.count - 1].name] = whole
        for (name, draft) in chain.dropLast().reversed() {
            whole = draft.following(whole)
            whole.like = nil
            followed[name] = whole
        }
        return whole
    }

    /// When a walk begins that does not say it: 2026-01-01T00:00:00Z.
    private static let usualBegin = Instant(nanoseconds: 1_767_225_600_000_000_000)

    /// As `rung run --unattended`, which refuses them (rule 26).
    private mutating func refuseSilentSteps(of entry: MapEntry<ScenarioDraft>) {
        for member in runbooks.members.values.sorted(by: { $0.runbook.id < $1.runbook.id }) {
            for step in member.runbook.humanStepsWithoutPolicy {
                decoder.error(
                    "human-step",
                    "\(member.runbook.id): the step \(step.id) needs a person and does not say what happens when nobody is there",
                    at: entry.nameRange, hint: "write `mode: guided`, or give it `unattended: escalate` in the runbook")
            }
        }
    }

    // MARK: Names

    /// A step by its path; says that there is none.
    mutating func step(_ path: String, at range: SourceRange) -> Step? {
        if let step = runbooks.step(at: path) { return step }
        var names = path.split(separator: "/", omittingEmptySubsequences: false)
        if names.contains(where: \.isEmpty) {
            decoder.error(
                "unknown-step", "`\(YAMLNode.shortened(path))` names no step", at: range,
                hint: "write a step's name, after a call's name and `/` where it is in a called runbook")
            return nil
        }
        let name = names.popLast().map(String.init) ?? path
        let calls = names.joined(separator: "/")
        let called = names.isEmpty ? runbook : runbooks.step(at: calls).flatMap(calledRunbook)
        guard let called else {
            decoder.error(
                "unknown-step", "`\(YAMLNode.shortened(calls))` is no step of \(runbook.id) that calls a runbook",
                at: range)
            return nil
        }
        decoder.error(
            "unknown-step", "the runbook \(called.id) has no step `\(YAMLNode.shortened(name))`", at: range,
            hint: decoder.nearMiss(for: name, among: called.steps.map(\.id)))
        return nil
    }

    /// A step of the runbook itself; says that there is none.
    private mutating func ownStep(_ node: YAMLNode, _ what: String) -> Step? {
        guard let name = node.text, step(name, at: node.range) != nil else { return nil }
        if let own = runbook.step(name) { return own }
        decoder.error(
            "misplaced-step", "`\(name)` is a step of a called runbook, and \(what)", at: node.range,
            hint: "name a step of \(runbook.id), such as `\(name.prefix { $0 != "/" })`")
        return nil
    }

    private func calledRunbook(_ step: Step) -> Runbook? {
        if case .call(let call) = step.kind { runbooks[call.runbook] } else { nil }
    }

    private mutating func from(_ node: YAMLNode?) -> String? {
        guard let node, let step = ownStep(node, "a walk begins in the runbook itself") else { return nil }
        let name = step.id
        if case .end(.resolved) = step.kind {
            decoder.error(
                "unproven-end", "`\(name)` ends the walk as resolved, which has to be proven", at: node.range,
                hint: "begin at a check")
        }
        return name
    }

    /// An instant as RFC 3339 writes it; says that it is none.
    mutating func instant(_ node: YAMLNode?) -> Instant? {
        guard let node else { return nil }
        guard let time = Timestamp(parsing: node.text ?? ""), let instant = Instant(time) else {
            decoder.error(
                "bad-time", "`\(YAMLNode.shortened(node.text ?? ""))` is no time", at: node.range,
                hint: "write it as `2026-12-01T22:00:00Z`")
            return nil
        }
        return instant
    }

    // MARK: What people say

    private mutating func answers(_ entry: MapEntry<[YAMLNode]>, _ mode: ScenarioMode) -> [Value] {
        guard let step = step(entry.name, at: entry.nameRange) else { return [] }
        let constraint: ValueConstraint
        switch step.kind {
        case .ask(let ask): constraint = ask.answer
        case .manual, .fix, .edit: constraint = ValueConstraint(kind: .bool)
        default:
            decoder.error(
                "misplaced-answer", "nobody is asked at `\(entry.name)`, which is \(step.kind.inWords)",
                at: entry.nameRange)
            return []
        }
        if mode == .unattended, !step.asksPeopleOnCall {
            decoder.error(
                "misplaced-answer", "`\(entry.name)` has no `timeout`, so that unattended nobody is asked",
                at: entry.nameRange, hint: "write `mode: guided`, or give the step a `timeout` in the runbook")
        }
        return entry.value.compactMap { node in
            switch constraint.value(fromText: node.text ?? "") {
            case .success(let value): return value
            case .failure(let problem):
                decoder.error("wrong-value", "the answer of `\(entry.name)` \(problem.message)", at: node.range)
                return nil
            }
        }
    }

    // MARK: What must come of it

    private mutating func expectation(_ draft: ExpectationDraft) -> Expectation? {
        guard let outcome = draft.outcome else { return nil }
        return Expectation(
            outcome: .init(value: outcome, range: draft.place(of: "outcome")), end: draft.end.flatMap { end($0) },
            path: steps(draft.path, draft.place(of: "path")),
            through: (draft.through ?? []).compactMap { stepName($0) },
            never: (draft.never ?? []).compactMap { stepName($0) },
            causes: causes(draft.causes, draft.place(of: "causes")),
            changes: steps(draft.changes, draft.place(of: "changes")))
    }

    private mutating func end(_ node: YAMLNode) -> Expectation.Wanted<String>? {
        guard let step = ownStep(node, "a walk ends in the runbook itself") else { return nil }
        return .init(value: step.id, range: node.range)
    }

    private mutating func stepName(_ node: YAMLNode) -> Expectation.Wanted<String>? {
        guard let name = node.text, step(name, at: node.range) != nil else { return nil }
        return .init(value: name, range: node.range)
    }

    private mutating func steps(_ nodes: [YAMLNode]?, _ range: SourceRange) -> Expectation.Wanted<[String]>? {
        guard let nodes else { return nil }
        return .init(value: nodes.compactMap { stepName($0)?.value }, range: range)
    }

    private mutating func causes(_ nodes: [YAMLNode]?, _ range: SourceRange) -> Expectation.Wanted<[String]>? {
        guard let nodes else { return nil }
        let known = runbook.causes.map(\.id)
        for node in nodes where !known.contains(node.text ?? "") {
            decoder.error(
                "unknown-cause", "the runbook \(runbook.id) has no cause `\(YAMLNode.shortened(node.text ?? ""))`",
                at: node.range, hint: decoder.nearMiss(for: node.text ?? "", among: known))
        }
        return .init(value: nodes.compactMap(\.text), range: range)
    }
}

extension ScenarioDraft {
    /// The draft with what it does not say itself taken from another.
    fileprivate func following(_ base: ScenarioDraft) -> ScenarioDraft {
        var draft = self
        draft.mode = draft.mode ?? base.mode
        draft.begins = draft.begins ?? base.begins
        draft.from = draft.from ?? base.from
        draft.set.fill(from: base.set)
        draft.results.fill(from: base.results)
        draft.answers.fill(from: base.answers)
        for change in base.after {
            if let position = draft.after.firstIndex(where: { $0.name == change.name }) {
                draft.after[position].value.fill(from: change.value)
            } else {
                draft.after.append(change)
            }
        }
        return draft
    }
}

extension Array {
    /// Adds the entries of a map whose names are not among these.
    fileprivate mutating func fill<Value>(from other: [MapEntry<Value>]) where Element == MapEntry<Value> {
        let names = Set(map(\.name))
        self += other.filter { !names.contains($0.name) }
    }
}

extension ExpectationDraft {
    /// Where the value of a key stands.
    fileprivate func place(of key: String) -> SourceRange {
        guard let node else { return SourceRange(at: 0) }
        return node.pair(named: key)?.value.range ?? node.headRange
    }
}

extension Step {
    /// Whether anybody is asked where nobody is at a terminal (rule 26); leave to destroy is the configuration's.
    fileprivate var asksPeopleOnCall: Bool {
        switch kind {
        case .ask(let ask): ask.timeout != nil
        case .manual(let manual): manual.timeout != nil
        default: true
        }
    }

    /// Whether the world can be another after the step.
    fileprivate var canChange: Bool {
        switch kind {
        case .fix, .edit, .manual, .ask, .wait: true
        case .check, .group, .call, .decide, .escalate, .end: false
        }
    }
}

extension Step.Kind {
    /// The kind with its article.
    var inWords: String {
        switch self {
        case .group: "a group"
        case .edit: "an edit"
        case .ask: "an ask"
        case .end: "an end"
        case .escalate: "an escalation"
        case .manual: "a manual step"
        case .check, .fix, .call, .wait: "a \(name)"
        case .decide: "a decision"
        }
    }
}

extension Instant {
    /// A time of conditions; nil where it lies too far away to be counted in nanoseconds.
    init?(_ time: Timestamp) {
        let (whole, overflow) = time.seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, more) = whole.addingReportingOverflow(Int64(time.nanoseconds))
        guard !overflow, !more else { return nil }
        self.init(nanoseconds: sum)
    }
}
