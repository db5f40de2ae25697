internal import CEL
import YAMLEditing

/// Changes the text of a file; pure, and linear in the text.
package enum FileText {
    /// The text after a change; the same bytes where nothing needs to change.
    ///
    /// - Parameters:
    ///   - path: The file's path: its name says the format, and messages name it.
    ///   - bytes: The text; empty for a file that is made.
    package static func apply(
        _ change: FileChange, to bytes: [UInt8], path: String
    ) throws(FileEditFailure) -> [UInt8] {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw FileEditFailure(
                .notEditable, "\(path) is not UTF-8 text, and edits would damage it; convert it first")
        }
        guard !bytes.contains(0) else {
            throw FileEditFailure(.notEditable, "\(path) holds NUL bytes, so it is no text that could be edited")
        }
        do throws(FileEditFailure) {
            switch change {
            case .set(let tree): return try set(tree, in: bytes, path: path)
            case .replace(let pattern, let text): return try Replacement(pattern: pattern, with: text).apply(to: bytes)
            case .ensureLine(let line, let pattern): return try EnsuredLine(line, pattern: pattern).apply(to: bytes)
            case .block(let name, let text):
                return try MarkedBlock(name: name, text: text, comment: try CommentStyle(path: path, content: bytes))
                    .apply(to: bytes)
            }
        } catch {
            throw FileEditFailure(error.kind, "\(path): \(error.message)", line: error.line)
        }
    }

    private static func set(_ tree: ValueTree, in bytes: [UInt8], path: String) throws(FileEditFailure) -> [UInt8] {
        var format = TextFormat(path: path, content: bytes)
        if format == .plain, bytes.isEmpty, NginxEdit.looksMeant(by: tree) { format = .nginx }
        switch format {
        case .yaml: return try treeEdit(tree, bytes, path, .yaml)
        case .json: return try treeEdit(tree, bytes, path, .json)
        case .nginx, .ini, .env:
            try check(tree)
            let result = try lineEdit(tree, bytes, path, format)
            // What the edit made must be what the edit wants: else it did not read what it wrote.
            guard (try? lineEdit(tree, result, path, format)) == result else {
                throw FileEditFailure(.text, "the file is laid out so that the edit would break it; edit it by hand")
            }
            return result
        case .plain:
            throw FileEditFailure(
                .text,
                "its format is not known (`set` knows YAML, JSON, nginx, ini and env files); use `replace`, `ensure_line`"
                    + " or `block`")
        }
    }

    private static func lineEdit(
        _ tree: ValueTree, _ bytes: [UInt8], _ path: String, _ format: TextFormat
    ) throws(FileEditFailure) -> [UInt8] {
        switch format {
        case .nginx: try NginxEdit(bytes).set(tree)
        case .ini: try IniEdit(bytes, path: path).set(tree)
        default: try EnvEdit(bytes).set(tree)
        }
    }

    private static func check(_ tree: ValueTree) throws(FileEditFailure) {
        guard !tree.isDeeper(than: 100) else {
            throw FileEditFailure(.text, "the tree of `set` is nested more than 100 levels deep")
        }
        if let key = tree.doubledKey { throw FileEditFailure(.text, "the key `\(key)` stands twice in a map of `set`") }
    }

    private static func treeEdit(
        _ tree: ValueTree, _ bytes: [UInt8], _ path: String, _ dialect: TreeDialect
    ) throws(FileEditFailure) -> [UInt8] {
        do throws(TreeEditFailure) {
            return try TreeEditor(name: path, dialect: dialect).apply(.set(tree), to: bytes)
        } catch {
            throw FileEditFailure(.text, error.message, line: error.line)
        }
    }
}

/// A pattern for edits, compiled.
struct EditPattern {
    /// The compiled pattern.
    let expression: RegularExpression

    /// Compiles a pattern; the memory of a search is bounded, and so is its time.
    init(_ pattern: String) throws(FileEditFailure) {
        do throws(RegularExpression.Failure) {
            expression = try RegularExpression(pattern)
        } catch {
            throw FileEditFailure(.text, "the pattern `\(pattern)` cannot be used: \(error.message)")
        }
    }
}
