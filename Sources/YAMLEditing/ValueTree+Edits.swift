/// The edits on plain trees: what a text must hold after the edit of its bytes.
extension ValueTree {
    /// Sets a tree at a path, whose missing keys are made.
    func set(_ tree: ValueTree, at path: ArraySlice<PathStep>) -> ValueTree? {
        guard let step = path.first else { return entered(by: tree) }
        switch step {
        case .index: return changed(at: [step]) { $0.set(tree, at: path.dropFirst()) }
        case .key(let key):
            if let changed = changed(at: [step], { $0.set(tree, at: path.dropFirst()) }) { return changed }
            guard let wrapped = Self.wrapped(tree, in: path.dropFirst()) else { return nil }
            return entered(by: .map([Entry(key, wrapped)]))
        }
    }

    /// A tree in maps of its own for each key of a path; nil where the path has an index.
    static func wrapped(_ tree: ValueTree, in path: ArraySlice<PathStep>) -> ValueTree? {
        var result = tree
        for step in path.reversed() {
            guard case .key(let key) = step else { return nil }
            result = .map([Entry(key, result)])
        }
        return result
    }

    /// Replaces the value at a path; its last key may be missing.
    func replaced(by tree: ValueTree, at path: ArraySlice<PathStep>) -> ValueTree? {
        if let changed = changed(at: path, { _ in tree }) { return changed }
        guard case .key(let key)? = path.last else { return nil }
        return changed(at: path.dropLast()) { parent in
            guard case .map(let entries) = parent else { return nil }
            return .map(entries + [Entry(key, tree)])
        }
    }

    func without(_ step: PathStep) -> ValueTree? {
        guard let place = place(of: step) else { return nil }
        switch self {
        case .map(var entries):
            entries.remove(at: place)
            return .map(entries)
        case .list(var items):
            items.remove(at: place)
            return .list(items)
        default: return nil
        }
    }

    func with(_ entry: Entry, _ position: TreeEdit.Position) -> ValueTree? {
        guard case .map(var entries) = self, let place = place(of: position) else { return nil }
        entries.insert(entry, at: place)
        return .map(entries)
    }

    func with(_ item: ValueTree, _ position: TreeEdit.Position) -> ValueTree? {
        guard case .list(var items) = self, let place = place(of: position) else { return nil }
        items.insert(item, at: place)
        return .list(items)
    }

    func renamed(_ old: String, to key: String) -> ValueTree? {
        guard case .map(var entries) = self, let place = place(of: .key(old)) else { return nil }
        entries[place].key = key
        return .map(entries)
    }

    func moved(_ step: PathStep, _ position: TreeEdit.Position) -> ValueTree? {
        guard let from = place(of: step), let to = place(of: position) else { return nil }
        let place = to > from ? to - 1 : to
        switch self {
        case .map(var entries):
            let entry = entries.remove(at: from)
            entries.insert(entry, at: place)
            return .map(entries)
        case .list(var items):
            let item = items.remove(at: from)
            items.insert(item, at: place)
            return .list(items)
        default: return nil
        }
    }

    private var count: Int {
        switch self {
        case .map(let entries): entries.count
        case .list(let items): items.count
        default: 0
        }
    }

    func place(of step: PathStep) -> Int? {
        switch (step, self) {
        case (.key(let key), .map(let entries)): entries.firstIndex { $0.key == key }
        case (.index(let index), .list(let items)): items.indices.contains(index) ? index : nil
        default: nil
        }
    }

    func place(of position: TreeEdit.Position) -> Int? {
        switch position {
        case .first: 0
        case .last: count
        case .before(let step): place(of: step)
        case .after(let step): place(of: step).map { $0 + 1 }
        }
    }
}
