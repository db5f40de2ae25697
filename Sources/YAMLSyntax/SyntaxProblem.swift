import Diagnostics

/// What libyaml refuses, said in the user's words.
struct SyntaxProblem {
    /// The diagnostic, with code `yaml-syntax`, or `control-character`.
    private(set) var diagnostic: Diagnostic

    private let problem: LibYAMLProblem
    private let source: SourceText
    /// Where the problem was met.
    private let place: Int
    /// Where that which could not be read began.
    private let contextPlace: Int?

    init(_ problem: LibYAMLProblem, in input: YAMLInput) {
        self.problem = problem
        source = input.source
        var marks = MarkMap(of: input)
        contextPlace = problem.contextIndex.map { marks.offset(ofScalar: $0) }
        place = problem.offset ?? marks.offset(ofScalar: problem.index ?? 0)
        diagnostic = Diagnostic(
            code: "yaml-syntax", message: "this is not YAML: \(problem.problem)",
            range: SourceRange(start: place, end: place), source: source)
        diagnostic.range.end = nextScalar(after: place)
        if !problem.context.isEmpty { diagnostic.message += " \(problem.context)" }
        translate()
    }

    private mutating func translate() {
        if problem.offset != nil { return controlCharacter() }
        switch problem.context {
        case "while scanning a quoted scalar", "while parsing a quoted scalar": quoted()
        case "while scanning a simple key": simpleKey()
        case "while scanning a block scalar": blockScalar()
        case "while scanning an anchor", "while scanning an alias": anchor()
        case "while scanning a tag", "while parsing a tag": tag()
        case "while parsing a block mapping": blockMapping()
        case "while parsing a block collection": blockList()
        case "while parsing a flow sequence": flow("list", open: "[", close: "]")
        case "while parsing a flow mapping": flow("map", open: "{", close: "}")
        case "while scanning a plain scalar": tab()
        default: byProblem()
        }
    }

    private mutating func byProblem() {
        switch problem.problem {
        case "found character that cannot start any token": badStart()
        case "mapping values are not allowed in this context": secondColon()
        case "block sequence entries are not allowed in this context":
            set("a list item cannot begin here", hint: "begin each `- ` on a line of its own, under its key")
        case "mapping keys are not allowed in this context":
            set("a key cannot begin here", hint: "begin it on a line of its own, or put quotes around a text with `? `")
        case "did not find expected node content":
            set("a value is expected here", hint: "put quotes around a text that begins with `,`, `]` or `}`")
        case "found undefined tag handle": tag()
        case "did not find expected <document start>": afterTheEnd()
        case "could not find expected ':'": simpleKey()
        default: break
        }
    }

    // MARK: Single cases

    private mutating func controlCharacter() {
        let digits = String(problem.value, radix: 16, uppercase: true)
        let name = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        diagnostic.code = "control-character"
        diagnostic.message = "the control character \(name) is not allowed in YAML"
        diagnostic.hint =
            problem.value == 0
            ? "the file is perhaps UTF-16 or no text at all" : "take it out, or write it as an escape in double quotes"
        diagnostic.range.end = place + 1
    }

    private mutating func quoted() {
        let quote = byte(at: contextPlace ?? place) == UInt8(ascii: "'") ? "'" : "\""
        switch problem.problem {
        case "found unexpected end of stream":
            set("this quote is never closed", hint: "put the closing `\(quote)` where the text ends", at: contextPlace)
            note("the file ends here without it", at: place)
        case "found unexpected document indicator":
            set(
                "this quote is not closed in its document", hint: "put the closing `\(quote)` where the text ends",
                at: contextPlace)
            note("the next document begins here", at: place)
        case "found unknown escape character":
            let word = source.text(in: SourceRange(start: place, end: nextScalar(after: place + 1)))
            set(
                "`\(word)` is no escape of a text in double quotes",
                hint: "write `\\\\` for a backslash, or put the text in single quotes")
            diagnostic.range.end = nextScalar(after: place + 1)
        default:
            set("this escape needs hexadecimal digits: `\\x41`, `\\u0041`, `\\U00000041`", hint: nil)
        }
    }

    private mutating func simpleKey() {
        let start = contextPlace ?? place
        let end = SourceScan.endOfLine(at: start, in: source)
        let line = source.text(in: SourceRange(start: start, end: end))
        let hint =
            line.utf8.contains(UInt8(ascii: ":"))
            ? "put a blank after the `:`, as in `key: value`"
            : "write `key: value`; a text over several lines goes after `|` or into quotes"
        set("a key without `: ` after it", hint: hint, at: start)
        diagnostic.range.end = start + source.text(in: SourceRange(start: start, end: end)).utf8.count
        trimRange()
    }

    private mutating func blockScalar() {
        switch problem.problem {
        case "did not find expected comment or line break":
            let mark = byte(at: contextPlace ?? place) == UInt8(ascii: ">") ? ">" : "|"
            set(
                "nothing but a comment may follow `\(mark)` on its line",
                hint: "begin the text on the next line, or put quotes around a text that begins with `\(mark)`")
        case "found a tab character where an indentation space is expected": tab()
        default:
            set("the indentation after `|` or `>` is a digit from 1 to 9", hint: nil)
        }
    }

    private mutating func anchor() {
        let start = contextPlace ?? place
        let mark = byte(at: start) == UInt8(ascii: "*") ? "*" : "&"
        let what = mark == "*" ? "an alias" : "an anchor"
        set(
            "`\(mark)` begins \(what) here, and its name is missing or not closed by a blank",
            hint: "put quotes around a text that begins with `\(mark)`", at: start)
        diagnostic.range.end = SourceScan.endOfWord(at: start, in: source)
    }

    private mutating func tag() {
        let start = contextPlace ?? place
        set(
            "`!` begins a tag here, and this is none",
            hint: "put quotes around a condition or text that begins with `!`", at: start)
        diagnostic.range.end = max(start, SourceScan.endOfWord(at: start, in: source))
    }

    private mutating func blockMapping() {
        let isItem = byte(at: place) == UInt8(ascii: "-") && isBlank(at: place + 1)
        if let previous = inkBefore(place), previous == UInt8(ascii: "\"") || previous == UInt8(ascii: "'") {
            set("text after the closing quote", hint: "put the whole value into one pair of quotes")
        } else if let previous = inkBefore(place), previous == UInt8(ascii: "]") || previous == UInt8(ascii: "}") {
            set("text after the closing bracket", hint: "put quotes around a text that begins with a bracket")
        } else if isItem {
            set("a list item stands where a key is expected", hint: "indent the list under its key, all items alike")
        } else if inkBefore(place) != nil {
            set("this does not belong to the value before it", hint: "put the whole value in quotes")
        } else {
            set("a key is expected here", hint: "indent it like the other keys of its map")
        }
        extendOverWord()
        if let contextPlace { note("the map begins here", at: contextPlace) }
    }

    private mutating func blockList() {
        if let previous = inkBefore(place), previous == UInt8(ascii: "\"") || previous == UInt8(ascii: "'") {
            set("text after the closing quote", hint: "put the whole value into one pair of quotes")
        } else {
            set("a list item is expected here", hint: "begin it with `- `, or indent it otherwise than the list")
        }
        extendOverWord()
        if let contextPlace { note("the list begins here", at: contextPlace) }
    }

    private mutating func flow(_ kind: String, open: String, close: String) {
        let isAtEnd = SourceScan.skipBlanksAndComments(from: place, in: source) >= source.bytes.count
        let isOnOtherLine =
            contextPlace.map { source.position(of: $0).line != source.position(of: place).line } ?? false
        let hint = "separate with `,`, close with `\(close)`; put quotes around a text that holds any of `, [ ] { }`"
        guard let contextPlace, isAtEnd || isOnOtherLine else {
            set("`,` or `\(close)` is expected here", hint: hint)
            extendOverWord()
            if let contextPlace { note("the \(kind) begins here", at: contextPlace) }
            return
        }
        set("the \(kind) that begins with this `\(open)` is not closed", hint: hint, at: contextPlace)
        note(isAtEnd ? "the file ends here without it" : "`,` or `\(close)` is expected here", at: place)
    }

    private mutating func tab() {
        set("a tab cannot indent YAML", hint: "use spaces")
        if let tab = firstTab(nearLineOf: place) {
            diagnostic.range = SourceRange(start: tab, end: tab + 1)
        }
    }

    private mutating func badStart() {
        guard let byte = byte(at: place) else { return }
        if byte == 0x09 { return tab() }
        let character = source.text(in: SourceRange(start: place, end: place + 1))
        set(
            "a value cannot begin with `\(character)`",
            hint: byte == UInt8(ascii: "`")
                ? "put quotes around a text that begins with a backtick"
                : "put quotes around a text that begins with `\(character)`")
        if byte == UInt8(ascii: "`") { diagnostic.message = "a value cannot begin with a backtick" }
    }

    /// A `: ` where the line, or the key above, already has its value.
    private mutating func secondColon() {
        let lineStart = SourceScan.startOfLine(at: place, in: source)
        let before = source.bytes[lineStart..<place]
        let colons = before.indices.dropLast().contains { index in
            before[index] == UInt8(ascii: ":") && (before[index + 1] == 0x20 || before[index + 1] == 0x09)
        }
        if colons {
            set(
                "a second `: ` on one line, where the key has its value already",
                hint: "put quotes around a value that holds `: `")
        } else if let above = lineAbove(lineStart) {
            keyBelow(above)
        } else {
            set("a `: ` cannot stand here", hint: "put quotes around a text that holds `: `")
        }
    }

    /// A key below a line that is no key with an open value, so that libyaml takes both lines for one text.
    private mutating func keyBelow(_ above: SourceRange) {
        let line = source.bytes[above.start..<above.end]
        let isItem = line.starts(with: "- ".utf8)
        let isKey = isKey(above)
        if isItem || isKey {
            set(
                "a key cannot begin on this line: the \(isItem && !isKey ? "list item" : "key") above has its value already",
                hint: "indent it like the key above, or take the value above away")
            return
        }
        set(
            "a key without `: ` after it",
            hint: line.contains(UInt8(ascii: ":"))
                ? "put a blank after the `:`, as in `key: value`"
                : "write `key: value`; a text over several lines goes after `|` or into quotes",
            at: above.start)
        diagnostic.range = above
    }

    /// Something after the only value of the text: often the key before it lacks the blank after its `:`.
    private mutating func afterTheEnd() {
        let lineStart = SourceScan.startOfLine(at: place, in: source)
        if inkBefore(place) == nil, let above = lineAbove(lineStart), !isKey(above),
            !source.bytes[above.start...].starts(with: "- ".utf8)
        {
            return keyBelow(above)
        }
        set(
            "this does not belong to the value before it",
            hint: "indent it like the keys above, or put the whole text in quotes", at: place)
        extendOverWord()
    }

    // MARK: Helpers

    private mutating func set(_ message: String, hint: String?, at offset: Int? = nil) {
        diagnostic.message = message
        diagnostic.hint = hint
        if let offset { diagnostic.range = SourceRange(start: offset, end: nextScalar(after: offset)) }
    }

    private mutating func note(_ message: String, at offset: Int) {
        diagnostic.notes.append(DiagnosticNote(message: message, range: SourceRange(at: offset)))
    }

    private mutating func extendOverWord() {
        diagnostic.range.end = SourceScan.endOfWord(at: diagnostic.range.start, in: source)
    }

    private mutating func trimRange() {
        while diagnostic.range.end > diagnostic.range.start,
            SourceScan.isBlankOrBreak(source.bytes[diagnostic.range.end - 1])
        {
            diagnostic.range.end -= 1
        }
    }

    /// Whether a line holds a `:` before a blank or its end.
    private func isKey(_ line: SourceRange) -> Bool {
        (line.start..<line.end).contains { source.bytes[$0] == UInt8(ascii: ":") && isBlank(at: $0 + 1) }
    }

    /// What is written on the nearest line above that is neither blank nor a comment.
    private func lineAbove(_ lineStart: Int) -> SourceRange? {
        var end = lineStart
        while end > 0 {
            let start = SourceScan.startOfLine(at: end - 1, in: source)
            let lineEnd = SourceScan.endOfLine(at: start, in: source)
            let line = source.bytes[start..<lineEnd]
            if let ink = line.firstIndex(where: { !SourceScan.isBlankOrBreak($0) }), line[ink] != UInt8(ascii: "#") {
                let last = line.lastIndex { !SourceScan.isBlankOrBreak($0) } ?? ink
                return SourceRange(start: ink, end: last + 1)
            }
            end = start
        }
        return nil
    }

    private func byte(at offset: Int) -> UInt8? {
        offset < source.bytes.count ? source.bytes[offset] : nil
    }

    private func isBlank(at offset: Int) -> Bool {
        byte(at: offset).map(SourceScan.isBlankOrBreak) ?? true
    }

    private func nextScalar(after offset: Int) -> Int {
        var index = min(offset + 1, source.bytes.count)
        while index < source.bytes.count, source.bytes[index] & 0xC0 == 0x80 { index += 1 }
        return index
    }

    /// The last byte before `offset` in its line that is not blank.
    private func inkBefore(_ offset: Int) -> UInt8? {
        let start = SourceScan.startOfLine(at: offset, in: source)
        return source.bytes[start..<min(offset, source.bytes.count)].last { !SourceScan.isBlankOrBreak($0) }
    }

    /// The first tab in the indentation of the line at `offset`, else the first from there on.
    private func firstTab(nearLineOf offset: Int) -> Int? {
        let start = SourceScan.startOfLine(at: offset, in: source)
        let end = SourceScan.endOfLine(at: offset, in: source)
        return source.bytes[start..<end].firstIndex(of: 0x09)
    }
}
