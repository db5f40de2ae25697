package import RunbookModel
package import Wording

/// The names that a runbook gives its steps and causes, in one language.
package struct RunbookNames: Sendable {
    /// The reader's language.
    package let language: String
    /// The language in which Rung itself speaks to the reader.
    package let spoken: Language
    private let runbooks: RunbookSet?

    /// The names of a set of runbooks; nil: there are none, and ids stand for them.
    package init(_ runbooks: RunbookSet?, language: String) {
        self.runbooks = runbooks
        self.language = language
        spoken = Language(language)
    }

    /// The runbook's own name.
    package var runbook: String? {
        runbooks.flatMap { text($0.main.name) ?? $0.main.id }
    }

    /// The name of the step at a path.
    package func step(_ path: String) -> String? {
        guard let (runbook, id) = place(of: path) else { return nil }
        return text(runbook.step(id)?.name)
    }

    /// What a step says about itself.
    package func description(_ path: String) -> String? {
        guard let (runbook, id) = place(of: path) else { return nil }
        return text(runbook.step(id)?.description)
    }

    /// What a step does to the world; `read` where the step is not known.
    package func effect(of path: String) -> Effect {
        guard let (runbook, id) = place(of: path) else { return .read }
        return runbook.step(id)?.effect ?? .read
    }

    /// The kind of the step at a path.
    package func kind(of path: String) -> Step.Kind? {
        guard let (runbook, id) = place(of: path) else { return nil }
        return runbook.step(id)?.kind
    }

    /// The items of the task at a path, as its runbook has them.
    package func items(_ path: String) -> [String] {
        guard case .manual(let manual)? = kind(of: path) else { return [] }
        return manual.items.map { text($0) ?? "" }
    }

    /// Whether a step edits a file.
    package func isEdit(_ path: String) -> Bool {
        if case .edit? = kind(of: path) { true } else { false }
    }

    /// The name of a cause that a step at a path may find.
    package func cause(_ id: String, at path: String) -> String? {
        guard let (runbook, _) = place(of: path) else { return nil }
        return text(runbook.cause(id)?.name)
    }

    /// What the runbook, and the causes that were found, advise.
    package func advice(causes: [String]) -> [String] {
        guard let main = runbooks?.main else { return [] }
        let own = causes.flatMap { main.cause($0)?.advice ?? [] }
        return (own + main.advice).compactMap { text($0) }
    }

    /// The runbook that the calls of a path lead to, each of which is followed by `/`.
    func runbook(at passage: String) -> Runbook? {
        guard !passage.isEmpty else { return runbooks?.main }
        return place(of: passage + "-").map(\.0)
    }

    /// A text whose expressions are not known here: `?` stands for them.
    private func text(_ text: Text?) -> String? {
        guard let text else { return nil }
        return text.version(for: language).segments.map { segment in
            if case .literal(let literal) = segment { literal } else { "?" }
        }.joined()
    }

    /// The runbook that a path leads into, and the step's id there.
    private func place(of path: String) -> (Runbook, String)? {
        guard let runbooks else { return nil }
        var runbook = runbooks.main
        var parts = path.split(separator: "/").map(String.init)
        guard let last = parts.popLast() else { return nil }
        for part in parts {
            guard case .call(let call)? = runbook.step(part)?.kind else { return nil }
            runbook = runbooks[call.runbook]
        }
        return (runbook, last)
    }
}
