import RunbookLoading
import YAMLEditing
import YAMLSyntax

extension RunbookEditor {
    func addStep(
        _ name: String, _ body: [UInt8], _ place: RunbookEdit.Place
    ) throws(RunbookEditFailure) -> EditedRunbook {
        try checkNew(name)
        let position = try position(place)
        let block: WrittenBlock
        do throws(TreeEditFailure) {
            block = try WrittenBlock(key: name, name: "the body of the step", text: body)
        } catch {
            throw RunbookEditFailure(
                .badWords, error.message, hint: "give the step's keys as YAML: `{check: df -h /, next: done}`")
        }
        guard case .map(let entries) = block.entry.value, !entries.isEmpty else {
            throw RunbookEditFailure(
                .badWords, "the body of a step is a map of its keys",
                hint: "give it as YAML: `{check: df -h /, next: done}`")
        }
        if entries.count == 1, let only = entries.first, only.key == name, case .map = only.value {
            throw RunbookEditFailure(
                .badWords, "the body of the step begins with the step's own name", hint: "leave out the line `\(name):`"
            )
        }
        let document = try edited(.insertBlock(block, at: [.key("steps")], position))
        return EditedRunbook(document: document, summary: "added the step `\(name)`")
    }

    func move(_ name: String, _ place: RunbookEdit.Place) throws(RunbookEditFailure) -> EditedRunbook {
        try step(name)
        let position = try position(place)
        if place == .after(name) || place == .before(name) {
            throw RunbookEditFailure(.badWords, "the step `\(name)` cannot stand beside itself")
        }
        let document = try edited(.move([.key("steps"), .key(name)], position))
        return EditedRunbook(document: document, summary: "moved the step `\(name)`")
    }

    func removeStep(_ name: String, rewire target: String?) throws(RunbookEditFailure) -> EditedRunbook {
        try step(name)
        if let target {
            try step(target)
            guard target != name else {
                throw RunbookEditFailure(.badWords, "what led to `\(name)` cannot lead to it when it is gone")
            }
        }
        let mentions = StepMentionFinder.mentions(of: name, in: document).filter { $0.step != name }
        guard let target else {
            let document = try edited(.remove([.key("steps"), .key(name)]))
            return EditedRunbook(document: document, summary: "removed the step `\(name)`", dangling: mentions)
        }
        let ways = mentions.filter(\.role.isWay)
        var text = try renamed(ways, from: name, to: target)
        var dangling: [StepMention] = []
        var groups: [String] = []
        for mention in mentions where !mention.role.isWay {
            guard case .member = mention.role, let group = mention.step,
                let left = try Self.withoutMember(name, of: group, in: text, name: self.name)
            else {
                dangling.append(mention)
                continue
            }
            text = left
            groups.append(group)
        }
        let document = try RunbookEditor(name: self.name, document: text).edited(.remove([.key("steps"), .key(name)]))
        var summary = "removed the step `\(name)`"
        if !ways.isEmpty {
            summary += "; \(ways.map(\.holder).joined(separator: ", ")) \(ways.count == 1 ? "leads" : "lead")"
            summary += " to `\(target)` now"
        }
        if !groups.isEmpty {
            summary += "; it is no more in \(groups.map { "`\($0)`" }.joined(separator: ", "))"
        }
        return EditedRunbook(document: document, summary: summary, dangling: dangling)
    }

    /// A text with a group that has a member less; nil where it would have none.
    private static func withoutMember(
        _ member: String, of group: String, in document: YAMLDocument, name: String
    ) throws(RunbookEditFailure) -> YAMLDocument? {
        let editor = try RunbookEditor(name: name, document: document)
        guard let members = try editor.step(group)["all"]?.items, members.count > 1,
            let index = members.firstIndex(where: { $0.text == member })
        else { return nil }
        return try editor.edited(.remove([.key("steps"), .key(group), .key("all"), .index(index)]))
    }
}
