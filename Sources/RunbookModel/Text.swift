package import CEL
package import Diagnostics

/// A text that a person reads, in one or several languages (rule 1).
package struct Text: Sendable {
    /// The versions, in the order of the file; a text that names no language has one version without.
    package var versions: [(language: String?, template: Template)]

    /// A text of versions, of which there is at least one.
    package init(versions: [(language: String?, template: Template)]) {
        precondition(!versions.isEmpty, "a text without a version")
        self.versions = versions
    }

    /// A text in no particular language, without expressions.
    package init(_ literal: String) {
        versions = [(nil, Template(literal: literal))]
    }

    /// The version for a reader: that of the language, of its main part (`de` for `de-AT`), English, else the first.
    package func version(for language: String) -> Template {
        versions[Self.choice(for: language, among: versions.map(\.language))].template
    }

    /// Which of some versions, of which there is at least one, a reader of a language gets; nil names no language.
    package static func choice(for language: String, among languages: [String?]) -> Int {
        let main = language.split(whereSeparator: { $0 == "-" || $0 == "_" }).first.map(String.init) ?? language
        for wanted in [language, main, "en"] {
            if let found = languages.firstIndex(where: { $0 == wanted || $0 == nil }) { return found }
        }
        return 0
    }
}

/// A text with `${…}` in it (rule 2).
package struct Template: Sendable {
    /// A piece of a template.
    package enum Segment: Sendable {
        /// Characters as they stand.
        case literal(String)
        /// `${e}`.
        case expression(Expression)
    }

    /// The pieces, in order.
    package var segments: [Segment]
    /// Where the text stands in the file.
    package var range: SourceRange

    /// A template of pieces.
    package init(segments: [Segment], range: SourceRange = SourceRange(start: 0, end: 0)) {
        self.segments = segments
        self.range = range
    }

    /// A template without expressions.
    package init(literal: String, range: SourceRange = SourceRange(start: 0, end: 0)) {
        self.init(segments: literal.isEmpty ? [] : [.literal(literal)], range: range)
    }

    /// The text, if no expression stands in it.
    package var literalText: String? {
        var text = ""
        for segment in segments {
            guard case .literal(let piece) = segment else { return nil }
            text += piece
        }
        return text
    }

    /// The expression, if the template is one `${e}` and nothing else: then its value keeps its type.
    package var soleExpression: Expression? {
        guard segments.count == 1, case .expression(let expression) = segments[0] else { return nil }
        return expression
    }

    /// The secrets that the template names.
    package var secretNames: [String] {
        segments.compactMap { segment in
            guard case .expression(let expression) = segment else { return nil }
            return expression.secretName
        }
    }

    /// The text as it was written, with its `${…}`.
    package var sourceText: String {
        segments.map { segment in
            switch segment {
            case .literal(let text): text
            case .expression(let expression): "${\(expression.text)}"
            }
        }.joined()
    }
}

/// A CEL expression of a runbook, compiled, and its place.
package struct Expression: Sendable {
    /// The expression as it was written.
    package var text: String
    /// What evaluates it; nil where it is `secrets.x`, which only the effects can read (rule 5).
    package var program: Program?
    /// The secret it names, where it is `secrets.x` and nothing else.
    package var secretName: String?
    /// Where it stands in the file.
    package var range: SourceRange

    /// An expression that is evaluated.
    package init(program: Program, range: SourceRange) {
        text = program.source
        self.program = program
        self.range = range
    }

    /// An expression that is the value of a secret.
    package init(secret name: String, range: SourceRange) {
        text = "secrets.\(name)"
        secretName = name
        self.range = range
    }
}
