import Diagnostics
import RunbookLoading
import YAMLEditing
import YAMLSyntax

/// Edits the text of a runbook, and leaves every byte outside of what is meant as it is.
///
/// Pure: a text goes in, a text or a failure comes out. Whether the result is a valid runbook is the loader's to say.
package struct RunbookEditor: Sendable {
    let name: String
    let document: YAMLDocument
    let root: YAMLNode
    let editor: TreeEditor

    /// An editor of the text of a file called `name` in messages.
    package init(name: String, bytes: [UInt8]) throws(RunbookEditFailure) {
        let result = YAMLReader.read(name: name, bytes: bytes)
        guard let document = result.document, result.diagnostics.isEmpty else {
            throw RunbookEditFailure(
                .unreadable, "the file cannot be edited before it can be read", diagnostics: result.diagnostics)
        }
        guard let root = document.root, root.pairs != nil else {
            throw RunbookEditFailure(
                .unreadable, "the file holds no runbook", hint: "a runbook is a map that begins with `version: 1`")
        }
        self.init(name: name, document: document, root: root)
    }

    /// An editor of what an edit gave.
    init(name: String, document: YAMLDocument) throws(RunbookEditFailure) {
        guard let root = document.root, root.pairs != nil else {
            throw RunbookEditFailure(.unreadable, "the file holds no runbook")
        }
        self.init(name: name, document: document, root: root)
    }

    private init(name: String, document: YAMLDocument, root: YAMLNode) {
        self.name = name
        self.document = document
        self.root = root
        editor = TreeEditor(name: name, dialect: .yaml)
    }

    /// The text after an edit.
    package func apply(_ edit: RunbookEdit) throws(RunbookEditFailure) -> EditedRunbook {
        switch edit {
        case .set(let path, let value): try set(path, to: value)
        case .unset(let path): try unset(path)
        case .addStep(let step, let body, let place): try addStep(step, body, place)
        case .removeStep(let step, let target): try removeStep(step, rewire: target)
        case .renameStep(let step, let new): try renameStep(step, to: new)
        case .connect(let step, let target, let condition, let branch):
            try connect(step, to: target, when: condition, before: branch)
        case .move(let step, let place): try move(step, place)
        }
    }

    // MARK: Steps by their names

    /// The pairs of the steps.
    var stepPairs: [YAMLPair] { root["steps"]?.pairs ?? [] }

    /// The value of a step; throws where there is none of that name.
    @discardableResult
    func step(_ name: String) throws(RunbookEditFailure) -> YAMLNode {
        if let pair = stepPairs.first(where: { $0.keyText == name }) { return pair.value }
        throw RunbookEditFailure(
            .noSuchPlace, "there is no step `\(name)`", hint: Self.didYouMean(name, among: stepPairs.map(\.keyText)))
    }

    static func didYouMean(_ word: String, among words: [String]) -> String? {
        NearMiss.suggestion(for: word, among: words).map { "did you mean `\($0)`?" }
    }

    /// Throws where a name is none that a new step can have.
    func checkNew(_ name: String) throws(RunbookEditFailure) {
        guard StepName.isValid(name) else {
            throw RunbookEditFailure(.badName, "`\(name)` cannot be the name of a step: \(StepName.rule)")
        }
        guard name != "null", name != "true", name != "false" else {
            throw RunbookEditFailure(.badName, "`\(name)` is a word of YAML's own, and so no name for a step")
        }
        if stepPairs.contains(where: { $0.keyText == name }) {
            throw RunbookEditFailure(.badName, "there is a step `\(name)` already")
        }
    }

    /// Where a step comes to stand, for the edit of the tree.
    func position(_ place: RunbookEdit.Place) throws(RunbookEditFailure) -> TreeEdit.Position {
        switch place {
        case .last: return .last
        case .before(let name):
            try step(name)
            return .before(.key(name))
        case .after(let name):
            try step(name)
            return .after(.key(name))
        }
    }

    // MARK: Edits of the tree

    /// The document after an edit of the tree.
    func edited(_ edit: TreeEdit) throws(RunbookEditFailure) -> YAMLDocument {
        do throws(TreeEditFailure) {
            return try editor.apply(edit, to: document)
        } catch {
            throw RunbookEditFailure(error)
        }
    }
}
