/// A format of YAML documents that is declared by specs: a runbook, the configuration, a scenario.
///
/// What is registered as one gets a schema and a reference page.
package struct DocumentFormat: Sendable {
    /// What the command line calls it: `runbook`.
    package let name: String
    /// What a schema and a page are headed with: `Rung runbook, format version 1`.
    package let title: String
    /// What such a document is, in one sentence.
    package let summary: String
    private let makeShape: @Sendable () -> Shape
    private let makeDefinitions: @Sendable () -> [(name: String, shape: Shape)]

    /// A format.
    ///
    /// - Parameters:
    ///   - name: what the command line calls it.
    ///   - title: what a schema and a page are headed with.
    ///   - summary: what such a document is, in one sentence.
    ///   - shape: the whole document.
    ///   - definitions: the shapes that others name by `named`.
    package init(
        name: String, title: String, summary: String, shape: @autoclosure @escaping @Sendable () -> Shape,
        definitions: @autoclosure @escaping @Sendable () -> [(name: String, shape: Shape)] = []
    ) {
        self.name = name
        self.title = title
        self.summary = summary
        makeShape = shape
        makeDefinitions = definitions
    }

    /// What the whole document looks like; made anew by each call.
    package var shape: Shape { makeShape() }

    /// The shapes that others name; made anew by each call.
    package var definitions: [(name: String, shape: Shape)] { makeDefinitions() }
}

extension ObjectShape {
    /// The map's name without its article and backticks, as a definition is called: `step`, `defaults`.
    package var shortName: String {
        let words = name.split(separator: " ").map { $0.filter { $0 != "`" } }
        let bare = words.first == "a" || words.first == "an" ? Array(words.dropFirst()) : words
        return bare.joined(separator: "_")
    }
}

extension ObjectShape.Key {
    /// What holds where the key is left out, as a page shows it: what could be written as code, words as words.
    var shownDefault: String? {
        defaultText.map { text in
            let isWritten = !text.contains(" ") || text.hasPrefix("{") || text.hasPrefix("[")
            return isWritten ? "`\(text)`" : text
        }
    }
}

extension String {
    /// The words as a sentence: begun with a capital letter, unless with a backtick, and ended with a full stop.
    package var asSentence: String {
        guard let first else { return self }
        return (first.isLowercase ? first.uppercased() + dropFirst() : self) + (last == "." ? "" : ".")
    }
}
