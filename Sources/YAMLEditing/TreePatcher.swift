import YAMLSyntax

/// Finds the patches that make a text's tree what is asked, and touch nothing else.
struct TreePatcher {
    /// Whether a map that is set is entered, or becomes exactly what is given.
    enum Mode { case entering, exactly }

    /// Where a value stands, as far as its writing depends on it.
    enum Place {
        case top
        /// After the key of a block map: the map's column, and the offset after the colon.
        case entry(column: Int, colonEnd: Int)
        /// After the dash of a block list: the dash's column.
        case item(column: Int)
        /// In a flow collection.
        case flow
    }

    let text: EditedText
    let habits: LayoutHabits
    let writer: TreeWriter
    var patches: [Patch] = []
    /// The way to the node at hand, for messages.
    var path: [PathStep] = []

    /// A patcher of a text.
    init(_ text: EditedText) {
        self.text = text
        habits = LayoutHabits(of: text)
        writer = TreeWriter(habits: habits, isJSON: text.dialect == .json)
    }

    // MARK: Setting

    /// Makes the value at a place what a tree says.
    mutating func set(
        _ node: SourceNode, to tree: ValueTree, _ mode: Mode, at place: Place
    ) throws(TreeEditFailure) {
        if case .map(let wanted) = tree, let entries = node.entries, node.alias == nil,
            mode == .entering || !wanted.isEmpty, !entries.isEmpty || wanted.isEmpty
        {
            guard needsChange(node, tree, mode) else { return }
            try checkShared(node)
            return try setEntries(wanted, of: node, entries, mode, at: place)
        }
        guard needsChange(node, tree, mode) else { return }
        try checkShared(node)
        if case .map(let wanted) = tree, !wanted.isEmpty {
            if let alias = node.alias, node.entries != nil {
                throw failure(
                    .shared, node,
                    "is the alias `*\(alias)`, whose map others share; write it out here, or change the map at its anchor"
                )
            }
            if case .list(let items, _) = node.content, !items.isEmpty, mode == .entering {
                throw failure(
                    .noSuchPlace, node,
                    "is a list, and a map cannot be entered there; give a list, or remove the old one first")
            }
        }
        switch (node.content, tree) {
        case (.list(let items, let style), .list(let wanted))
        where node.alias == nil && node.foreignTag == nil && !items.isEmpty && !wanted.isEmpty:
            try setItems(wanted, of: node, items, style, at: place)
        case (.scalar(_, let style), .scalar(let value)) where node.alias == nil && !node.isUnwritten:
            try setScalar(value, of: node, style, at: place)
        default: try replace(node, by: tree, at: place)
        }
    }

    /// Whether a value differs from what is asked.
    func needsChange(_ node: SourceNode, _ tree: ValueTree, _ mode: Mode) -> Bool {
        guard node.foreignTag == nil || (mode == .entering && node.entries != nil) else { return true }
        guard mode == .entering, case .map(let wanted) = tree, let entries = node.entries else {
            return node.tree != tree
        }
        let index = Self.index(entries)
        return wanted.contains { entry in
            if let place = index[entry.key] { return needsChange(entries[place].value, entry.value, mode) }
            return Self.supplied(entry.key, by: entries).map { $0.tree != entry.value } ?? true
        }
    }

    static func index(_ entries: [SourceEntry]) -> [String: Int] {
        Dictionary(entries.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// What the merge keys of a map bring under a key.
    static func supplied(_ key: String, by entries: [SourceEntry]) -> SourceNode? {
        for entry in entries where entry.isMerge {
            let sources: [SourceNode]
            if case .list(let items, _) = entry.value.content { sources = items } else { sources = [entry.value] }
            for source in sources {
                guard let entries = source.entries else { continue }
                if let found = entries.first(where: { $0.key == key }) { return found.value }
                if let deeper = supplied(key, by: entries) { return deeper }
            }
        }
        return nil
    }

    private mutating func setEntries(
        _ wanted: [ValueTree.Entry], of node: SourceNode, _ entries: [SourceEntry], _ mode: Mode, at place: Place
    ) throws(TreeEditFailure) {
        let index = Self.index(entries)
        var added: [ValueTree.Entry] = []
        for entry in wanted {
            path.append(.key(entry.key))
            defer { path.removeLast() }
            if let found = index[entry.key] {
                try set(entries[found].value, to: entry.value, mode, at: self.place(of: found, in: entries, of: node))
            } else if mode == .entering, let supplied = Self.supplied(entry.key, by: entries) {
                if supplied.tree == entry.value { continue }
                if case .map = entry.value, supplied.entries != nil {
                    throw failure(
                        .merged, supplied,
                        "comes from a merge key (`<<`), and others share it; write the whole map out here, or change it"
                            + " where it is defined")
                }
                added.append(entry)
            } else {
                added.append(entry)
            }
        }
        guard mode == .exactly else { return try add(added, to: node, entries, at: place) }
        let kept = Set(wanted.map(\.key))
        let removed = entries.indices.filter { !kept.contains(entries[$0].key) }
        if removed.contains(where: { entries[$0].isMerge }) {
            throw failure(.merged, node, "has a merge key (`<<`) that the new value has not; remove it by hand")
        }
        if removed.count == entries.count || (!removed.isEmpty && !added.isEmpty && !node.isBlockCollection) {
            return try replace(node, by: .map(wanted), at: place)
        }
        try remove(Set(removed), of: node, parts: parts(of: node))
        try add(added, to: node, entries, at: place)
    }

    private mutating func setItems(
        _ wanted: [ValueTree], of node: SourceNode, _ items: [SourceNode], _ style: CollectionStyle, at place: Place
    ) throws(TreeEditFailure) {
        let trees = items.map { $0.foreignTag == nil ? $0.tree : .tagged("", $0.tree) }
        let most = min(items.count, wanted.count)
        var head = 0
        while head < most, trees[head] == wanted[head] { head += 1 }
        var tail = 0
        while tail < most - head, trees[items.count - 1 - tail] == wanted[wanted.count - 1 - tail] { tail += 1 }
        let paired = most - head - tail
        for offset in head..<head + paired {
            path.append(.index(offset))
            defer { path.removeLast() }
            try set(items[offset], to: wanted[offset], .exactly, at: self.place(ofItem: offset, in: node))
        }
        if items.count > wanted.count {
            let run = head + paired..<items.count - tail
            for item in items[run] { try checkShared(item) }
            try remove(Set(run), of: node, parts: parts(of: node))
        } else if wanted.count > items.count {
            let quotes = commonStyle(items)
            let new = Array(wanted[head + paired..<wanted.count - tail])
            try insert(items: new, before: head + paired, of: node, style: quotes)
        }
    }

    /// The quotes that all items of a list are in.
    func commonStyle(_ items: [SourceNode]) -> ScalarStyle {
        var common: ScalarStyle?
        for item in items {
            guard case .scalar(_, let style) = item.content, style.isQuoted, common == nil || common == style else {
                return .plain
            }
            common = style
        }
        return common ?? .plain
    }

    // MARK: Checks

    /// Throws where a node is shared: a change of it would change other places too.
    func checkShared(_ node: SourceNode) throws(TreeEditFailure) {
        guard node.alias == nil, let anchor = node.anchor, text.aliasNames.contains(anchor) else { return }
        throw failure(
            .shared, node,
            "has the anchor `&\(anchor)`, and the aliases `*\(anchor)` elsewhere would change with it; write the value out"
                + " where it is used, then edit")
    }

    /// Throws where a node that goes holds an anchor that stays in use.
    func checkGoing(_ node: SourceNode) throws(TreeEditFailure) {
        guard node.alias == nil, !text.aliasNames.isEmpty else { return }
        try checkShared(node)
        switch node.content {
        case .scalar: break
        case .list(let items, _): for item in items { try checkGoing(item) }
        case .map(let entries, _):
            for entry in entries {
                try checkShared(entry.keyNode)
                try checkGoing(entry.value)
            }
        }
    }

    /// A failure about a node, with the way to it and its line.
    func failure(_ kind: TreeEditFailure.Kind, _ node: SourceNode?, _ message: String) -> TreeEditFailure {
        let line = node.map { text.lines.line(of: $0.start) }
        let place = line.map { " (line \($0))" } ?? ""
        return TreeEditFailure(kind, "`\(path.pathText)`\(place) \(message)", line: line)
    }
}
