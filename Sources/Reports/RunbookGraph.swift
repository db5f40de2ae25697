import Interpreter
package import RunbookModel
import TerminalIO
import Wording

/// A runbook as a picture: what stands in its boxes, and what its arrows say. With a run, also the way walked.
package struct RunbookGraph: Sendable {
    /// A box: a step.
    package struct Node: Sendable {
        /// The step's id.
        package var id: String
        /// The kind as the format names it.
        package var kind: String
        /// What it does to the world.
        package var effect: Effect
        /// How the walk ends here, if it does.
        package var outcome: Outcome?
        /// The step's name, in lines.
        package var lines: [String]
        /// The checks of a group, in columns.
        package var members: [Member]
        /// How many columns the checks stand in.
        package var columns: Int
        /// Its branches, where they are so many that they stand in the box, and their numbers at the arrows.
        package var branches: [Branch]
        /// Whether the walk begins here.
        package var isStart: Bool
        /// Whether the walk goes here when nothing else is left.
        package var isFallback: Bool
        /// The numbers of the visits.
        package var visits: [Int]
        /// What the last visit came to.
        package var verdict: StoryVerdict?
    }

    /// A check in the box of its group.
    package struct Member: Sendable {
        /// The step's id.
        package var id: String
        /// What it came to last.
        package var verdict: StoryVerdict?
    }

    /// A branch in the box of its step.
    package struct Branch: Sendable {
        /// Its condition, shortened.
        package var text: String
        /// Whether the walk took it.
        package var isTaken: Bool
    }

    /// An arrow.
    package struct Edge: Sendable {
        /// What leads along it.
        package enum Kind: String, Sendable {
            /// Nothing else could.
            case plain
            /// A condition.
            case condition
            /// The step is ok.
            case ok
            /// The step is not ok, or no condition is true.
            case otherwise
            /// Nothing else was left.
            case fallback
            /// The operator.
            case jump
        }

        /// The index of the node it leaves.
        package var from: Int
        /// The index of the node it enters.
        package var to: Int
        /// What leads along it; of several, the first.
        package var kind: Kind
        /// What stands at it, shortened.
        package var label: [String]
        /// All of that.
        package var title: String
        /// Whether the walk went here.
        package var isWalked = false
    }

    /// The boxes, in the order of the file.
    package private(set) var nodes: [Node] = []
    /// The arrows.
    package private(set) var edges: [Edge] = []
    private var index: [String: Int] = [:]
    private var known: [Ends: Int] = [:]
    private let words: ReportWords

    /// The picture of a runbook.
    ///
    /// - Parameter passage: the calls through which the runbook was entered, each followed by `/`.
    package init(_ runbook: Runbook, names: RunbookNames, story: RunStory? = nil, passage: String = "") {
        words = ReportWords(names.spoken)
        let walked = Self.walked(story, passage)
        let ways = runbook.steps.map { ($0, Self.ways(of: $0)) }
        var shown: Set<String> = [runbook.start, runbook.fallback]
        for (_, ways) in ways { shown.formUnion(ways.map(\.to)) }
        shown.formUnion(walked.visits.keys)
        for step in runbook.steps where shown.contains(step.id) {
            index[step.id] = nodes.count
            nodes.append(
                Node(
                    step, in: runbook, name: names.step(passage + step.id), story: story, passage: passage,
                    visits: walked.visits[step.id] ?? []))
        }
        for (step, ways) in ways where shown.contains(step.id) {
            let isNumbered = Node.showsBranches(step)
            for (place, way) in ways.enumerated() {
                add(way, from: step.id, number: isNumbered && way.kind == .condition ? place + 1 : nil)
            }
        }
        for pair in walked.pairs { walk(pair) }
        for index in edges.indices { edges[index].shorten() }
    }

    /// What of a run passed a runbook: which visit entered which step, and from where.
    private static func walked(
        _ story: RunStory?, _ passage: String
    ) -> (visits: [String: [Int]], pairs: [(from: String, to: String, kind: Edge.Kind)]) {
        var visits: [String: [Int]] = [:]
        var pairs: [(from: String, to: String, kind: Edge.Kind)] = []
        var last: String?
        for visit in story?.visits ?? [] where StoryBuilder.passage(of: visit.step) == passage {
            let id = String(visit.step.dropFirst(passage.count))
            visits[id, default: []].append(visit.number)
            var kind = Edge.Kind.plain
            switch visit.reason {
            case .start, .call: last = nil
            case .fallback: kind = .fallback
            case .decision(let decision): if case .jumped = decision.reason { kind = .jump }
            }
            if let last { pairs.append((last, id, kind)) }
            last = id
        }
        return (visits, pairs)
    }

    private mutating func add(_ way: Way, from: String, number: Int?) {
        guard let source = index[from], let target = index[way.to] else { return }
        let text =
            switch way.kind {
            case .otherwise: words[way.text.isEmpty ? .elseTaken : .notOk]
            case .ok: words[.ok]
            default: Sanitizer.clean(way.text)
            }
        let label = number.map { "\($0)" } ?? text
        let whole = number.map { "\($0) \(text)" } ?? text
        let ends = Ends(from: source, to: target)
        guard let known = known[ends] else {
            self.known[ends] = edges.count
            edges.append(
                Edge(from: source, to: target, kind: way.kind, label: label.isEmpty ? [] : [label], title: whole))
            return
        }
        if edges[known].kind == .ok, way.kind == .otherwise {
            // Ok or not, it leads there.
            edges[known].kind = .plain
            edges[known].label = []
        } else if number != nil, let last = edges[known].label.last {
            edges[known].label = ["\(last), \(label)"]
        } else {
            edges[known].label.append(label)
        }
        edges[known].title += "\n" + whole
    }

    /// The nodes that an edge joins: between two there is one at the most in each direction.
    private struct Ends: Hashable {
        let from: Int
        let to: Int
    }

    /// Where a step leads: a target, what leads there, and its condition.
    private typealias Way = (to: String, kind: Edge.Kind, text: String)

    private mutating func walk(_ pair: (from: String, to: String, kind: Edge.Kind)) {
        guard let source = index[pair.from], let target = index[pair.to] else { return }
        let ends = Ends(from: source, to: target)
        if let known = known[ends] {
            edges[known].isWalked = true
        } else {
            known[ends] = edges.count
            let label = words[pair.kind == .jump ? .jumped : .fallbackStep]
            edges.append(
                Edge(
                    from: source, to: target, kind: pair.kind == .jump ? .jump : .fallback, label: [label],
                    title: label,
                    isWalked: true))
        }
    }

    /// Where a step leads, as it says itself; that everything may lead to `fallback` is not said of each.
    private static func ways(of step: Step) -> [Way] {
        var ways: [Way] = []
        switch step.way.next {
        case .none: break
        case .step(let next):
            let isConditional = step.way.otherwise != nil || step.kind.needsOkToGoOn
            ways.append((next, isConditional ? .ok : .plain, ""))
            if let otherwise = step.way.otherwise { ways.append((otherwise, .otherwise, "not ok")) }
        case .branches(let branches):
            for branch in branches { ways.append((branch.goto, .condition, branch.when.text)) }
            if let otherwise = step.way.otherwise { ways.append((otherwise, .otherwise, "")) }
        }
        if case .goto(let target)? = step.kind.unattended { ways.append((target, .condition, "unattended")) }
        return ways
    }
}

extension RunbookGraph.Edge {
    /// Keeps of the label what fits beside a line; the title has all of it.
    fileprivate mutating func shorten() {
        let most = 3
        var lines = label.map { text in
            let line = text.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" }).joined(separator: " ")
            return TextMetrics.cut(line, to: 170, size: GraphStyle.labelSize)
        }
        if lines.count > most { lines = lines.prefix(most - 1) + ["… +\(lines.count - most + 1)"] }
        label = lines
    }
}

extension Step.Kind {
    /// Whether `next` alone is taken only when the step is ok (rule 19).
    fileprivate var needsOkToGoOn: Bool {
        switch self {
        case .fix, .edit, .ask, .manual, .call: true
        case .check, .group, .wait, .decide, .escalate, .end: false
        }
    }

    /// What a human step does when nobody is there.
    fileprivate var unattended: UnattendedPolicy? {
        switch self {
        case .ask(let ask): ask.unattended
        case .manual(let manual): manual.unattended
        default: nil
        }
    }
}
