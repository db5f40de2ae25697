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
        let params = decoder.params(draft.set, of: set.main, besides: fromAlert, at: entry.nameRange)
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
