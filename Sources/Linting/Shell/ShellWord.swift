/// A word of a command, as a shell splits them: quotes taken away, what only a run can tell kept apart.
struct ShellWord: Sendable {
    /// A piece of a word.
    enum Part: Sendable, Equatable {
        /// Characters that stand for themselves.
        case literal(String)
        /// `$name`, `${name…}` or a special parameter.
        case variable(String)
        /// `$(…)`, `` `…` ``, `$((…))`, or an expression of the runbook in an argument.
        case other
    }

    /// The pieces, in order.
    var parts: [Part] = []
    /// The bytes of the word, quotes and all, in the text that it stands in.
    var range: Range<Int>
    /// Which of the command's texts it stands in: 0 for a script, the element for a list of arguments.
    var origin = 0
    /// The bytes between the quotes, where the word is one quoted text without escapes: a script in it has its places.
    var quoted: Range<Int>?
    /// Whether any part of it was quoted, so that it is no word of the shell's own.
    var isQuoted = false

    /// The word where no part of it depends on a run.
    var literal: String? {
        var text = ""
        for part in parts {
            guard case .literal(let piece) = part else { return nil }
            text += piece
        }
        return text
    }

    /// The word with `$name` for a variable and `$` for anything else that a run decides.
    var text: String {
        parts.map { part in
            switch part {
            case .literal(let text): text
            case .variable(let name): "$" + name
            case .other: "$"
            }
        }.joined()
    }

    /// Whether the word is this one, unquoted: a word of the shell's own.
    func isBare(_ word: String) -> Bool { !isQuoted && literal == word }
}

/// Where a command's input comes from, or its output goes to.
struct ShellRedirection: Sendable {
    /// `>`, `>>`, `<`, `<<`, `>&`, `&>` and their like.
    var sign: String
    /// What follows.
    var target: ShellWord
    /// The text of a here-document.
    var document: String?
    /// The bytes from the number before the sign to the end of the target.
    var range: Range<Int>

    /// Whether something is written.
    var isOutput: Bool { sign.contains(">") && sign != "<>" }
}

/// One command of a script: its words, and what stands around them.
struct ShellCommand: Sendable {
    /// The words of assignments before the command: `A=b`.
    var assignments: [ShellWord] = []
    /// The program and its arguments; empty for assignments and redirections alone.
    var words: [ShellWord] = []
    /// Where its input and output go.
    var redirections: [ShellRedirection] = []
    /// The shell's own words before it, such as `while` and `!`.
    var keywords: [String] = []
    /// The bytes of the command in its text.
    var range: Range<Int> = 0..<0
    /// The pipeline that it belongs to, by number.
    var pipeline = 0
    /// Whether the shell does not wait for it: `&`.
    var isInBackground = false
}
