package import GraphLayout
import Interpreter
import RunbookModel
import TerminalIO

/// The sizes of a picture of a runbook.
enum GraphStyle {
    static let idSize = 12.5
    static let nameSize = 12.0
    static let kindSize = 10.0
    static let memberSize = 10.5
    static let labelSize = 10.5
    static let lineHeight = 16.0
    static let labelHeight = 14.0
    static let memberHeight = 16.0
    static let padding = 10.0
    /// Beside a member's id: its mark and the distance to the next column.
    static let memberPadding = 26.0
    static let nameWidth = 190.0
    static let branchWidth = 390.0
}

extension RunbookGraph.Node {
    /// The box of a step.
    init(
        _ step: Step, in runbook: Runbook, name: String?, story: RunStory?, passage: String, visits: [Int]
    ) {
        id = Sanitizer.clean(step.id)
        kind = step.kind.name
        effect = step.effect
        outcome =
            switch step.kind {
            case .end(let outcome): outcome
            case .escalate: .escalated
            default: nil
            }
        lines = TextMetrics.wrap(
            Sanitizer.clean(name ?? ""), to: GraphStyle.nameWidth, size: GraphStyle.nameSize, lines: 2)
        members = []
        if case .group(let group) = step.kind {
            members = group.members.map { member in
                RunbookGraph.Member(
                    id: Sanitizer.clean(member), verdict: story?.looks[passage + member]?.last)
            }
        }
        columns = members.count > 24 ? 4 : members.count > 8 ? 3 : members.count > 3 ? 2 : 1
        branches = Self.showsBranches(step) ? Self.branches(of: step, taken: story, passage) : []
        isStart = step.id == runbook.start
        isFallback = step.id == runbook.fallback
        self.visits = visits
        verdict = story?.visits.last { $0.step == passage + step.id }?.verdict
    }

    /// Whether a step's branches stand in its box.
    static func showsBranches(_ step: Step) -> Bool {
        if case .branches(let branches) = step.way.next { branches.count > 2 } else { false }
    }

    private static func branches(of step: Step, taken story: RunStory?, _ passage: String) -> [RunbookGraph.Branch] {
        guard case .branches(let branches) = step.way.next else { return [] }
        let reasons = story?.visits.filter { $0.step == passage + step.id }.compactMap { $0.decision?.reason } ?? []
        return branches.enumerated().map { place, branch in
            let line = Sanitizer.clean(branch.when.text.split { " \n\t".contains($0) }.joined(separator: " "))
            return RunbookGraph.Branch(
                text: TextMetrics.cut(
                    line, to: GraphStyle.branchWidth, size: GraphStyle.memberSize, isMonospaced: true),
                isTaken: reasons.contains(.branch(place + 1)))
        }
    }

    /// What stands small beside the id.
    var tag: String { isFallback ? "\(kind) · fallback" : kind }

    /// The width of each column of members.
    var memberWidth: Double {
        (members.map { TextMetrics.monospacedWidth($0.id, size: GraphStyle.memberSize) }.max() ?? 0)
            + GraphStyle.memberPadding
    }

    /// How many rows the members stand in.
    var memberRows: Int { members.isEmpty ? 0 : (members.count + columns - 1) / columns }

    /// How far below the top of the box its branches begin.
    var branchTop: Double {
        let rows = memberRows == 0 ? 0 : Double(memberRows) * GraphStyle.memberHeight + 6
        return 30 + Double(lines.count) * GraphStyle.lineHeight + rows
    }

    /// How large the box is.
    package var size: GraphSize {
        let head =
            TextMetrics.monospacedWidth(id, size: GraphStyle.idSize)
            + TextMetrics.width(tag, size: GraphStyle.kindSize) + 14
        let name = lines.map { TextMetrics.width($0, size: GraphStyle.nameSize) }.max() ?? 0
        let branch = branches.map { TextMetrics.monospacedWidth($0.text, size: GraphStyle.memberSize) }.max() ?? -24
        let width = max(head, name, memberWidth * Double(columns) - 10, branch + 24, 70) + GraphStyle.padding * 2 + 4
        return GraphSize(
            width: width.rounded(.up),
            height: branchTop + (branches.isEmpty ? 0 : Double(branches.count) * GraphStyle.memberHeight + 6))
    }
}

extension RunbookGraph.Edge {
    /// How large the label is; nil: there is none.
    package var labelSize: GraphSize? {
        guard let widest = label.map({ TextMetrics.width($0, size: GraphStyle.labelSize) }).max() else { return nil }
        return GraphSize(
            width: (widest + 10).rounded(.up), height: Double(label.count) * GraphStyle.labelHeight + 4)
    }
}

extension RunbookGraph {
    /// Where everything is drawn.
    package func drawing() -> GraphDrawing {
        let graph = LayoutGraph(
            nodes: nodes.map(\.size),
            edges: edges.map { LayoutGraph.Edge(from: $0.from, to: $0.to, label: $0.labelSize) },
            root: nodes.firstIndex(where: \.isStart) ?? 0)
        return GraphLayout.draw(graph)
    }
}
