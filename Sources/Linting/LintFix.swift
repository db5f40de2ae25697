import Diagnostics
import YAMLEditing
import YAMLSyntax

/// A change of the file that sets a finding right and nothing else.
package struct LintFix: Sendable {
    /// The kinds of change.
    enum Change: Sendable {
        /// Bytes of a scalar's text become others.
        case text(TextPlace, Range<Int>, String)
        /// An item of a list goes.
        case removeItem([PathStep])
        /// An item comes after another.
        case insertItem(String, after: [PathStep])
        /// Bytes of a comment become others.
        case comment(SourceRange, String)
    }

    /// What it does, in a few words: `adds --no-stream`.
    package let summary: String
    let change: Change

    init(_ summary: String, _ change: Change) {
        self.summary = summary
        self.change = change
    }

    /// What must not be changed twice before the file is read again.
    var place: String {
        switch change {
        case .text(let place, _, _): place.path.pathText
        case .removeItem(let path), .insertItem(_, let path): path.dropLast().pathText
        case .comment: "comments"
        }
    }

    /// The text of a file after the change; nil where it cannot be made safely.
    ///
    /// - Parameters:
    ///   - bytes: the text; up to the change it is that of `source`.
    ///   - source: the text in which the finding was made.
    func applied(to bytes: [UInt8], source: SourceText) -> [UInt8]? {
        let editor = TreeEditor(name: source.name, dialect: .yaml)
        do throws(TreeEditFailure) {
            switch change {
            case .text(let place, let range, let replacement):
                var text = Array(place.text.utf8)
                guard range.upperBound <= text.count else { return nil }
                text.replaceSubrange(range, with: replacement.utf8)
                let value = ValueTree.string(String(decoding: text, as: UTF8.self))
                let rewritten = try editor.apply(.replace(value, at: place.path), to: bytes)
                let wanted = try editor.tree(of: rewritten)
                // Where the words alone can be changed in the file, the rest of the scalar stays as it was written.
                let words = place.range(of: range, in: source)
                return Self.changeBytes(words, replacement, bytes, editor, wanted) ?? rewritten
            case .removeItem(let path): return try editor.apply(.remove(path), to: bytes)
            case .insertItem(let text, let path):
                guard let last = path.last else { return nil }
                return try editor.apply(.insertItem(.string(text), at: path.dropLast(), .after(last)), to: bytes)
            case .comment(let range, let replacement):
                // A comment is no part of the tree: what is left must be the very same tree.
                let wanted = try editor.tree(of: bytes)
                return Self.changeBytes(range, replacement, bytes, editor, wanted)
            }
        } catch {
            return nil
        }
    }

    /// The text with some bytes changed; nil where it does not hold the tree that is wanted.
    private static func changeBytes(
        _ range: SourceRange, _ replacement: String, _ bytes: [UInt8], _ editor: TreeEditor, _ wanted: ValueTree?
    ) -> [UInt8]? {
        // Places are counted without a byte-order mark.
        let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard range.end + mark <= bytes.count else { return nil }
        var changed = bytes
        changed.replaceSubrange((range.start + mark)..<(range.end + mark), with: replacement.utf8)
        do throws(TreeEditFailure) {
            return try editor.tree(of: changed) == wanted ? changed : nil
        } catch {
            return nil
        }
    }
}
