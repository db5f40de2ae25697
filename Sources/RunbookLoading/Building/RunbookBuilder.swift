import CEL
import Diagnostics
import Documents
import RunbookModel
import YAMLSyntax

/// Builds a runbook of a document: reads it by the declared keys, resolves names, compiles conditions, and collects
/// all that is wrong.
struct RunbookBuilder {
    /// Reads the values, and collects what is wrong.
    var decoder: DocumentDecoder
    /// The steps in outline.
    var table = StepTable(capacity: 0)
    /// The conditions' names and types.
    var scope = ConditionScope()
    /// Which step leads where.
    var graph = StepGraph(capacity: 0)
    /// Whether a way is not known, since a step or its name is wrong: then nobody can say what is unreachable.
    var isIncomplete = false
    /// What checks read of other steps: for rule 16.
    var readings: [Reading] = []
    /// Which steps are `end: resolved`.
    var resolvedEnds: [Int] = []
    /// The calls of other runbooks.
    var calls: [CallSite] = []
    /// The memory that conditions are compiled in.
    var workspace = Workspace()
    /// The folder that called files are relative to.
    let path: String

    /// A check that reads another step.
    struct Reading {
        var reader: Int
        var read: Int
        var range: SourceRange
    }

    /// A builder of the document of a path.
    init(document: YAMLDocument, path: String) {
        self.init(decoder: DocumentDecoder(source: document.source, subject: "a runbook"), path: path)
    }

    /// A builder of what a decoder reads.
    init(decoder: DocumentDecoder, path: String) {
        self.decoder = decoder
        self.path = path
    }

    /// The runbook; nil where anything in it is wrong.
    mutating func build(_ root: YAMLNode) -> Runbook? {
        guard let (draft, _) = runbookSpec.decode(root, &decoder) else { return nil }
        let stepPairs = stepPairs(of: draft.steps)
        table = StepTable(capacity: stepPairs.count)
        for pair in stepPairs {
            table.append(StepOutline(id: pair.keyText, range: pair.key.range, node: pair.value))
        }
        let params = draft.params.compactMap { param($0) }
        let causes = draft.causes.map(\.name)
        scope = ConditionScope(
            params: draft.params.map { ($0.name, $0.value.type) }, secrets: draft.secrets.map(\.name), causes: causes,
            table: table)
        checkID(draft.id)
        let start = draft.start.flatMap { target($0) }
        let fallback = draft.fallback.flatMap { target($0) }
        let steps = steps(stepPairs)
        if start == nil || fallback == nil { isIncomplete = true }
        if let node = draft.start, let start { graph.start = edge(to: start, .start, node) }
        if let node = draft.fallback, let fallback { graph.fallback = edge(to: fallback, .fallback, node) }
        let (id, first, last) = (draft.id?.text ?? "", draft.start?.text ?? "", draft.fallback?.text ?? "")
        // Where a step is wrong the places are not the steps'; then the runbook is not given to anybody either.
        var runbook =
            steps.count == table.index.count
            ? Runbook(id: id, start: first, fallback: last, steps: steps, index: table.index)
            : Runbook(id: id, start: first, fallback: last, steps: [])
        runbook.params = params
        fillTop(&runbook, from: draft)
        checkRules()
        return decoder.errorCount == 0 ? runbook : nil
    }

    private func edge(to target: Int, _ reason: StepGraph.Reason, _ node: YAMLNode) -> StepGraph.Edge {
        StepGraph.Edge(from: -1, to: Int32(target), reason: reason, range: node.range)
    }

    private mutating func stepPairs(of node: YAMLNode?) -> [YAMLPair] {
        guard let node else { return [] }
        guard case .mapping(let pairs, _) = node.content else {
            decoder.subject = "`steps`"
            decoder.wrongType(node, wants: "a map of steps by their names")
            isIncomplete = true
            return []
        }
        if pairs.isEmpty { decoder.error("no-steps", "the runbook has no step", at: node.range) }
        return pairs
    }

    private mutating func checkID(_ node: YAMLNode?) {
        guard let node, let id = node.text, !Names.isRunbookID(id) else { return }
        decoder.error(
            "bad-name",
            "`\(YAMLNode.shortened(id))` cannot be the id of a runbook: it begins with a lower-case letter or a digit "
                + "and has only lower-case letters, digits, `.`, `_` and `-`",
            at: node.range)
    }

    private mutating func checkRules() {
        let reach = Reach(graph)
        ResolvedRule.check(graph, table, resolvedEnds, &decoder)
        NextRule.check(graph, table, reach, &decoder)
        GroupReadingRule.check(readings, graph, table, &decoder)
        guard !isIncomplete else { return }
        if EndRule.check(graph, table, &decoder) { LoopRule.check(graph, table, reach, &decoder) }
        UnreachableRule.check(table, reach, &decoder)
    }
}
