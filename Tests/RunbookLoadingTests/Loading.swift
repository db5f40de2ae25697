import Diagnostics
import RunbookLoading
import RunbookModel

/// What loading texts gives, in words that tests compare.
enum Loading {
    /// Loads texts by their paths, the first of which is the root.
    static func load(_ root: String, _ texts: [String: String]) -> LoadResult {
        RunbookLoader(texts: texts.mapValues { Array($0.utf8) }).load(path: root)
    }

    /// Loads one text.
    static func load(_ text: String) -> LoadResult {
        load("a.yaml", ["a.yaml": text])
    }

    /// The messages of a load: `12:3 error code: message`.
    static func messages(_ result: LoadResult) -> [String] {
        result.diagnostics.map { diagnostic in
            let place = diagnostic.source.position(of: diagnostic.range.start)
            let file = diagnostic.source.name == "a.yaml" ? "" : diagnostic.source.name + ":"
            return "\(file)\(place.line):\(place.column) \(diagnostic.severity.rawValue) \(diagnostic.message)"
        }
    }

    /// A runbook of steps; `start` is `look`, `fallback` is `help`, and `done` is proven where something leads there.
    static func runbook(_ steps: String, top: String = "") -> String {
        let indented = steps.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
        return """
            version: 1
            id: a
            \(top)
            start: look
            fallback: help
            steps:
            \(indented.joined(separator: "\n"))
              help:
                escalate: {to: oncall}
              done:
                end: resolved

            """
    }
}
