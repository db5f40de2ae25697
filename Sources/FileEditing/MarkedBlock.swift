/// How a comment is written in a file.
struct CommentStyle: Sendable, Hashable {
    /// What begins it.
    let open: String
    /// What ends it, on the same line; empty where the line's end does.
    let close: String

    /// The style of a file, by its name and content.
    init(path: String, content: [UInt8]) throws(FileEditFailure) {
        let name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
        let suffix = name.split(separator: ".", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        switch suffix {
        case "json":
            throw FileEditFailure(.text, "JSON has no comments, so a block cannot be marked in it; use `set`")
        case "sql", "lua", "hs": (open, close) = ("--", "")
        case "js", "ts", "mjs", "c", "h", "cc", "cpp", "go", "java", "kt", "swift", "rs", "php", "jsonc", "scss":
            (open, close) = ("//", "")
        case "css": (open, close) = ("/*", " */")
        case "html", "htm", "xml", "md", "svg": (open, close) = ("<!--", " -->")
        case "vim": (open, close) = ("\"", "")
        case "ini": (open, close) = (Self.iniMark(content), "")
        default: (open, close) = ("#", "")
        }
    }

    private static func iniMark(_ content: [UInt8]) -> String {
        let lines = TextLines(content)
        var semicolons = 0
        var hashes = 0
        for index in lines.ranges.indices {
            switch lines[index].trimmed.first {
            case UInt8(ascii: ";"): semicolons += 1
            case UInt8(ascii: "#"): hashes += 1
            default: break
            }
        }
        return semicolons > hashes ? ";" : "#"
    }
}

/// Lines of a text between Rung's two marker comments.
struct MarkedBlock {
    private let name: String
    private let lines: [[UInt8]]
    private let comment: CommentStyle

    /// A block; throws where its name or text would make the markers unclear.
    init(name: String, text: String, comment: CommentStyle) throws(FileEditFailure) {
        guard !name.isEmpty, name.utf8.count <= 200,
            name.unicodeScalars.allSatisfy({ $0.value > 0x1F && $0.value != 0x7F }),
            name.utf8.first != 0x20, name.utf8.last != 0x20, !name.contains("<<<"), !name.contains(">>>"),
            comment.close.isEmpty || !name.contains(comment.close.trimmingBlanks)
        else {
            throw FileEditFailure(
                .text, "a block's name is one line of at most 200 bytes without blanks at its ends, `<<<` and `>>>`")
        }
        self.name = name
        self.comment = comment
        var body = TextLines(Array(text.utf8))
        if text.isEmpty { body = TextLines([]) }
        lines = body.ranges.indices.map { Array(body[$0]) }
        let (opening, closing) = (Self.begin(name, comment), Self.end(name, comment))
        for line in lines where Self.marks(line, opening) || Self.marks(line, closing) {
            throw FileEditFailure(.text, "the text of the block `\(name)` holds the block's own marker")
        }
    }

    /// The text with the block in it: where its markers are, else at the end.
    func apply(to bytes: [UInt8]) throws(FileEditFailure) -> [UInt8] {
        let text = TextLines(bytes)
        let (opening, closing) = (Self.begin(name, comment), Self.end(name, comment))
        let begins = text.ranges.indices.filter { Self.marks(Array(text[$0]), opening) }
        let ends = text.ranges.indices.filter { Self.marks(Array(text[$0]), closing) }
        if begins.isEmpty, ends.isEmpty {
            return text.appending([Array(opening.utf8)] + lines + [Array(closing.utf8)])
        }
        guard begins.count <= 1, ends.count <= 1 else {
            let numbers = (begins.count > 1 ? begins : ends).map { $0 + 1 }
            throw FileEditFailure(
                .text, "the block `\(name)` is marked twice (\(linesText(numbers))); remove one of the two",
                line: numbers[0])
        }
        guard let first = begins.first, let last = ends.first else {
            let number = (begins.first ?? ends.first ?? 0) + 1
            let missing = begins.isEmpty ? opening : closing
            throw FileEditFailure(
                .text,
                "the block `\(name)` has only one of its two markers (line \(number)); `\(missing)` is missing: put it back,"
                    + " or remove the other", line: number)
        }
        guard first < last else {
            throw FileEditFailure(
                .text,
                "the markers of the block `\(name)` stand the wrong way round (lines \(last + 1) and \(first + 1))",
                line: last + 1)
        }
        let start = text.next(after: first)
        let end = text.ranges[last].lowerBound
        let indent = Array(text[first].prefix { $0 == 0x20 || $0 == 0x09 })
        var new: [UInt8] = []
        for line in lines { new += (line.isEmpty ? [] : indent) + line + text.lineBreak }
        return Array(bytes[..<start]) + new + bytes[end...]
    }

    private static func begin(_ name: String, _ comment: CommentStyle) -> String {
        "\(comment.open) >>> rung \(name) >>>\(comment.close)"
    }

    private static func end(_ name: String, _ comment: CommentStyle) -> String {
        "\(comment.open) <<< rung \(name) <<<\(comment.close)"
    }

    /// Whether a line is a marker, whatever blanks stand around it.
    private static func marks(_ line: [UInt8], _ marker: String) -> Bool {
        line[...].trimmed.elementsEqual(marker.utf8)
    }
}

extension String {
    /// Without the blanks at both ends.
    fileprivate var trimmingBlanks: String {
        String(decoding: Array(utf8)[...].trimmed, as: UTF8.self)
    }
}
