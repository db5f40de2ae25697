import Diagnostics
import RunbookLoading
import YAMLEditing
import YAMLSyntax

extension RunbookEditor {
    func renameStep(_ old: String, to new: String) throws(RunbookEditFailure) -> EditedRunbook {
        try step(old)
        if old == new { return EditedRunbook(document: document, summary: "the step is called `\(old)` already") }
        try checkNew(new)
        let mentions = StepMentionFinder.mentions(of: old, in: document)
        guard let key = stepPairs.first(where: { $0.keyText == old })?.key, key.aliasName == nil else {
            throw RunbookEditFailure(.unsafe, "the name of the step `\(old)` is an alias; write it out first")
        }
        let document = try renamed(mentions, from: old, to: new, key: key)
        let places = mentions.isEmpty ? "which nothing names" : "in \(mentions.count + 1) places"
        return EditedRunbook(document: document, summary: "renamed `\(old)` to `\(new)`, \(places)")
    }

    /// The text with a name in other words at its mentions, and at the key of the step itself.
    ///
    /// A name has only letters, digits and `_`, so it needs no quotes and no escapes wherever the old one stood.
    func renamed(
        _ mentions: [StepMention], from old: String, to new: String, key: YAMLNode? = nil
    ) throws(RunbookEditFailure) -> YAMLDocument {
        let anchors = Set(mentions.compactMap(\.node.anchor))
        var ranges: [SourceRange] = []
        var places: [Int: [Range<Int>]] = [:]
        for mention in mentions {
            if let alias = mention.node.aliasName {
                if anchors.contains(alias) { continue }
                guard mention.role != .expression else {
                    let line = document.source.position(of: mention.range.start).line
                    throw RunbookEditFailure(
                        .unsafe, "the alias `*\(alias)` (line \(line)) stands for an expression that names `\(old)`",
                        hint: "write the expression out there, then edit")
                }
            }
            ranges.append(mention.range)
            places[mention.node.range.start, default: []].append(mention.textRange)
        }
        if let key {
            ranges.append(key.sourceRange(ofTextRange: 0..<old.utf8.count, in: document.source))
            places[key.range.start] = [0..<old.utf8.count]
        }
        if ranges.isEmpty { return document }
        let text = splice(new, at: ranges.sorted { $0.start < $1.start })
        return try verified(text, Renaming(places: places, name: new, anchors: anchors))
    }

    private func splice(_ new: String, at ranges: [SourceRange]) -> [UInt8] {
        let source = document.source.bytes
        var result: [UInt8] = document.hasByteOrderMark ? [0xEF, 0xBB, 0xBF] : []
        result.reserveCapacity(source.count + ranges.count * new.utf8.count)
        var position = 0
        for range in ranges {
            result += source[position..<range.start]
            result += new.utf8
            position = range.end
        }
        return result + source[position...]
    }

    /// The new text as it is read; throws where it holds anything but the old with the name changed.
    private func verified(_ text: [UInt8], _ renaming: Renaming) throws(RunbookEditFailure) -> YAMLDocument {
        let result = YAMLReader.read(name: name, bytes: text)
        guard result.diagnostics.isEmpty, let document = result.document, let new = document.root,
            renaming.leads(from: root, to: new)
        else {
            throw RunbookEditFailure(
                .unsafe, "the file is laid out so that the edit would change more than was asked; edit it by hand")
        }
        return document
    }
}

/// Which scalars change, and how.
private struct Renaming {
    /// By the beginning of a scalar, the parts of its text that become `name`, in order.
    var places: [Int: [Range<Int>]]
    var name: String
    /// The anchors whose scalars change, and with them their aliases.
    var anchors: Set<String>

    /// Whether a tree becomes another by the change, and by nothing else.
    func leads(from old: YAMLNode, to new: YAMLNode) -> Bool {
        if let alias = old.aliasName, places[old.range.start] == nil {
            return new.aliasName == alias && (anchors.contains(alias) || old.text == new.text)
        }
        guard old.tag == new.tag, old.anchor == new.anchor else { return false }
        switch (old.content, new.content) {
        case (.scalar(let one), .scalar(let other)):
            guard let parts = places[old.range.start] else { return one == other }
            return Array(other.text.utf8) == changed(Array(one.text.utf8), parts)
        case (.sequence(let one, let style), .sequence(let other, let otherStyle)):
            return style == otherStyle && one.count == other.count
                && zip(one, other).allSatisfy { leads(from: $0, to: $1) }
        case (.mapping(let one, let style), .mapping(let other, let otherStyle)):
            return style == otherStyle && one.count == other.count
                && zip(one, other).allSatisfy { leads(from: $0.key, to: $1.key) && leads(from: $0.value, to: $1.value) }
        default: return false
        }
    }

    private func changed(_ text: [UInt8], _ parts: [Range<Int>]) -> [UInt8] {
        var result: [UInt8] = []
        var position = 0
        for part in parts.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            result += text[position..<part.lowerBound] + Array(name.utf8)
            position = part.upperBound
        }
        return result + text[position...]
    }
}
