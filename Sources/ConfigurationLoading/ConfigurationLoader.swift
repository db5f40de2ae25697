import Automation
package import Diagnostics
import Documents
import RunbookLoading
import RunbookModel
import Scheduling
package import YAMLSyntax

/// Reads the configuration of the service: a file, and the files `conf.d/*.yaml` beside it.
///
/// It loads the runbooks that are named too: a configuration that is loaded can be carried out.
package struct ConfigurationLoader: Sendable {
    private let sources: ConfigurationSources

    /// A loader that reads from somewhere.
    package init(_ sources: ConfigurationSources) {
        self.sources = sources
    }

    /// What loading gave.
    package struct Result: Sendable {
        /// The configuration; nil where anything of it is wrong.
        package var configuration: Configuration?
        /// What is wrong, also in the runbooks.
        package var diagnostics: [Diagnostic]
    }

    /// Whether a document is a configuration rather than a runbook: it has `watches`, and no `steps`.
    package static func isConfiguration(_ document: YAMLDocument) -> Bool {
        guard let root = document.root else { return false }
        return root.pair(named: "watches") != nil && root.pair(named: "steps") == nil
    }

    /// Loads the configuration of a path.
    package func load(path: String) -> Result {
        var builder = ConfigurationBuilder(sources: sources, path: path)
        for file in [path] + filesBeside(path) { builder.read(file) }
        return builder.finish()
    }

    private func filesBeside(_ path: String) -> [String] {
        let folder = FilePath.resolve("conf.d", against: path)
        return sources.filesOfFolder(folder).filter { $0.hasSuffix(".yaml") }.map { "\(folder)/\($0)" }
    }
}
