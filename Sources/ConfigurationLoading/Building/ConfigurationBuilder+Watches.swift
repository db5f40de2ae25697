import Automation
import CEL
import Diagnostics
import Documents
import Interpreter
import RunbookLoading
import RunbookModel
import Scheduling
import YAMLSyntax

extension ConfigurationBuilder {
    /// A watch; nil where it is wrong, which was then said.
    mutating func watch(_ entry: MapEntry<WatchDraft>) -> Watch? {
        let draft = entry.value
        guard let node = draft.runbook, let (set, file) = runbook(node) else { return nil }
        let fromAlert = Set((draft.webhook?.set ?? []).map(\.name))
        let params = params(draft.set, of: set.main, fromAlert: fromAlert, at: entry.nameRange)
        let folder = draft.workdir?.text ?? "."
        var watch = Watch(
            name: entry.name, runbooks: set, file: file, params: params, target: "",
            workingDirectory: FilePath.resolve(folder, against: path))
        watch.target = target(draft.target, set.main, params)
        watch.targetIsGiven = draft.target != nil
        watch.probe = draft.probe.flatMap { probe($0, watch) }
        watch.schedule = draft.schedule.flatMap { schedule($0) }
        watch.webhook = draft.webhook.flatMap { webhook($0, set.main) }
        watch.guards = draft.guards
        watch.maintenance = draft.maintenance.compactMap { window($0) }
        watch.policy = RunPolicy(effect: draft.effects ?? .change, destroy: destroy(draft.destroy, set))
        watch.unless = draft.unless.flatMap { draft in
            draft.node.flatMap { plan(draft.check, at: $0, watch) }
        }
        watch.notify = draft.notify.compactMap { checkRecipient($0) }
        checkWhole(entry, watch)
        return watch
    }

    private mutating func checkWhole(_ entry: MapEntry<WatchDraft>, _ watch: Watch) {
        let draft = entry.value
        if draft.probe == nil, draft.schedule == nil, draft.webhook == nil {
            decoder.error(
                "no-trigger", "the watch `\(entry.name)` has no `probe`, `schedule` or `webhook`, so nothing starts it",
                at: entry.nameRange)
        }
        for member in watch.runbooks.members.values {
            for step in member.runbook.humanStepsWithoutPolicy {
                decoder.error(
                    "human-step",
                    "\(member.runbook.id): the step \(step.id) needs a person and does not say what happens when nobody is there",
                    at: draft.runbook?.range ?? entry.nameRange, hint: "give it `unattended: escalate` in the runbook")
            }
        }
    }

    /// The inputs of a runbook as the configuration sets them.
    private mutating func params(
        _ entries: [MapEntry<YAMLNode>], of runbook: Runbook, fromAlert: Set<String>, at range: SourceRange
    ) -> [String: Value] {
        var values: [String: Value] = [:]
        for entry in entries {
            guard let param = param(entry.name, of: runbook, at: entry.nameRange) else { continue }
            switch param.constraint.value(fromText: entry.value.text ?? "") {
            case .success(let value): values[param.name] = value
            case .failure(let problem):
                decoder.error("wrong-value", "the value of `\(param.name)` \(problem.message)", at: entry.value.range)
            }
        }
        for param in runbook.params where values[param.name] == nil {
            if let value = param.defaultValue {
                values[param.name] = value
            } else if !fromAlert.contains(param.name), !entries.contains(where: { $0.name == param.name }) {
                decoder.error(
                    "missing-param", "the runbook needs `\(param.name)`", at: range,
                    hint: "say `set: {\(param.name): …}`")
            }
        }
        return values
    }

    /// A param by its name; says that there is none.
    mutating func param(_ name: String, of runbook: Runbook, at range: SourceRange) -> Param? {
        if let param = runbook.params.first(where: { $0.name == name }) { return param }
        let names = runbook.params.map(\.name)
        decoder.error(
            "unknown-param", "the runbook \(runbook.id) has no param `\(YAMLNode.shortened(name))`", at: range,
            hint: decoder.nearMiss(for: name, among: names)
                ?? (names.isEmpty ? "it has none" : "it has \(names.asSentenceList)"))
        return nil
    }

    private mutating func target(_ node: YAMLNode?, _ runbook: Runbook, _ params: [String: Value]) -> String {
        if let node { return node.text ?? "" }
        guard let template = runbook.target else { return runbook.id }
        switch Walk.target(
            template, runbook: runbook, params: params, mode: .unattended, run: "", now: Instant(nanoseconds: 0))
        {
        case .success(let text): return text
        // It depends on what an alert will set.
        case .failure: return runbook.id
        }
    }

    private mutating func destroy(_ nodes: [YAMLNode], _ set: RunbookSet) -> Set<String> {
        var steps: Set<String> = []
        for node in nodes {
            let name = node.text ?? ""
            guard let step = set.main.step(name) else {
                decoder.error(
                    "unknown-step", "the runbook \(set.main.id) has no step `\(YAMLNode.shortened(name))`",
                    at: node.range, hint: decoder.nearMiss(for: name, among: set.main.steps.map(\.id)))
                continue
            }
            if step.effect != .destroy {
                decoder.error(
                    "no-destroy", "the step `\(name)` destroys nothing, so nothing need be allowed", at: node.range)
            }
            steps.insert(name)
        }
        return steps
    }

    private mutating func probe(_ draft: ProbeDraft, _ watch: Watch) -> ProbeTrigger? {
        guard let node = draft.node, let check = plan(draft.check, at: node, watch) else { return nil }
        var probe = ProbeTrigger(check: check)
        probe.every = draft.every ?? probe.every
        if let failures = draft.failures {
            probe.failures = failures.count
            probe.within = failures.within
            if let within = failures.within, probe.every * (failures.count - 1) > within {
                decoder.error(
                    "never-symptom",
                    "looking every \(DurationText.format(probe.every)), \(failures.count) failures never lie within "
                        + "\(DurationText.format(within))",
                    at: node.pair(named: "failures")?.value.range ?? node.headRange)
            }
        }
        probe.recoveries = draft.recoveries ?? probe.recoveries
        return probe
    }

    private mutating func plan(_ draft: LoneCheckDraft, at node: YAMLNode, _ watch: Watch) -> CheckPlan? {
        guard !draft.isEmpty, let (set, step) = draft.plan(in: watch.runbooks, at: node, &decoder) else { return nil }
        return CheckPlan(runbooks: set, step: step, params: watch.params)
    }
}
