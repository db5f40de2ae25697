package import YAMLSyntax

/// One edit of a tree-shaped file.
package enum TreeEdit: Sendable {
    /// Where an entry or an item comes to stand among its neighbours.
    package enum Position: Sendable, Hashable {
        /// Before all others.
        case first
        /// After all others.
        case last
        /// Directly before an entry.
        case before(PathStep)
        /// Directly after an entry.
        case after(PathStep)
    }

    /// Sets a tree at a path: maps are entered, scalars and lists replaced, what is missing is added.
    case set(ValueTree, at: [PathStep] = [])
    /// Makes the value at a path exactly this; keys that it has not are removed.
    case replace(ValueTree, at: [PathStep])
    /// Removes an entry or an item, with the comments directly above it and the blank lines.
    case remove([PathStep])
    /// Adds an entry with a new key to the map at a path.
    case insertEntry(ValueTree.Entry, at: [PathStep], Position)
    /// Adds an entry whose value is lines as a person wrote them, with their comments, to the map at a path.
    case insertBlock(WrittenBlock, at: [PathStep], Position)
    /// Adds an item to the list at a path.
    case insertItem(ValueTree, at: [PathStep], Position)
    /// Gives an entry another key.
    case rename([PathStep], to: String)
    /// Moves an entry or an item within its map or list, with the comments directly above it and the blank lines.
    case move([PathStep], Position)
}

/// The formats that a tree edit knows.
package enum TreeDialect: Sendable, Hashable {
    /// YAML 1.2, one document.
    case yaml
    /// JSON (RFC 8259).
    case json
}

/// Edits the text of a YAML or JSON file as patches, and leaves every other byte as it is.
package struct TreeEditor: Sendable {
    /// What the file is called in messages.
    package let name: String
    /// Its format.
    package let dialect: TreeDialect

    /// An editor.
    package init(name: String, dialect: TreeDialect) {
        self.name = name
        self.dialect = dialect
    }

    /// The plain tree of a text; nil where it holds none.
    package func tree(of bytes: [UInt8]) throws(TreeEditFailure) -> ValueTree? {
        try read(bytes).root?.tree
    }

    /// The text after an edit; the very same bytes where nothing needs to change.
    ///
    /// The result was read again and is exactly what was asked. Linear in the text and the edit.
    package func apply(_ edit: TreeEdit, to bytes: [UInt8]) throws(TreeEditFailure) -> [UInt8] {
        guard let (result, expected) = try patched(try read(bytes), edit) else { return bytes }
        try verify(try verified { () throws(TreeEditFailure) in try read(result) }.root?.tree, is: expected)
        return result
    }

    /// The same for a YAML text that was read already, without problems; gives the result as it was read again.
    package func apply(_ edit: TreeEdit, to document: YAMLDocument) throws(TreeEditFailure) -> YAMLDocument {
        guard let (bytes, expected) = try patched(EditedText(document), edit) else { return document }
        let result = YAMLReader.read(name: name, bytes: bytes)
        let edited = try verified { () throws(TreeEditFailure) in
            try EditedText.document(of: result)
        }
        try verify(edited.root.map { ValueTree($0) }, is: expected)
        return edited
    }

    /// The bytes after an edit, and the tree that they must hold; nil where nothing needs to change.
    private func patched(
        _ text: EditedText, _ edit: TreeEdit
    ) throws(TreeEditFailure) -> (bytes: [UInt8], expected: ValueTree)? {
        try check(edit)
        var patcher = TreePatcher(text)
        let expected: ValueTree
        if let root = text.root {
            try patcher.apply(edit, to: root)
            if patcher.patches.isEmpty { return nil }
            guard let tree = edit.expected(of: root.tree) else {
                throw TreeEditFailure(.noSuchPlace, "there is no such place in the file")
            }
            expected = tree
        } else {
            expected = try patcher.begin(with: edit)
        }
        let bytes = try Patch.apply(patcher.patches, to: text.bytes)
        return (text.hasByteOrderMark ? [0xEF, 0xBB, 0xBF] + bytes : bytes, expected)
    }

    private func read(_ bytes: [UInt8]) throws(TreeEditFailure) -> EditedText {
        try EditedText(name: name, bytes: bytes, dialect: dialect == .json ? .json : .yaml)
    }

    /// The levels that a tree may have: no more than can be read again.
    private static let mostLevels = 100

    private func check(_ edit: TreeEdit) throws(TreeEditFailure) {
        guard let value = edit.value else { return }
        guard !value.isDeeper(than: Self.mostLevels) else {
            throw TreeEditFailure(
                .unwritable, "the value has lists and maps nested more than \(Self.mostLevels) levels deep")
        }
        if let key = value.doubledKey {
            throw TreeEditFailure(.unwritable, "the key `\(key)` stands twice in a map of the value")
        }
    }

    /// What reading the result gives; where it cannot be read, the layout is what the edit broke on.
    private func verified<Value>(
        _ read: () throws(TreeEditFailure) -> Value
    ) throws(TreeEditFailure) -> Value {
        do throws(TreeEditFailure) {
            return try read()
        } catch {
            throw TreeEditFailure(
                .unsafe, "the file is laid out so that the edit would break it (\(error.message)); edit it by hand")
        }
    }

    private func verify(_ tree: ValueTree?, is expected: ValueTree) throws(TreeEditFailure) {
        guard tree == expected else {
            throw TreeEditFailure(
                .unsafe, "the file is laid out so that the edit would change more than was asked; edit it by hand")
        }
    }
}

extension TreeEdit {
    /// The value that is written.
    var value: ValueTree? {
        switch self {
        case .set(let tree, _), .replace(let tree, _), .insertItem(let tree, _, _): tree
        case .insertEntry(let entry, _, _): .map([entry])
        case .insertBlock(let block, _, _): .map([block.entry])
        case .remove, .rename, .move: nil
        }
    }

    /// What a tree is after the edit; nil where it has no such place.
    func expected(of tree: ValueTree) -> ValueTree? {
        switch self {
        case .set(let value, let path): return tree.set(value, at: path[...])
        case .replace(let value, let path): return tree.replaced(by: value, at: path[...])
        case .remove(let path):
            guard let last = path.last else { return nil }
            return tree.changed(at: path.dropLast()) { $0.without(last) }
        case .insertEntry(let entry, let path, let position):
            return tree.changed(at: path[...]) { $0.with(entry, position) }
        case .insertBlock(let block, let path, let position):
            return tree.changed(at: path[...]) { $0.with(block.entry, position) }
        case .insertItem(let item, let path, let position):
            return tree.changed(at: path[...]) { $0.with(item, position) }
        case .rename(let path, let key):
            guard case .key(let old)? = path.last else { return nil }
            return tree.changed(at: path.dropLast()) { $0.renamed(old, to: key) }
        case .move(let path, let position):
            guard let last = path.last else { return nil }
            return tree.changed(at: path.dropLast()) { $0.moved(last, position) }
        }
    }
}
