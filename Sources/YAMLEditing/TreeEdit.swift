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
        guard dialect == .json else {
            let document = try EditedText.document(of: YAMLReader.read(name: name, bytes: bytes))
            return try apply(edit, to: document).bytes
        }
        let text = try read(bytes)
        guard let result = try patched(text, edit) else { return bytes }
        let edited = try verified { () throws(TreeEditFailure) in try read(result) }
        try verify { EditedTree(edit: edit, old: text.root).isHeld(by: edited.root?.tree) }
        return result
    }

    /// The same for a YAML text that was read already, without problems; gives the result as it was read again.
    package func apply(_ edit: TreeEdit, to document: YAMLDocument) throws(TreeEditFailure) -> YAMLDocument {
        let text = EditedText(document)
        guard let bytes = try patched(text, edit) else { return document }
        let result = YAMLReader.read(name: name, bytes: bytes)
        let edited = try verified { () throws(TreeEditFailure) in
            try EditedText.document(of: result)
        }
        try verify { EditedTree(edit: edit, old: text.root).isHeld(by: edited.root) }
        return edited
    }

    /// The bytes after an edit; nil where nothing needs to change.
    private func patched(_ text: EditedText, _ edit: TreeEdit) throws(TreeEditFailure) -> [UInt8]? {
        try check(edit)
        var patcher = TreePatcher(text)
        if let root = text.root {
            try patcher.apply(edit, to: root)
            if patcher.patches.isEmpty { return nil }
        } else {
            try patcher.begin(with: edit)
        }
        let bytes = try Patch.apply(patcher.patches, to: text.bytes)
        return text.hasByteOrderMark ? [0xEF, 0xBB, 0xBF] + bytes : bytes
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

    /// Throws where the tree after an edit is not what was asked; nil: there was no place for it.
    private func verify(_ isHeld: () -> Bool?) throws(TreeEditFailure) {
        guard let isHeld = isHeld() else {
            throw TreeEditFailure(.noSuchPlace, "there is no such place in the file")
        }
        guard isHeld else {
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
}
