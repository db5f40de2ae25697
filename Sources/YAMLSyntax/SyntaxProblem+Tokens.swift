import Diagnostics

/// What a single token can be wrong about.
extension SyntaxProblem {
    /// A character that libyaml's reader refuses.
    mutating func controlCharacter() {
        let digits = String(problem.value, radix: 16, uppercase: true)
        let name = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        diagnostic.code = "control-character"
        diagnostic.message = "the control character \(name) is not allowed in YAML"
        diagnostic.hint =
            problem.value == 0
            ? "the file is perhaps UTF-16 or no text at all" : "take it out, or write it as an escape in double quotes"
        diagnostic.range.end = place + 1
    }

    /// A text in quotes: never closed, or with a wrong escape.
    mutating func quoted() {
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

    /// A line where a key is due, without its colon.
    mutating func simpleKey() {
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

    /// The header of a `|` or `>`.
    mutating func blockScalar() {
        if negation() { return }
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

    /// An `&` or `*` without a name.
    mutating func anchor() {
        if negation() { return }
        let start = contextPlace ?? place
        let mark = byte(at: start) == UInt8(ascii: "*") ? "*" : "&"
        let what = mark == "*" ? "an alias" : "an anchor"
        set(
            "`\(mark)` begins \(what) here, and its name is missing or not closed by a blank",
            hint: "put quotes around a text that begins with `\(mark)`", at: start)
        diagnostic.range.end = SourceScan.endOfWord(at: start, in: source)
    }

    /// A condition such as `!a && b` or `!a || b`, of which YAML takes the first word for a tag; answers if it is one.
    mutating func negation() -> Bool {
        let start = contextPlace ?? place
        let lineStart = SourceScan.startOfLine(at: start, in: source)
        let mark = (lineStart..<start).first { index in
            source.bytes[index] == UInt8(ascii: "!") && (index == lineStart || isBlank(at: index - 1))
        }
        guard let mark else { return false }
        set(
            "a value that begins with `!` is read as a tag", hint: "put quotes around the condition", at: mark)
        diagnostic.range.end = SourceScan.endOfLine(at: mark, in: source)
        trimRange()
        return true
    }

    /// A `!` that begins no tag.
    mutating func tag() {
        let start = contextPlace ?? place
        set(
            "`!` begins a tag here, and this is none",
            hint: "put quotes around a condition or text that begins with `!`", at: start)
        diagnostic.range.end = max(start, SourceScan.endOfWord(at: start, in: source))
    }

    /// Something that is no key where a key is due.
    mutating func blockMapping() {
        let isItem = byte(at: place) == UInt8(ascii: "-") && isBlank(at: place + 1)
        if afterClosing() { return }
        if isItem {
            set("a list item stands where a key is expected", hint: "indent the list under its key, all items alike")
        } else if inkBefore(place) != nil {
            set("this does not belong to the value before it", hint: "put the whole value in quotes")
        } else {
            set("a key is expected here", hint: "indent it like the other keys of its map")
        }
        extendOverWord()
        if let contextPlace { note("the map begins here", at: contextPlace) }
    }

    /// Something that is no item where an item is due.
    mutating func blockList() {
        if afterClosing() { return }
        set("a list item is expected here", hint: "begin it with `- `, or indent it otherwise than the list")
        extendOverWord()
        if let contextPlace { note("the list begins here", at: contextPlace) }
    }

    /// A value that goes on after its closing quote or bracket, such as the condition `"a" == b`; answers if it is one.
    private mutating func afterClosing() -> Bool {
        switch inkBefore(place) {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            // With an odd number of quotes on the line, the last one has closed a quote from above.
            let quote = inkBefore(place)
            let lineStart = SourceScan.startOfLine(at: place, in: source)
            let isFromAbove = source.bytes[lineStart..<place].count { $0 == quote } % 2 == 1
            set(
                "text after the closing quote",
                hint: isFromAbove
                    ? "a quote on a line above is perhaps not closed" : "put the whole value into one pair of quotes")
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            set("text after the closing bracket", hint: "put quotes around a text that begins with a bracket")
        default:
            return false
        }
        extendOverWord()
        return true
    }

    /// A list or map in brackets that goes on wrongly, or is not closed.
    mutating func flow(_ kind: String, open: String, close: String) {
        let isAtEnd = SourceScan.skipBlanksAndComments(from: place, in: source) >= source.bytes.count
        let isOnOtherLine =
            contextPlace.map { source.position(of: $0).line != source.position(of: place).line } ?? false
        let hint = "separate with `,`, close with `\(close)`; put quotes around a text that holds any of `, [ ] { }`"
        if let contextPlace, isAtEnd || (isOnOtherLine && inkBefore(place) != UInt8(ascii: "\"")) {
            set("the \(kind) that begins with this `\(open)` is not closed", hint: hint, at: contextPlace)
            return note(isAtEnd ? "the file ends here without it" : "it cannot go on here", at: place)
        }
        if afterClosing() { return }
        set("`,` or `\(close)` is expected here", hint: hint)
        extendOverWord()
        if let contextPlace { note("the \(kind) begins here", at: contextPlace) }
    }

    /// A tab as indentation.
    mutating func tab() {
        set("a tab cannot indent YAML", hint: "use spaces")
        if let tab = firstTab(nearLineOf: place) {
            diagnostic.range = SourceRange(start: tab, end: tab + 1)
        }
    }

    /// A character with which no value can begin.
    mutating func badStart() {
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
}
