package import Diagnostics
package import YAMLSyntax

/// Collects what is wrong while a document is decoded.
///
/// A value that is passed `inout` through the specs; it belongs to one decoding at a time.
package struct DocumentDecoder: Sendable {
    /// The text that is decoded.
    package let source: SourceText
    /// What was found so far, in the order it was found.
    package private(set) var diagnostics: [Diagnostic] = []
    /// What is being read.
    package struct Subject: Sendable {
        /// The key, as messages name it.
        package var key: String
        /// How deep in the key's list the value stands, as an element of it.
        package var elements = 0

        /// The value of a key.
        package init(key: String) { self.key = key }
    }

    /// What is being read; as parts, since only messages want its words.
    package var reading: Subject
    /// The key whose value is being read, as messages name it.
    package var subject: String {
        get { String(repeating: "an element of ", count: reading.elements) + reading.key }
        set { reading = Subject(key: newValue) }
    }
    /// How many errors were found so far.
    package private(set) var errorCount = 0
    /// How many more names near misses are looked for among: a file can be all misses, with as many names to miss.
    private var namesLeft = 1_000_000

    /// A decoder of a text, which messages call by `subject` as long as no key is known.
    package init(source: SourceText, subject: String) {
        self.source = source
        reading = Subject(key: subject)
    }

    /// A decoder of the same text that has found nothing yet, for a part that is decoded by itself.
    package func separate() -> DocumentDecoder {
        var other = DocumentDecoder(source: source, subject: subject)
        other.namesLeft = namesLeft
        return other
    }

    /// Adds what a separate decoder found.
    package mutating func take(_ other: DocumentDecoder) {
        diagnostics += other.diagnostics
        errorCount += other.errorCount
        namesLeft = min(namesLeft, other.namesLeft)
    }

    /// Records an error.
    package mutating func error(
        _ code: String, _ message: String, at range: SourceRange, hint: String? = nil, notes: [DiagnosticNote] = []
    ) {
        errorCount += 1
        diagnostics.append(
            Diagnostic(
                severity: .error, code: code, message: message, range: range, source: source, hint: hint, notes: notes))
    }

    /// Records a warning.
    package mutating func warning(_ code: String, _ message: String, at range: SourceRange, hint: String? = nil) {
        diagnostics.append(
            Diagnostic(severity: .warning, code: code, message: message, range: range, source: source, hint: hint))
    }

    /// "did you mean `x`?" for a word that is none of the candidates; nil where none is near.
    package mutating func nearMiss(for word: String, among candidates: some Collection<String>) -> String? {
        guard namesLeft > 0 else { return nil }
        namesLeft -= candidates.count
        return NearMiss.suggestion(for: word, among: candidates).map { "did you mean `\($0)`?" }
    }

    /// Records that a value is not what its key wants.
    package mutating func wrongType(_ node: YAMLNode, wants wanted: String, hint: String? = nil) {
        if node.isEmptyValue {
            error("missing-value", "\(subject) has no value; it wants \(wanted)", at: node.range, hint: hint)
        } else {
            error("wrong-type", "\(subject) wants \(wanted), not \(node.inWords)", at: node.range, hint: hint)
        }
    }
}
