/// Why an expression came to its value: each part with what it came to.
public struct Explanation: Sendable {
    /// What a part came to.
    public enum Outcome: Sendable {
        /// It has a value.
        case value(Value)
        /// It has none.
        case error(EvaluationError)
        /// Nothing depended on it any more, so it was not looked at.
        case notEvaluated
    }

    /// One part of an expression, or one round of a loop.
    public struct Part: Sendable {
        /// The place in the expression, in UTF-8 bytes.
        public var range: Range<Int>
        /// The text of the part; for a round the variables, such as `c = {"name": "redis"}`.
        public var text: String
        /// What it came to.
        public var outcome: Outcome
        /// Its own parts, in the order of the text.
        public var children: [Part]
        /// Whether this is one round of a loop.
        public var isRound = false
        /// For a loop: how many rounds it took; of many only the first and the last are among the children.
        public var rounds = 0
    }

    /// The whole expression.
    public var root: Part

    /// What the whole came to.
    public var outcome: Outcome { root.outcome }
    /// What the evaluation cost, as cel-go counts it.
    public var cost: UInt64

    /// The explanation as an indented tree, a line for each part, every value cut at `valueLimit` bytes.
    public func text(valueLimit: Int = 80) -> String {
        var lines: [String] = []
        Explanation.write(root, indent: 0, valueLimit, &lines)
        return lines.joined(separator: "\n")
    }

    private static func write(_ part: Part, indent: Int, _ limit: Int, _ lines: inout [String]) {
        let margin = String(repeating: "  ", count: indent)
        lines.append("\(margin)\(oneLine(part.text, limit))  \(outcomeText(part.outcome, limit))")
        var shown = 0
        for child in part.children {
            if child.isRound {
                shown += 1
                let omitted = part.rounds - part.children.count { $0.isRound }
                if omitted > 0, shown == part.children.count(where: { $0.isRound }) {
                    lines.append("\(margin)  … \(omitted) more …")
                }
            }
            write(child, indent: indent + 1, limit, &lines)
        }
    }

    private static func outcomeText(_ outcome: Outcome, _ limit: Int) -> String {
        switch outcome {
        case .value(let value): "→ \(value.summary(limit: limit))"
        case .error(let error): "→ unknown: \(error.message)"
        case .notEvaluated: "· not looked at"
        }
    }

    /// A part's text on one line.
    private static func oneLine(_ text: String, _ limit: Int) -> String {
        var result = ""
        var wasBlank = false
        for scalar in text.unicodeScalars {
            if result.utf8.count > max(limit, 120) { return result + "…" }
            let isBlank = scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" || scalar == "\u{0C}"
            if isBlank {
                if !wasBlank { result += " " }
            } else {
                result.unicodeScalars.append(scalar)
            }
            wasBlank = isBlank
        }
        return result
    }
}
