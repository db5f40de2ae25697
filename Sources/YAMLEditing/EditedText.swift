import Diagnostics
import YAMLSyntax

/// A text that is edited: its bytes, lines and tree.
struct EditedText: LinedText {
    /// The formats of tree-shaped files.
    enum Dialect { case yaml, json }

    /// The format.
    let dialect: Dialect
    /// The bytes without a byte-order mark.
    let bytes: [UInt8]
    /// Whether the file began with a byte-order mark.
    let hasByteOrderMark: Bool
    /// The tree; nil where there is none.
    let root: SourceNode?
    /// Where its lines begin.
    let lines: LineTable
    /// The names of the anchors that aliases stand for.
    let aliasNames: Set<String>

    var hasComments: Bool { dialect == .yaml }

    /// Reads a text; throws where it cannot be edited safely whatever the edit is.
    init(name: String, bytes: [UInt8], dialect: Dialect) throws(TreeEditFailure) {
        switch dialect {
        case .yaml: self.init(try Self.document(name, bytes))
        case .json: try self.init(json: bytes)
        }
    }

    private init(json file: [UInt8]) throws(TreeEditFailure) {
        dialect = .json
        aliasNames = []
        hasByteOrderMark = file.starts(with: [0xEF, 0xBB, 0xBF])
        bytes = hasByteOrderMark ? Array(file.dropFirst(3)) : file
        lines = LineTable(bytes)
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw TreeEditFailure(.unreadable, "the file is no JSON: it is not UTF-8")
        }
        var reader = JSONSource(bytes: bytes, lines: lines)
        root = try reader.read()
    }

    private static func document(_ name: String, _ bytes: [UInt8]) throws(TreeEditFailure) -> YAMLDocument {
        try document(of: YAMLReader.read(name: name, bytes: bytes))
    }

    /// The document of what was read; throws where it has a problem.
    static func document(of result: YAMLReadResult) throws(TreeEditFailure) -> YAMLDocument {
        if let problem = result.diagnostics.first { throw failure(problem) }
        guard let document = result.document else {
            throw TreeEditFailure(.unreadable, "the file cannot be read as YAML")
        }
        return document
    }

    /// A text that was read as YAML, without problems.
    init(_ document: YAMLDocument) {
        dialect = .yaml
        bytes = document.source.bytes
        hasByteOrderMark = document.hasByteOrderMark
        lines = LineTable(bytes)
        aliasNames = document.aliasNames
        root = document.root.map(SourceNode.init)
    }

    static func failure(_ problem: Diagnostic) -> TreeEditFailure {
        let line = problem.source.position(of: problem.range.start).line
        switch problem.code {
        case "several-documents":
            return TreeEditFailure(
                .severalDocuments,
                "the file holds several documents (the second begins at line \(line)), and an edit does not say which is"
                    + " meant; split it, or use `replace`", line: line)
        case "duplicate-key":
            return TreeEditFailure(
                .duplicateKey, "\(problem.message) (line \(line)); remove one of them", line: line)
        default:
            let hint = problem.hint.map { "; \($0)" } ?? ""
            return TreeEditFailure(
                .unreadable, "the file cannot be edited as YAML: \(problem.message) (line \(line))\(hint)", line: line)
        }
    }

    // MARK: Looks at lines

    /// The end of the line before the one that holds an offset; nil for the first.
    func endOfLineBefore(_ offset: Int) -> Int? {
        let start = lines.start(of: offset)
        return start == 0 ? nil : endOfLine(lines.start(of: start - 1))
    }

    /// Whether nothing but blanks and a comment stand from an offset to the end of its line.
    func isLastOnLine(_ offset: Int) -> Bool {
        let index = skipBlanks(offset)
        return index == bytes.count || bytes[index] == 0x0A || bytes[index] == 0x0D
            || (bytes[index] == UInt8(ascii: "#") && hasComments)
    }

    /// The blanks that begin the line of an offset.
    func indentation(at offset: Int) -> [UInt8] {
        let start = lines.start(of: offset)
        return Array(bytes[start..<min(skipBlanks(start), offset)])
    }
}
