import CEL
import Diagnostics
import Documents
import RunbookModel
import Threads
import YAMLSyntax

extension RunbookBuilder {
    /// From how many steps on two threads build them.
    private static let fewestForTwo = 32

    /// The steps that are right; the graph knows of all.
    mutating func steps(_ pairs: [YAMLPair]) -> [Step] {
        graph = StepGraph(capacity: pairs.count)
        guard pairs.count >= Self.fewestForTwo else { return steps(pairs, pairs.indices) }
        let turns = StepTurns(count: pairs.count)
        var (first, second) = (self, self)
        second.workspace = Workspace()
        let (other, size) = (second, decoder.source.bytes.count)
        let (some, others) = SideBySide.run {
            first.runs(of: pairs, turns)
        } and: {
            MemoryReserve.prepare(for: size)
            var second = other
            return second.runs(of: pairs, turns)
        }
        var steps: [Step] = []
        steps.reserveCapacity(pairs.count)
        for run in (some + others).sorted(by: { $0.start < $1.start }) {
            take(run)
            steps += run.steps
        }
        return steps
    }

    /// Some steps in a row, and what was found in them.
    private struct StepRun {
        var start: Int
        var steps: [Step]
        var decoder: DocumentDecoder
        var graph: StepGraph
        var isIncomplete: Bool
        var readings: [Reading]
        var calls: [CallSite]
        var resolvedEnds: [Int]
    }

    /// Builds steps turn by turn until none are left.
    ///
    /// Which thread has which turn is chance; what a turn gives depends on its own steps alone, so that the messages
    /// never differ.
    private mutating func runs(of pairs: [YAMLPair], _ turns: StepTurns) -> [StepRun] {
        let empty = decoder
        var runs: [StepRun] = []
        while let positions = turns.next() {
            decoder = empty.separate()
            graph = StepGraph(capacity: positions.count)
            (isIncomplete, readings, calls, resolvedEnds) = (false, [], [], [])
            let steps = steps(pairs, positions)
            runs.append(
                StepRun(
                    start: positions.lowerBound, steps: steps, decoder: decoder, graph: graph,
                    isIncomplete: isIncomplete, readings: readings, calls: calls, resolvedEnds: resolvedEnds))
            scope.forgetFailures()
        }
        return runs
    }

    /// Adds what was found in the steps that follow.
    private mutating func take(_ run: StepRun) {
        decoder.take(run.decoder)
        graph.append(run.graph)
        isIncomplete = isIncomplete || run.isIncomplete
        readings += run.readings
        calls += run.calls
        resolvedEnds += run.resolvedEnds
    }

    private mutating func steps(_ pairs: [YAMLPair], _ positions: Range<Int>) -> [Step] {
        var steps: [Step] = []
        steps.reserveCapacity(positions.count)
        for position in positions {
            graph.beginStep()
            if let step = step(pairs[position], position) { steps.append(step) }
        }
        return steps
    }

    private mutating func step(_ pair: YAMLPair, _ position: Int) -> Step? {
        let id = pair.keyText
        _ = Names.step.check(id, at: pair.key.range, &decoder)
        guard case .mapping = pair.value.content else {
            decoder.subject = "`\(YAMLNode.shortened(id))`"
            decoder.wrongType(pair.value, wants: "a map: what the step does, and where it leads")
            isIncomplete = true
            return nil
        }
        decoder.subject = "the step"
        var draft = StepDraft()
        guard let present = stepSpec.decode(pair.value, into: &draft, &decoder) else { return nil }
        guard let kind = table.outlines[position].kind else {
            isIncomplete = true
            return nil
        }
        let misplaced = present.subtracting(kind.keys)
        if !misplaced.isEmpty { sayMisplaced(misplaced, in: pair.value, kind) }
        if draft.end == .resolved { resolvedEnds.append(position) }
        let way = way(draft, kind, position, pair)
        guard let built = self.kind(draft, kind, position, pair.value) else { return nil }
        return Step(
            id: id, name: draft.name.map { text($0, step: nil) },
            description: draft.description.map { text($0, step: nil) }, kind: built, way: way, visits: draft.visits,
            isOptional: draft.isOptional,
            preview: draft.preview.flatMap { preview($0, draft, position) }, range: pair.key.range)
    }

    private mutating func sayMisplaced(_ keys: KeySet, in node: YAMLNode, _ kind: StepKind) {
        for name in stepSpec.names(of: keys) where StepKind(rawValue: name) == nil {
            let kinds = StepKind.kinds(taking: stepSpec.keySet(name))
            decoder.error(
                "misplaced-key", "`\(name)` does not fit \(kind.inWords); it is for \(kinds)",
                at: node.pair(named: name)?.key.range ?? node.headRange, hint: Self.misplacedHint(name, kind))
        }
    }

    private static func misplacedHint(_ key: String, _ kind: StepKind) -> String? {
        switch (key, kind) {
        case ("next", .decide): "the branches of a `decide` stand in it, and `else` beside it"
        case ("next", .end), ("else", .end), ("next", .escalate), ("else", .escalate): "the walk ends here"
        case ("timeout", .wait): "how long it waits is the value of `wait`"
        case ("timeout", .all): "each member has its own `timeout`"
        case ("retry", .all): "each member has its own `retry`"
        case ("verify", .check): "a check changes nothing that could be verified"
        case ("expect", .fix): "whether a fix helped is seen by `verify: {check: …, expect: …}`"
        case ("expect", .all): "a group is ok when its members are"
        default: nil
        }
    }

    private mutating func kind(
        _ draft: StepDraft, _ kind: StepKind, _ position: Int, _ node: YAMLNode
    ) -> Step.Kind? {
        switch kind {
        case .check: draft.check.map { .check(check($0, draft, position, node)) }
        case .fix: draft.fix.map { .fix(fix($0, draft, position, node)) }
        case .edit: draft.edit.flatMap { edit($0.value, draft, position, node) }.map { .edit($0) }
        case .ask: draft.ask.map { .ask(ask($0, draft, position)) }
        case .manual: draft.manual.map { .manual(manual($0, draft, position, node)) }
        case .all: draft.all.map { .group(group($0, draft, position)) }
        case .call: draft.call.map { .call(call($0, draft, position)) }
        case .wait: draft.wait.map { .wait($0) }
        case .decide: draft.decide.map { _ in .decide }
        case .escalate: draft.escalate.map { .escalate(escalation($0.value)) }
        case .end: draft.end.map { .end($0) }
        }
    }

    /// The step that a name means; says that there is none.
    mutating func target(_ node: YAMLNode) -> Int? {
        guard let name = node.text else { return nil }
        if let position = table.index[name] { return position }
        isIncomplete = true
        guard !table.outlines.isEmpty else { return nil }
        decoder.error(
            "unknown-step", "there is no step `\(YAMLNode.shortened(name))`", at: node.range,
            hint: decoder.nearMiss(for: name, among: table.index.keys))
        return nil
    }
}
