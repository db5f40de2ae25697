import Diagnostics
import YAMLSyntax

/// A comment that keeps rules from saying something: `# rung: ignore R004 it is ended by the script above`.
///
/// It stands at the end of a line, for all that begins on that line, or on a line of its own, for the line below it; in
/// both cases a key that begins there is covered with all that it holds. `ignore-file` covers the file.
struct Suppression: Sendable {
    /// A rule that it names.
    struct Target: Sendable {
        /// The code as written, in upper case.
        var code: String
        /// Where it stands.
        var range: SourceRange
    }

    /// The comment, from its `#` to the end of its line.
    let comment: SourceRange
    /// The rules that it names.
    var targets: [Target] = []
    /// Why, in the author's words; empty where nothing is said.
    var reason = ""
    /// Whether it covers the whole file.
    var coversFile = false
    /// What `rung:` is followed by, where that is neither `ignore` nor `ignore-file`.
    var unknownWord: Target?
    /// The parts of the file that it covers.
    var scope: [SourceRange] = []
    /// Whether it is a comment of a script, and not of the file itself.
    let isInScript: Bool
    /// What goes where it is taken out: the comment with the blanks before it, or its whole line.
    let wholeRange: SourceRange

    /// The suppression of a comment; nil where the comment is none.
    init?(_ comment: SourceRange, in source: SourceText, isInScript: Bool) {
        self.comment = comment
        self.isInScript = isInScript
        wholeRange = Self.wholeRange(of: comment, in: source)
        var words = WordScan(bytes: source.bytes, index: comment.start + 1, end: comment.end)
        guard let mark = words.next(), mark.text == "rung:" else { return nil }
        guard let verb = words.next() else {
            unknownWord = Target(code: "", range: comment)
            return
        }
        switch verb.text {
        case "ignore": break
        case "ignore-file": coversFile = true
        default:
            unknownWord = Target(code: verb.text, range: verb.range)
            return
        }
        var rest = words.index
        while let word = words.next(endingAt: UInt8(ascii: ",")), LintRule.isCode(word.text) {
            targets.append(Target(code: word.text.uppercased(), range: word.range))
            while words.index < comment.end, " \t,:".utf8.contains(source.bytes[words.index]) { words.index += 1 }
            rest = words.index
        }
        reason = source.text(in: SourceRange(start: rest, end: comment.end)).trimmedOfBlanks
    }

    private static func wholeRange(of comment: SourceRange, in source: SourceText) -> SourceRange {
        let bytes = source.bytes
        var (start, end) = (comment.start, comment.end)
        while start > 0, bytes[start - 1] == 0x20 || bytes[start - 1] == 0x09 { start -= 1 }
        guard start == 0 || bytes[start - 1] == 0x0A else { return SourceRange(start: start, end: end) }
        if end < bytes.count, bytes[end] == 0x0D { end += 1 }
        if end < bytes.count, bytes[end] == 0x0A { end += 1 }
        return SourceRange(start: start, end: end)
    }

    /// Whether it covers a place.
    func covers(_ place: Int) -> Bool {
        coversFile || scope.contains { $0.start <= place && place < $0.end }
    }
}

extension LintRule {
    /// Whether a word is written as a rule's code.
    static func isCode(_ word: String) -> Bool {
        let bytes = Array(word.utf8)
        return bytes.count == 4 && bytes[0] | 0x20 == UInt8(ascii: "r")
            && bytes.dropFirst().allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }
}

/// Reads the words of a comment.
private struct WordScan {
    let bytes: [UInt8]
    var index: Int
    let end: Int

    mutating func next(endingAt mark: UInt8? = nil) -> (text: String, range: SourceRange)? {
        while index < end, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
        let start = index
        while index < end, bytes[index] != 0x20, bytes[index] != 0x09, bytes[index] != mark { index += 1 }
        // `R001:` before a reason.
        var stop = index
        if mark != nil, stop > start, bytes[stop - 1] == UInt8(ascii: ":") { stop -= 1 }
        guard stop > start else { return nil }
        return (String(decoding: bytes[start..<stop], as: UTF8.self), SourceRange(start: start, end: stop))
    }
}

extension String {
    /// The text without blanks around it.
    var trimmedOfBlanks: String {
        var view = Substring(self).utf8
        while let first = view.first, first == 0x20 || first == 0x09 || first == 0x0D { view.removeFirst() }
        while let last = view.last, last == 0x20 || last == 0x09 || last == 0x0D { view.removeLast() }
        return String(Substring(view))
    }
}
