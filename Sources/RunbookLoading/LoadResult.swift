package import Diagnostics
package import RunbookModel
package import YAMLSyntax

/// What loading a runbook gave.
package struct LoadResult: Sendable {
    /// The runbook and all that it calls; nil where any of them has an error.
    package var set: RunbookSet?
    /// What is wrong, in all files, each file's in the order of its places.
    package var diagnostics: [Diagnostic]
    /// The trees of the files, which nobody needs any more: to take a large one apart takes a tenth of the time of
    /// loading it, and a process that ends with its result can spare that.
    let trees: [YAMLDocument]

    /// The tree of the file itself; nil where it could not be read as YAML, and then nothing else was read.
    package var document: YAMLDocument? { trees.first }

    /// Whether there is an error among the diagnostics.
    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// Why a file could not be read.
package struct FileReadError: Error, Sendable {
    /// What is wrong, in words that follow the file's name: `there is no such file`.
    package var message: String

    /// An error in words.
    package init(_ message: String) {
        self.message = message
    }
}
