import YAMLEditing
import YAMLSyntax

/// Sets a tree in an nginx configuration: maps are blocks, scalars and lists the arguments of directives.
struct NginxEdit {
    let file: NginxFile
    var patches: [TextPatch] = []

    /// An edit of a text.
    init(_ bytes: [UInt8]) throws(FileEditFailure) {
        file = try NginxFile(bytes)
    }

    /// Whether a tree can only be meant for nginx; for files that are made and whose name says nothing.
    static func looksMeant(by tree: ValueTree) -> Bool {
        guard case .map(let entries) = tree else { return false }
        let blocks: Set<String> = ["server", "upstream", "http", "location", "events", "map", "geo", "stream", "types"]
        return entries.contains { entry in
            blocks.contains(entry.key.split(separator: " ").first.map(String.init) ?? "")
        }
    }

    /// The text with the tree set.
    consuming func set(_ tree: ValueTree) throws(FileEditFailure) -> [UInt8] {
        guard case .map(let entries) = tree else {
            throw FileEditFailure(.text, "an nginx file holds directives, so `set` wants a map of them")
        }
        var edit = self
        try edit.enter(entries, Scope(directives: edit.file.directives, owner: nil), path: [])
        return try TextPatch.apply(edit.patches, to: edit.file.bytes)
    }

    /// The directives among which something is set.
    struct Scope {
        var directives: [NginxFile.Directive]
        /// The block's own directive; nil for the file itself.
        var owner: NginxFile.Directive?
    }

    // MARK: Entering

    private mutating func enter(
        _ entries: [ValueTree.Entry], _ scope: Scope, path: [String]
    ) throws(FileEditFailure) {
        var added: [ValueTree.Entry] = []
        for entry in entries {
            let words = try NginxWords.key(entry.key)
            let path = path + [entry.key]
            if case .map(let inner) = entry.value {
                if let block = try self.block(words, for: inner, in: scope, path: path) {
                    guard let content = block.block, !content.isCode else {
                        throw failure("is a block of code, which is not entered; use `replace`", path, [block])
                    }
                    try enter(inner, Scope(directives: content.directives, owner: block), path: path)
                } else if scope.owner == nil, let http = try http(for: words) {
                    try enter([entry], http, path: ["http"])
                } else {
                    added.append(entry)
                }
            } else if try !setDirective(words, to: entry.value, in: scope, path: path) {
                added.append(entry)
            }
        }
        guard !added.isEmpty else { return }
        try add(added, to: scope)
    }

    /// The `http` block of a main configuration, where a `server` stands in it and not beside it.
    private func http(for words: [String]) throws(FileEditFailure) -> Scope? {
        guard ["server", "upstream", "map", "geo"].contains(words[0]) else { return nil }
        let blocks = file.directives.filter { $0.name == "http" && $0.block != nil }
        guard let http = blocks.first, blocks.count == 1, let block = http.block else { return nil }
        return Scope(directives: block.directives, owner: http)
    }

    /// The one block that a key names; nil where there is none.
    private func block(
        _ words: [String], for inner: [ValueTree.Entry], in scope: Scope, path: [String]
    ) throws(FileEditFailure) -> NginxFile.Directive? {
        let named = scope.directives.filter { $0.block != nil && $0.name == words[0] }
        var candidates = named.filter { words.count == 1 || $0.arguments.map(\.text) == Array(words.dropFirst()) }
        if candidates.isEmpty, words[0] == "server", words.count == 2 {
            candidates = named.filter { Self.server($0, answersTo: words[1]) }
            if candidates.isEmpty {
                throw FileEditFailure(
                    .text,
                    "`\(path.joined(separator: " / "))`: no `server` has `\(words[1])` in its `server_name` or `listen`"
                )
            }
        }
        guard candidates.count > 1 else { return candidates.first }
        var pool = candidates
        for measure in Measure.allCases {
            let holding = pool.filter { Self.holds(inner, in: $0, measure) }
            if holding.count == 1 { return holding[0] }
            if !holding.isEmpty { pool = holding }
        }
        let hint =
            words[0] == "server"
            ? "name one by its server_name, as in \"server example.com\"" : "give its arguments in the key"
        throw failure("fits several blocks; \(hint)", path, candidates)
    }

    private static func server(_ directive: NginxFile.Directive, answersTo name: String) -> Bool {
        directive.block?.directives.contains { inner in
            (inner.name == "server_name" || inner.name == "listen") && inner.arguments.contains { $0.text == name }
        } ?? false
    }

    /// What of a tree a block must hold to be the one that is meant; each asks for more than the one before.
    private enum Measure: CaseIterable {
        /// The blocks that stand directly in it.
        case nearBlocks
        /// All blocks.
        case blocks
        /// All blocks and directives.
        case all
    }

    /// Whether a block holds what a tree names, so that it is the one that is meant.
    private static func holds(
        _ entries: [ValueTree.Entry], in directive: NginxFile.Directive, _ measure: Measure
    ) -> Bool {
        guard let block = directive.block else { return false }
        return entries.allSatisfy { entry in
            guard let words = try? NginxWords.key(entry.key) else { return false }
            let isBlock = if case .map = entry.value { true } else { false }
            if measure != .all, !isBlock { return true }
            return block.directives.contains { found in
                guard found.name == words[0], (found.block != nil) == isBlock,
                    found.arguments.map(\.text).starts(with: words.dropFirst())
                else { return false }
                guard case .map(let inner) = entry.value, measure != .nearBlocks else { return true }
                return holds(inner, in: found, measure)
            }
        }
    }

    // MARK: Directives

    /// Sets a directive; false where it is missing.
    private mutating func setDirective(
        _ words: [String], to value: ValueTree, in scope: Scope, path: [String]
    ) throws(FileEditFailure) -> Bool {
        let wanted = try NginxWords.arguments(value)
        let found = scope.directives.filter {
            $0.name == words[0] && $0.arguments.map(\.text).starts(with: words.dropFirst())
        }
        if let block = found.first(where: { $0.block != nil }) {
            throw failure("is a block, and a value cannot take its place", path, [block])
        }
        guard found.count <= 1 else {
            throw failure(
                "stands several times; say which by writing its first argument into the key, as in"
                    + " \"\(words[0]) \(found[0].arguments.first?.text ?? "…")\"", path, found)
        }
        guard let directive = found.first else { return false }
        let old = Array(directive.arguments.dropFirst(words.count - 1))
        guard old.map(\.text) != wanted.map(\.text) else { return true }
        if old.count == wanted.count {
            for (word, new) in zip(old, wanted) where word.text != new.text {
                patches.append(TextPatch(range: word.range, text: Array(new.written(like: word).utf8)))
            }
            return true
        }
        let last = directive.words[words.count - 1].range.upperBound
        let end = old.last?.range.upperBound ?? last
        let text = wanted.map { " " + $0.written(like: nil) }.joined()
        patches.append(TextPatch(range: last..<end, text: Array(text.utf8)))
        return true
    }

    // MARK: Adding

    private mutating func add(_ entries: [ValueTree.Entry], to scope: Scope) throws(FileEditFailure) {
        let unit = file.indentUnit
        guard let owner = scope.owner, let block = owner.block else {
            var lines: [[UInt8]] = []
            for entry in entries {
                if !file.bytes.isEmpty || !lines.isEmpty, case .map = entry.value { lines.append([]) }
                lines += try written(entry, indentation: [], unit: unit)
            }
            let start = file.bytes.count
            patches.append(TextPatch(range: start..<start, text: Array(file.lines.appending(lines)[start...])))
            return
        }
        let base = file.indentation(at: owner.start)
        var indentation = base + unit
        if let child = block.directives.last(where: { file.isFirstOnLine($0.start) }) {
            indentation = file.indentation(at: child.start)
        }
        var lines: [[UInt8]] = []
        for entry in entries { lines += try written(entry, indentation: indentation, unit: unit) }
        let lineBreak = file.lines.lineBreak
        var end = block.close
        while end > block.open + 1, [0x20, 0x09, 0x0A, 0x0D].contains(file.bytes[end - 1]) { end -= 1 }
        let isOneLine = file.lines.number(of: block.open) == file.lines.number(of: block.close)
        if isOneLine, !block.directives.isEmpty, lines.count == entries.count {
            let text = lines.map { [0x20] + $0.drop { $0 == 0x20 || $0 == 0x09 } }.joined()
            patches.append(TextPatch(range: end..<end, text: Array(text)))
        } else {
            var text = Array(lines.map { lineBreak + $0 }.joined())
            var rest = end..<end
            if !file.isFirstOnLine(block.close) {
                text += lineBreak + base
                rest = end..<block.close
            }
            patches.append(TextPatch(range: rest, text: text))
        }
    }

    /// The lines of a new directive or block.
    private func written(
        _ entry: ValueTree.Entry, indentation: [UInt8], unit: [UInt8]
    ) throws(FileEditFailure) -> [[UInt8]] {
        _ = try NginxWords.key(entry.key)
        guard case .map(let inner) = entry.value else {
            let arguments = try NginxWords.arguments(entry.value).map { " " + $0.written(like: nil) }.joined()
            return [indentation + Array((entry.key + arguments + ";").utf8)]
        }
        var lines = [indentation + Array((entry.key + " {").utf8)]
        for entry in inner { lines += try written(entry, indentation: indentation + unit, unit: unit) }
        return lines + [indentation + [UInt8(ascii: "}")]]
    }

    private func failure(
        _ message: String, _ path: [String], _ directives: [NginxFile.Directive]
    ) -> FileEditFailure {
        let numbers = directives.map { file.line(of: $0) }
        return FileEditFailure(
            .text, "`\(path.joined(separator: " / "))` \(message) (\(linesText(numbers)))", line: numbers.first)
    }
}
