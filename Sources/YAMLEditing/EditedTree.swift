import YAMLSyntax

/// What a tree must be after an edit.
struct EditedTree {
    let edit: TreeEdit
    /// The tree before the edit; nil: there was none.
    let old: SourceNode?

    /// Whether the plain tree of a text is what it must be; nil where the old tree has no place for the edit.
    func isHeld(by new: ValueTree?) -> Bool? {
        let expected = old.map { edit.expected(of: $0.tree, at: edit.path[...]) } ?? edit.expectedOfNothing
        return expected.map { $0 == new }
    }

    /// The same for a tree of YAML.
    ///
    /// What the edit does not touch is compared node by node. Plain trees are made of the part that it touches alone:
    /// to make them of a whole file takes as long as to read it.
    func isHeld(by new: YAMLNode?) -> Bool? {
        guard let old, let new else { return isHeld(by: new.map { ValueTree($0) }) }
        return isHeld(by: new, after: old, edit.path[...])
    }

    private func isHeld(by new: YAMLNode, after old: SourceNode, _ path: ArraySlice<PathStep>) -> Bool? {
        guard path.count > edit.stepsOfPart, let step = path.first, old.foreignTag == nil, new.foreignTag == nil else {
            return isHeldWhole(by: new, after: old, path)
        }
        switch (step, old.content, new.content) {
        case (.key(let key), .map(let entries, _), .mapping(let pairs, _)):
            guard let place = entries.firstIndex(where: { $0.key == key }), entries.count == pairs.count,
                entries.indices.allSatisfy({ entries[$0].key == pairs[$0].keyText })
            else { return isHeldWhole(by: new, after: old, path) }
            for index in entries.indices where index != place {
                guard entries[index].value.hasTree(of: pairs[index].value) else { return false }
            }
            return isHeld(by: pairs[place].value, after: entries[place].value, path.dropFirst())
        case (.index(let place), .list(let items, _), .sequence(let others, _)):
            guard items.indices.contains(place), items.count == others.count else {
                return isHeldWhole(by: new, after: old, path)
            }
            for index in items.indices where index != place {
                guard items[index].hasTree(of: others[index]) else { return false }
            }
            return isHeld(by: others[place], after: items[place], path.dropFirst())
        default: return isHeldWhole(by: new, after: old, path)
        }
    }

    private func isHeldWhole(by new: YAMLNode, after old: SourceNode, _ path: ArraySlice<PathStep>) -> Bool? {
        edit.expected(of: old.tree, at: path).map { $0 == ValueTree(new) }
    }
}

extension TreeEdit {
    /// The way that the edit goes, to the part that it is about.
    var path: [PathStep] {
        switch self {
        case .set(_, let path), .replace(_, let path), .remove(let path), .insertEntry(_, let path, _),
            .insertBlock(_, let path, _), .insertItem(_, let path, _), .rename(let path, _), .move(let path, _):
            path
        }
    }

    /// How many steps at the end of the way are to the part within the collection that changes.
    var stepsOfPart: Int {
        switch self {
        case .remove, .rename, .move: 1
        case .set, .replace, .insertEntry, .insertBlock, .insertItem: 0
        }
    }

    /// What a tree is after the edit, of whose way a part is left; nil where it has no such place.
    func expected(of tree: ValueTree, at path: ArraySlice<PathStep>) -> ValueTree? {
        switch self {
        case .set(let value, _): return tree.set(value, at: path)
        case .replace(let value, _): return tree.replaced(by: value, at: path)
        case .remove:
            guard let last = path.last else { return nil }
            return tree.changed(at: path.dropLast()) { $0.without(last) }
        case .insertEntry(let entry, _, let position): return tree.changed(at: path) { $0.with(entry, position) }
        case .insertBlock(let block, _, let position): return tree.changed(at: path) { $0.with(block.entry, position) }
        case .insertItem(let item, _, let position): return tree.changed(at: path) { $0.with(item, position) }
        case .rename(_, let key):
            guard case .key(let old)? = path.last else { return nil }
            return tree.changed(at: path.dropLast()) { $0.renamed(old, to: key) }
        case .move(_, let position):
            guard let last = path.last else { return nil }
            return tree.changed(at: path.dropLast()) { $0.moved(last, position) }
        }
    }

    /// The tree that a text without any has after the edit; nil where there is no place for it.
    var expectedOfNothing: ValueTree? {
        switch self {
        case .set(let value, let path), .replace(let value, let path): ValueTree.wrapped(value, in: path[...])
        case .insertEntry(let entry, let path, _): ValueTree.wrapped(.map([entry]), in: path[...])
        case .insertBlock(let block, let path, _): ValueTree.wrapped(.map([block.entry]), in: path[...])
        case .insertItem(let item, let path, _): ValueTree.wrapped(.list([item]), in: path[...])
        case .remove, .rename, .move: nil
        }
    }
}
