import YAMLSyntax

/// The edits, from the top of the tree to the place they mean.
extension TreePatcher {
    /// Collects the patches of an edit of a text that has a tree.
    mutating func apply(_ edit: TreeEdit, to root: SourceNode) throws(TreeEditFailure) {
        switch edit {
        case .set(let tree, let steps):
            let (node, place, rest) = try find(steps[...], in: root, mayBeMissing: true)
            guard let wrapped = ValueTree.wrapped(tree, in: rest) else {
                throw failure(.noSuchPlace, node, "has no item `\(rest.pathText)`")
            }
            try set(node, to: wrapped, .entering, at: place)
        case .replace(let tree, let steps):
            let (node, place, rest) = try find(steps[...], in: root, mayBeMissing: true)
            guard let first = rest.first else { return try set(node, to: tree, .exactly, at: place) }
            guard rest.count == 1, case .key(let key) = first, let entries = node.entries else {
                throw failure(.noSuchPlace, node, "has no `\(rest.pathText)`")
            }
            try checkShared(node)
            try add([ValueTree.Entry(key, tree)], to: node, entries, at: place)
        case .remove(let steps): try remove(steps, in: root)
        case .insertEntry(let entry, let steps, let position):
            let (node, place, _) = try find(steps[...], in: root, mayBeMissing: false)
            try insert(entry, into: node, at: place, position)
        case .insertItem(let item, let steps, let position):
            let (node, place, _) = try find(steps[...], in: root, mayBeMissing: false)
            try insert(item, into: node, at: place, position)
        case .insertBlock(let block, let steps, let position):
            let (node, place, _) = try find(steps[...], in: root, mayBeMissing: false)
            try insert(block.entry, written: block, into: node, at: place, position)
        case .rename(let steps, let key): try rename(steps, to: key, in: root)
        case .move(let steps, let position): try move(steps, position, in: root)
        }
    }

    /// Collects the patches of an edit of a text without a tree.
    mutating func begin(with edit: TreeEdit) throws(TreeEditFailure) {
        guard let tree = edit.expectedOfNothing else {
            throw TreeEditFailure(.noSuchPlace, "the file is empty and has no such place")
        }
        try checkWritable(tree)
        var written: [UInt8] = []
        if let last = text.bytes.last, last != 0x0A, last != 0x0D { written += habits.lineBreak }
        if text.dialect == .json {
            written += writer.flow(tree, indentation: [])
        } else if tree.isScalar || tree.isEmptyCollection {
            written += writer.flow(tree, indentation: nil)
        } else {
            written += writer.block(tree, column: 0)
        }
        patch(at: text.bytes.count, written + habits.lineBreak)
    }

    /// Goes down a path; what is left of it where the keys end.
    private mutating func find(
        _ steps: ArraySlice<PathStep>, in root: SourceNode, mayBeMissing: Bool
    ) throws(TreeEditFailure) -> (SourceNode, Place, ArraySlice<PathStep>) {
        var node = root
        var place = Place.top
        var rest = steps
        while let step = rest.first {
            let next: (SourceNode, Place)?
            switch (step, node.content) {
            case (.key(let key), .map(let entries, _)):
                next = entries.firstIndex { $0.key == key }.map { index in
                    (entries[index].value, self.place(of: index, in: entries, of: node))
                }
            case (.index(let index), .list(let items, _)):
                next = items.indices.contains(index) ? (items[index], self.place(ofItem: index, in: node)) : nil
            default: next = nil
            }
            guard let next else {
                guard mayBeMissing else { throw failure(.noSuchPlace, node, "has no `\([step].pathText)`") }
                return (node, place, rest)
            }
            if let alias = next.0.alias, rest.count > 1 {
                path.append(step)
                throw failure(
                    .shared, next.0,
                    "is the alias `*\(alias)`, whose value others share; write it out here, or change it at its anchor")
            }
            path.append(step)
            (node, place) = next
            rest = rest.dropFirst()
        }
        return (node, place, rest)
    }

    /// The collection that holds the last step of a path, and which of its parts that is.
    private mutating func findPart(
        _ steps: [PathStep], in root: SourceNode
    ) throws(TreeEditFailure) -> (node: SourceNode, place: Place, index: Int) {
        guard let last = steps.last else {
            throw TreeEditFailure(.noSuchPlace, "the top of a file can be neither removed, renamed nor moved")
        }
        let (node, place, _) = try find(steps.dropLast(), in: root, mayBeMissing: false)
        guard node.alias == nil else {
            throw failure(.shared, node, "is an alias, whose value others share; change it at its anchor")
        }
        try checkShared(node)
        guard let index = node.index(of: last) else {
            throw failure(.noSuchPlace, node, "has no `\([last].pathText)`")
        }
        return (node, place, index)
    }

    private mutating func remove(_ steps: [PathStep], in root: SourceNode) throws(TreeEditFailure) {
        let (node, place, index) = try findPart(steps, in: root)
        let parts = parts(of: node)
        guard parts.count > 1 else {
            return try replace(node, by: node.entries == nil ? .list([]) : .map([]), at: place)
        }
        try remove([index], of: node, parts: parts, withComments: true)
    }

    private mutating func insert(
        _ entry: ValueTree.Entry, written block: WrittenBlock? = nil, into node: SourceNode, at place: Place,
        _ position: TreeEdit.Position
    ) throws(TreeEditFailure) {
        guard node.alias == nil, let entries = node.entries ?? (node.isNothing ? [] : nil) else {
            throw failure(.noSuchPlace, node, "is no map, and takes no entry")
        }
        try checkShared(node)
        guard !entries.contains(where: { $0.key == entry.key }) else {
            throw failure(.duplicateKey, node, "has a key `\(entry.key)` already")
        }
        guard !entries.isEmpty else { return try replace(node, by: .map([entry]), at: place) }
        guard let index = node.index(of: position) else { throw noNeighbour(node, position) }
        if index == entries.count, !node.isBlockCollection { return try add([entry], to: node, entries, at: place) }
        try checkWritable(.map([entry]))
        guard node.isBlockCollection else {
            let written = writer.flowEntry(entry, indentation: nil, keyStyle: keyStyle(near: node))
            return insertInFlow([written], before: index, of: node)
        }
        let column = text.column(node.range.lowerBound)
        let written = block.map { writer.entry($0, column: column) } ?? writer.entry(entry, column: column)
        insertInBlock([written], before: index, of: node, column: column)
    }

    private mutating func insert(
        _ item: ValueTree, into node: SourceNode, at place: Place, _ position: TreeEdit.Position
    ) throws(TreeEditFailure) {
        guard node.alias == nil, let items = node.items ?? (node.isNothing ? [] : nil) else {
            throw failure(.noSuchPlace, node, "is no list, and takes no item")
        }
        try checkShared(node)
        guard !items.isEmpty else { return try replace(node, by: .list([item]), at: place) }
        guard let index = node.index(of: position) else { throw noNeighbour(node, position) }
        try insert(items: [item], before: index, of: node, style: commonStyle(items))
    }

    private mutating func rename(
        _ steps: [PathStep], to key: String, in root: SourceNode
    ) throws(TreeEditFailure) {
        let (node, _, index) = try findPart(steps, in: root)
        guard let entries = node.entries else {
            throw failure(.noSuchPlace, node, "is a list, and its items have no keys")
        }
        let entry = entries[index]
        guard entry.key != key else { return }
        guard !entries.contains(where: { $0.key == key }) else {
            throw failure(.duplicateKey, node, "has a key `\(key)` already")
        }
        guard entry.keyNode.alias == nil else {
            throw failure(.shared, entry.keyNode, "has an alias as its key; write it out first")
        }
        try checkShared(entry.keyNode)
        try checkWritable(.map([ValueTree.Entry(key, .scalar(.null))]))
        var style = ScalarStyle.plain
        if case .scalar(_, let old) = entry.keyNode.content { style = old }
        patch(entry.keyNode.range, Array(writer.key(key, style: style).utf8))
    }

    private mutating func move(
        _ steps: [PathStep], _ position: TreeEdit.Position, in root: SourceNode
    ) throws(TreeEditFailure) {
        let (node, _, index) = try findPart(steps, in: root)
        guard let target = node.index(of: position) else { throw noNeighbour(node, position) }
        guard target != index, target != index + 1 else { return }
        let parts = parts(of: node)
        guard node.isBlockCollection, text.isFirstOnLine(parts[0].start) else {
            guard node.isBlockCollection || !hasComments(between: parts) else {
                throw failure(
                    .unsafe, node, "has comments between its parts, which a move would tear from them; move it by hand")
            }
            return moveInline(index, before: target, of: node, parts)
        }
        let moved = block(index, parts)
        let lines = Array(text.bytes[moved.start..<moved.end])
        let removed = removal(of: index, parts)
        patch(removed, [])
        // The blank lines that went with the part come with it.
        let isBefore = removed.lowerBound < moved.start
        let blanks =
            isBefore
            ? text.bytes[moved.blanksBefore..<moved.start]
            : text.bytes[min(text.lines.next(after: moved.end), moved.blanksAfter)..<moved.blanksAfter]
        if target == 0 {
            patch(at: commentedStart(0, parts), lines + habits.lineBreak + blanks)
        } else {
            patch(at: block(target - 1, parts).end, habits.lineBreak + blanks + lines)
        }
    }

    /// Whether comments stand between the parts of a flow collection, or after the last.
    private func hasComments(between parts: [Part]) -> Bool {
        for (index, part) in parts.enumerated() {
            let end = index + 1 < parts.count ? parts[index + 1].start : text.endOfLine(part.end)
            if text.bytes[part.end..<end].contains(UInt8(ascii: "#")) { return true }
        }
        return false
    }

    /// Moves by exchanging the bytes of parts, each on its place; for flow collections and for compact blocks.
    private mutating func moveInline(_ index: Int, before target: Int, of node: SourceNode, _ parts: [Part]) {
        var order = Array(parts.indices)
        order.remove(at: index)
        order.insert(index, at: target > index ? target - 1 : target)
        // In a block a part takes the comment on its last line along.
        let ranges = parts.map { part in
            part.start..<(node.isBlockCollection ? text.endOfLine(part.end) : part.end)
        }
        for (place, source) in order.enumerated() where place != source {
            patch(ranges[place], Array(text.bytes[ranges[source]]))
        }
    }

    private func noNeighbour(_ node: SourceNode, _ position: TreeEdit.Position) -> TreeEditFailure {
        switch position {
        case .before(let step), .after(let step):
            failure(.noSuchPlace, node, "has no `\([step].pathText)` to stand beside")
        case .first, .last: failure(.noSuchPlace, node, "holds nothing")
        }
    }
}

extension SourceNode {
    /// The items of a list.
    var items: [SourceNode]? {
        if case .list(let items, _) = content { items } else { nil }
    }

    /// Whether it is null, so that a map or a list can begin there.
    var isNothing: Bool {
        if case .scalar(.null, _) = content { true } else { false }
    }

    /// Which part a step means.
    func index(of step: PathStep) -> Int? {
        switch (step, content) {
        case (.key(let key), .map(let entries, _)): entries.firstIndex { $0.key == key }
        case (.index(let index), .list(let items, _)): items.indices.contains(index) ? index : nil
        default: nil
        }
    }

    /// Before which part a position is; the count for the end.
    func index(of position: TreeEdit.Position) -> Int? {
        let count = entries?.count ?? items?.count ?? 0
        switch position {
        case .first: return 0
        case .last: return count
        case .before(let step): return index(of: step)
        case .after(let step): return index(of: step).map { $0 + 1 }
        }
    }
}
