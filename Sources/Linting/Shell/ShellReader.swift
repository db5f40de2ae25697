/// Reads the commands of a script (POSIX.1-2024, 2.3 and 2.10), with the few things of bash that occur everywhere.
///
/// It makes no tree: a linter asks what is run, with which words, into which file, and where that stands. One pass over
/// the text, and no deeper than a limit, whatever the text is.
struct ShellReader {
    let bytes: [UInt8]
    var index: Int
    let end: Int
    /// The commands that were read.
    var commands: [ShellCommand] = []
    /// The comments that were read.
    var comments: [Range<Int>] = []
    /// The here-documents whose text begins after the next newline: the redirection's command and place, and the mark.
    var awaited: [(command: Int, redirection: Int, mark: String, stripsTabs: Bool)] = []
    /// How deep substitutions are nested here.
    var depth = 0
    /// The pipelines that were counted.
    var pipelines = 0

    /// Deeper than this nothing is opened.
    static let mostLevels = 40

    init(bytes: [UInt8], range: Range<Int>) {
        self.bytes = bytes
        index = range.lowerBound
        end = range.upperBound
    }

    /// Reads to the end; a `)` without its `(` is passed over.
    mutating func readAll() {
        while index < end {
            readCommands()
            if index < end { index += 1 }
        }
    }

    /// What a `case` is about to be: its word, its patterns, or commands.
    private enum CaseState { case word, patterns, commands }

    /// Reads commands until the text ends or a `)` closes what was opened before.
    mutating func readCommands() {
        var open = OpenCommand(pipeline: nextPipeline())
        var cases: [CaseState] = []
        while index < end {
            skipBlanks()
            guard index < end else { break }
            if cases.last == .patterns {
                if readPatterns() { cases[cases.count - 1] = .commands } else { cases.removeLast() }
                continue
            }
            let byte = bytes[index]
            if byte == UInt8(ascii: "#") {
                readComment()
            } else if byte == UInt8(ascii: ")"), !open.isTest {
                break
            } else if readSeparator(&open, &cases) || readRedirection(&open) {
                continue
            } else {
                readWordOfCommand(&open, &cases)
            }
        }
        finish(&open)
    }

    private mutating func nextPipeline() -> Int {
        pipelines += 1
        return pipelines
    }

    // MARK: What ends a command

    /// Reads a newline or an operator that ends a command; false where none stands here.
    private mutating func readSeparator(_ open: inout OpenCommand, _ cases: inout [CaseState]) -> Bool {
        let byte = bytes[index]
        let next = index + 1 < end ? bytes[index + 1] : 0
        switch byte {
        case 0x0A:
            finish(&open)
            index += 1
            readHereDocuments()
            return true
        case UInt8(ascii: ";"):
            finish(&open)
            let isDouble = next == byte || next == UInt8(ascii: "&")
            index += isDouble ? 2 : 1
            if isDouble, cases.last == .commands { cases[cases.count - 1] = .patterns }
            return true
        case UInt8(ascii: "&") where next == UInt8(ascii: ">"): return false
        case UInt8(ascii: "&"), UInt8(ascii: "|"):
            guard !open.isTest else { return false }
            endBySign(byte, isDouble: next == byte, &open)
            return true
        case UInt8(ascii: "("):
            guard !open.isTest else { return false }
            openParenthesis(&open)
            return true
        default: return false
        }
    }

    private mutating func endBySign(_ byte: UInt8, isDouble: Bool, _ open: inout OpenCommand) {
        let isPipe = byte == UInt8(ascii: "|") && !isDouble
        open.command.isInBackground = byte == UInt8(ascii: "&") && !isDouble
        let pipeline = open.command.pipeline
        finish(&open)
        if isPipe { open.command.pipeline = pipeline }
        index += isDouble ? 2 : 1
        // `|&` of bash.
        if isPipe, index < end, bytes[index] == UInt8(ascii: "&") { index += 1 }
    }

    /// A group, a function's `()`, or an arithmetic command.
    private mutating func openParenthesis(_ open: inout OpenCommand) {
        index += 1
        if open.command.words.count == 1 {
            // `name()` begins a function: what it is called is no command.
            open.command.words = []
            skipBlanks()
            if index < end, bytes[index] == UInt8(ascii: ")") { index += 1 }
            return
        }
        guard depth < Self.mostLevels else { return }
        finish(&open)
        if index < end, bytes[index] == UInt8(ascii: "(") {
            skipArithmetic()
            return
        }
        depth += 1
        readCommands()
        depth -= 1
        if index < end, bytes[index] == UInt8(ascii: ")") { index += 1 }
    }

    private mutating func finish(_ open: inout OpenCommand) {
        let command = open.command
        if !command.words.isEmpty || !command.redirections.isEmpty || !command.assignments.isEmpty
            || !command.keywords.isEmpty
        {
            let starts =
                command.assignments.map(\.range.lowerBound) + command.words.map(\.range.lowerBound)
                + command.redirections.map(\.range.lowerBound)
            let ends =
                command.assignments.map(\.range.upperBound) + command.words.map(\.range.upperBound)
                + command.redirections.map(\.range.upperBound)
            var finished = command
            let start = starts.min() ?? open.start
            finished.range = start..<max(start, ends.max() ?? open.start)
            for place in open.documents {
                awaited.append((commands.count, place.redirection, place.mark, place.stripsTabs))
            }
            commands.append(finished)
        }
        open = OpenCommand(pipeline: nextPipeline())
    }

    // MARK: Words

    private mutating func readWordOfCommand(_ open: inout OpenCommand, _ cases: inout [CaseState]) {
        let before = index
        guard let word = readWord(inTest: open.isTest) else {
            index = max(index, before + 1)
            return
        }
        open.start = open.command.words.isEmpty && open.command.keywords.isEmpty ? word.range.lowerBound : open.start
        switch open.take(word) {
        case .caseBegins: cases.append(.word)
        case .caseEnds: _ = cases.popLast()
        case .word: break
        }
        if open.isCase, word.isBare("in"), open.command.words.count > 1 {
            open = OpenCommand(pipeline: nextPipeline())
            if cases.last == .word { cases[cases.count - 1] = .patterns }
        }
    }

    /// Passes the patterns of a `case` up to their `)`.
    ///
    /// - Returns: false where `esac` ended it.
    private mutating func readPatterns() -> Bool {
        while index < end {
            skipBlanks()
            guard index < end else { break }
            switch bytes[index] {
            case 0x0A, UInt8(ascii: "("), UInt8(ascii: "|"), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "<"),
                UInt8(ascii: ">"):
                index += 1
            case UInt8(ascii: "#"): readComment()
            case UInt8(ascii: ")"):
                index += 1
                return true
            default:
                let before = index
                if let word = readWord(inTest: false), word.isBare("esac") { return false }
                index = max(index, before + 1)
            }
        }
        return false
    }

    // MARK: Blanks and comments

    /// Passes blanks and line continuations.
    mutating func skipBlanks() {
        while index < end {
            if bytes[index] == 0x20 || bytes[index] == 0x09 || bytes[index] == 0x0D {
                index += 1
            } else if bytes[index] == UInt8(ascii: "\\"), index + 1 < end, bytes[index + 1] == 0x0A {
                index += 2
            } else {
                return
            }
        }
    }

    mutating func readComment() {
        let start = index
        while index < end, bytes[index] != 0x0A { index += 1 }
        comments.append(start..<index)
    }
}

/// A command that is being read.
struct OpenCommand {
    enum Taken { case word, caseBegins, caseEnds }

    var command = ShellCommand()
    var start = 0
    /// The here-documents that it awaits.
    var documents: [(redirection: Int, mark: String, stripsTabs: Bool)] = []
    /// Whether `case` began it.
    var isCase = false
    /// Whether it stands in bash's `[[ … ]]`, where `<`, `>`, `&&` and parentheses are words.
    var isTest = false

    init(pipeline: Int) { command.pipeline = pipeline }

    /// The words that a shell reads as its own before a command.
    private static let reserved: Set<String> = [
        "if", "then", "elif", "else", "fi", "while", "until", "do", "done", "!", "{", "}", "time", "esac",
    ]

    /// Takes a word; reserved ones and assignments are kept apart.
    mutating func take(_ word: ShellWord) -> Taken {
        if command.words.isEmpty, !word.isQuoted, let text = word.literal {
            if Self.reserved.contains(text), command.assignments.isEmpty {
                command.keywords.append(text)
                return text == "esac" ? .caseEnds : .word
            }
            if text == "case" {
                isCase = true
                command.words.append(word)
                return .caseBegins
            }
        }
        if command.words.isEmpty, Self.isAssignment(word) {
            command.assignments.append(word)
            return .word
        }
        if command.words.isEmpty, word.isBare("[[") { isTest = true }
        if isTest, word.isBare("]]") { isTest = false }
        command.words.append(word)
        return .word
    }

    private static func isAssignment(_ word: ShellWord) -> Bool {
        guard case .literal(let text)? = word.parts.first, let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")),
            equals != text.utf8.startIndex
        else { return false }
        let name = text.utf8[..<equals]
        guard let first = name.first, first < 0x30 || first > 0x39 else { return false }
        return name.allSatisfy { ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5F }
    }
}
