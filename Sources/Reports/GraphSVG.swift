import GraphLayout
import RunbookModel
import TerminalIO

/// A picture of a runbook as SVG: for its own file, or inside a page.
package struct GraphSVG: Sendable {
    private let graph: RunbookGraph
    private let drawing: GraphDrawing
    private var text = ""

    /// The picture of a graph.
    package init(_ graph: RunbookGraph) {
        self.graph = graph
        drawing = graph.drawing()
    }

    /// The picture as an element of a page, without its style.
    package func element(title: String) -> String {
        var writer = self
        writer.write(title: title, style: "")
        return writer.text
    }

    /// The picture as a file of its own.
    package func file(title: String) -> String {
        var writer = self
        writer.write(title: title, style: "<style>\(Self.style)</style>")
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + writer.text
    }

    private mutating func write(title: String, style: String) {
        let (width, height) = (Self.number(drawing.size.width), Self.number(drawing.size.height))
        text +=
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"g\" role=\"img\" width=\"\(width)\" height=\"\(height)\" "
        text += "viewBox=\"0 0 \(width) \(height)\">\(style)<title>\(MarkupText.escape(title))</title>\n"
        text += "<rect class=\"g-paper\" width=\"\(width)\" height=\"\(height)\"/>\n"
        let order = graph.edges.indices.filter { !graph.edges[$0].isWalked }
        let walked = graph.edges.indices.filter { graph.edges[$0].isWalked }
        for index in order + walked { writeLine(index) }
        for index in order + walked { writeLabel(index) }
        for index in graph.nodes.indices { writeNode(index) }
        text += "</svg>\n"
    }

    // MARK: Arrows

    private mutating func writeLine(_ index: Int) {
        let edge = graph.edges[index]
        let route = drawing.routes[index]
        var classes = "g-edge g-\(edge.kind.rawValue)"
        if route.isBack { classes += " g-back" }
        if edge.isWalked { classes += " g-walked" }
        var path = "M" + Self.point(route.start)
        // The line ends inside its arrowhead.
        let end = GraphPoint(x: route.end.x, y: route.end.y - 4)
        for (place, segment) in route.segments.enumerated() {
            let isLast = place == route.segments.count - 1
            switch segment {
            case .line(let point): path += "L" + Self.point(isLast ? end : point)
            case .curve(let first, let second, let point):
                path += "C\(Self.point(first)) \(Self.point(second)) \(Self.point(isLast ? end : point))"
            }
        }
        text += "<g class=\"\(classes)\">"
        if !edge.title.isEmpty {
            text += "<title>\(MarkupText.escape(edge.title, keeping: [.lineFeeds]))</title>"
        }
        text += "<path class=\"g-line\" d=\"\(path)\"/>"
        let (x, y) = (route.end.x, route.end.y)
        let head = [(x, y), (x - 4, y - 8), (x + 4, y - 8)].map { Self.point(GraphPoint(x: $0, y: $1)) }
        text += "<path class=\"g-head\" d=\"M\(head.joined(separator: "L"))Z\"/></g>\n"
    }

    private mutating func writeLabel(_ index: Int) {
        let edge = graph.edges[index]
        guard let frame = drawing.routes[index].label else { return }
        var classes = "g-label g-\(edge.kind.rawValue)"
        if drawing.routes[index].isBack { classes += " g-back" }
        if edge.isWalked { classes += " g-walked" }
        text += "<g class=\"\(classes)\"><title>\(MarkupText.escape(edge.title, keeping: [.lineFeeds]))</title>"
        text += Self.rectangle(frame, radius: 4, "g-plate")
        for (row, line) in edge.label.enumerated() {
            let y = frame.top + 2 + GraphStyle.labelHeight * (Double(row) + 0.76)
            text += "<text x=\"\(Self.number(frame.middle))\" y=\"\(Self.number(y))\">\(MarkupText.escape(line))</text>"
        }
        text += "</g>\n"
    }

    // MARK: Boxes

    private mutating func writeNode(_ index: Int) {
        let node = graph.nodes[index]
        let frame = drawing.nodes[index]
        var classes = "g-node g-kind-\(node.kind)"
        if node.effect != .read { classes += " g-effect-\(node.effect.rawValue)" }
        if let outcome = node.outcome { classes += " g-outcome-\(outcome.rawValue)" }
        if !node.visits.isEmpty { classes += " g-visited" }
        if let verdict = node.verdict { classes += " g-\(verdict.markClass)" }
        text += "<g class=\"\(classes)\">"
        if node.isStart { text += Self.rectangle(frame.grown(by: 3), radius: 11, "g-start") }
        text += shape(of: node, frame)
        let left = frame.left + GraphStyle.padding + 4
        text += "<text class=\"g-id\" x=\"\(Self.number(left))\" y=\"\(Self.number(frame.top + 19))\">"
        text += MarkupText.escape(node.id) + "</text>"
        let right = frame.right - GraphStyle.padding
        text += "<text class=\"g-tag\" x=\"\(Self.number(right))\" y=\"\(Self.number(frame.top + 18.5))\">"
        text += MarkupText.escape(node.tag) + "</text>"
        for (row, line) in node.lines.enumerated() {
            let y = frame.top + 22 + GraphStyle.lineHeight * (Double(row) + 0.8)
            text += "<text class=\"g-name\" x=\"\(Self.number(left))\" y=\"\(Self.number(y))\">"
            text += MarkupText.escape(line) + "</text>"
        }
        writeMembers(of: node, frame)
        writeBranches(of: node, frame)
        writeVisits(of: node, frame)
        text += "</g>\n"
    }

    private func shape(of node: RunbookGraph.Node, _ frame: GraphFrame) -> String {
        switch node.kind {
        case "end", "escalate": return Self.rectangle(frame, radius: min(frame.size.height / 2, 20), "g-box")
        case "decide":
            let cut = 10.0
            let corners = [
                (frame.left + cut, frame.top), (frame.right - cut, frame.top), (frame.right, frame.top + cut),
                (frame.right, frame.bottom - cut), (frame.right - cut, frame.bottom), (frame.left + cut, frame.bottom),
                (frame.left, frame.bottom - cut), (frame.left, frame.top + cut),
            ].map { Self.point(GraphPoint(x: $0, y: $1)) }
            return "<path class=\"g-box\" d=\"M\(corners.joined(separator: "L"))Z\"/>"
        default:
            let bar = GraphFrame(
                origin: GraphPoint(x: frame.left, y: frame.top + 7),
                size: GraphSize(width: 4, height: frame.size.height - 14))
            return Self.rectangle(frame, radius: 8, "g-box") + Self.rectangle(bar, radius: 2, "g-bar")
        }
    }

    private mutating func writeMembers(of node: RunbookGraph.Node, _ frame: GraphFrame) {
        let top = frame.top + 26 + Double(node.lines.count) * GraphStyle.lineHeight
        for (place, member) in node.members.enumerated() {
            let x = frame.left + GraphStyle.padding + 4 + Double(place / node.memberRows) * node.memberWidth
            let y = top + GraphStyle.memberHeight * (Double(place % node.memberRows) + 0.7)
            let name = member.verdict?.markClass ?? "unseen"
            text +=
                "<circle class=\"g-dot g-\(name)\" cx=\"\(Self.number(x + 3))\" cy=\"\(Self.number(y - 4))\" r=\"3.5\"/>"
            text += "<text class=\"g-member\" x=\"\(Self.number(x + 11))\" y=\"\(Self.number(y))\">"
            text += MarkupText.escape(member.id) + "</text>"
        }
    }

    private mutating func writeBranches(of node: RunbookGraph.Node, _ frame: GraphFrame) {
        let left = frame.left + GraphStyle.padding + 4
        for (place, branch) in node.branches.enumerated() {
            let y = Self.number(frame.top + node.branchTop + GraphStyle.memberHeight * (Double(place) + 0.7))
            let taken = branch.isTaken ? " g-taken" : ""
            text += "<text class=\"g-number\(taken)\" x=\"\(Self.number(left + 14))\" y=\"\(y)\">\(place + 1)</text>"
            text += "<text class=\"g-branch\(taken)\" x=\"\(Self.number(left + 22))\" y=\"\(y)\">"
            text += MarkupText.escape(branch.text) + "</text>"
        }
    }

    /// The numbers of the visits, on the upper edge; of many, the first and the last.
    private mutating func writeVisits(of node: RunbookGraph.Node, _ frame: GraphFrame) {
        guard !node.visits.isEmpty else { return }
        let numbers = node.visits.map { "\($0)" }
        let shown = numbers.count > 4 ? numbers.prefix(2) + ["…"] + numbers.suffix(1) : numbers[...]
        var right = frame.right + 4
        for number in shown.reversed() {
            let width = max(18, TextMetrics.width(number, size: 11) + 10)
            let badge = GraphFrame(
                origin: GraphPoint(x: right - width, y: frame.top - 12), size: GraphSize(width: width, height: 18))
            text += "<g class=\"g-visit\">" + Self.rectangle(badge, radius: 9, "g-badge")
            text +=
                "<text x=\"\(Self.number(badge.middle))\" y=\"\(Self.number(badge.top + 12.8))\">\(number)</text></g>"
            right -= width + 2
        }
    }

    // MARK: Pieces

    private static func rectangle(_ frame: GraphFrame, radius: Double, _ name: String) -> String {
        "<rect class=\"\(name)\" x=\"\(number(frame.left))\" y=\"\(number(frame.top))\" "
            + "width=\"\(number(frame.size.width))\" height=\"\(number(frame.size.height))\" rx=\"\(number(radius))\"/>"
    }

    private static func point(_ point: GraphPoint) -> String { "\(number(point.x)) \(number(point.y))" }

    /// A number with one digit after the point, and none where it is zero.
    private static func number(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let whole = "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10)"
        return tenths % 10 == 0 ? whole : "\(whole).\(abs(tenths) % 10)"
    }
}

extension GraphFrame {
    /// The frame with a margin around it.
    fileprivate func grown(by margin: Double) -> GraphFrame {
        GraphFrame(
            origin: GraphPoint(x: left - margin, y: top - margin),
            size: GraphSize(width: size.width + margin * 2, height: size.height + margin * 2))
    }
}

extension StoryVerdict {
    /// Its class in style sheets.
    var markClass: String {
        switch self {
        case .ok: "good"
        case .notOk: "bad"
        case .noVerdict: "unknown"
        case .notRun: "skipped"
        }
    }
}
