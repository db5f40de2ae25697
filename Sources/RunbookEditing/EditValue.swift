import Diagnostics
package import YAMLEditing
import YAMLSyntax

/// What a VALUE on the command line means.
package enum EditValue {
    /// The value of a text that is set at a path.
    ///
    /// It is YAML as it would stand behind the key: `30s` is a text, `3` a number, `true` a bool, `"3"` a text, `[a, b]`
    /// a list, `{en: Disk, ru: Диск}` a map; several lines may be a block. A condition (`when`, `expect`) is the text
    /// as it stands. What YAML would read otherwise than a hurried hand means is refused: a comment, a tag, and a map
    /// that a `: ` makes.
    package static func parse(_ text: String, at path: RunbookPath) throws(RunbookEditFailure) -> ValueTree {
        if case .key(let key)? = path.steps.last, !path.appends, key == "when" || key == "expect" {
            return condition(text)
        }
        let result = YAMLReader.read(name: "VALUE", bytes: Array(text.utf8))
        if let problem = result.diagnostics.first {
            throw bad("is no YAML: \(problem.message)", diagnostics: result.diagnostics)
        }
        guard let document = result.document, let root = document.root else {
            if text.utf8.contains(UInt8(ascii: "#")) { throw bad("is a comment for YAML") }
            throw RunbookEditFailure(.badWords, "the value is empty", hint: "the empty text is `\"\"`")
        }
        if !document.comments.isEmpty { throw bad("has a ` #`, where a comment begins for YAML") }
        if let tag = Self.foreignTag(in: root) { throw bad("has a `!`, which is the tag `\(tag)` for YAML") }
        if case .mapping(_, .block) = root.content, !text.utf8.contains(0x0A) {
            throw bad("has a `: `, which makes it a map for YAML", or: "a map is `{key: value}`")
        }
        return ValueTree(root)
    }

    /// A condition: its text as it stands; `true` and `false` stand without quotes, since both are read the same.
    static func condition(_ text: String) -> ValueTree {
        switch text {
        case "true": .scalar(.bool(true))
        case "false": .scalar(.bool(false))
        default: .string(text)
        }
    }

    private static func foreignTag(in node: YAMLNode) -> String? {
        if let tag = node.tag, !YAMLTag.isCore(tag) { return tag }
        if let items = node.items { return items.lazy.compactMap(foreignTag).first }
        return node.pairs?.lazy.compactMap { foreignTag(in: $0.value) }.first
    }

    private static func bad(
        _ what: String, or other: String? = nil, diagnostics: [Diagnostic] = []
    ) -> RunbookEditFailure {
        RunbookEditFailure(
            .badWords, "the value \(what)",
            hint: "`--text` takes it as a text, just as it stands" + (other.map { "; \($0)" } ?? ""),
            diagnostics: diagnostics)
    }
}
