import YAMLEditing
import YAMLSyntax

/// The words that a tree's keys and values stand for in an nginx file.
enum NginxWords {
    /// One argument: its text, and how it is written.
    struct Argument {
        /// The text as nginx takes it.
        var text: String
        /// The text with the quotes that it needs.
        var raw: String

        /// The argument in the quotes of the one that it takes the place of, where it can stand in them.
        func written(like old: NginxLexer.Word?) -> String {
            guard let quote = old?.quote, raw == text, !text.utf8.contains(quote),
                !text.utf8.contains(UInt8(ascii: "\\"))
            else {
                return raw
            }
            let mark = String(UnicodeScalar(quote))
            return mark + text + mark
        }
    }

    /// The name and the arguments in a key.
    static func key(_ key: String) throws(FileEditFailure) -> [String] {
        let words = try words(key, what: "the key `\(key)`")
        guard !words.isEmpty else { throw FileEditFailure(.text, "a key of `set` is empty") }
        return words.map(\.text)
    }

    /// The arguments in a value: the words of a text, or each item of a list as one.
    static func arguments(_ value: ValueTree) throws(FileEditFailure) -> [Argument] {
        switch value {
        case .scalar(.null): return []
        case .scalar(.string(let text)):
            if text.isEmpty { return [Argument(text: "", raw: "\"\"")] }
            return try words(text, what: "the value `\(text)`")
        case .scalar(let value): return [plain(value)]
        case .list(let items):
            var result: [Argument] = []
            for item in items {
                switch item {
                case .scalar(.string(let text)): result.append(quoted(text))
                case .scalar(let value): result.append(plain(value))
                default: throw FileEditFailure(.text, "an argument of an nginx directive is a scalar, no list or map")
                }
            }
            return result
        case .map, .tagged: throw FileEditFailure(.text, "a directive's value is a scalar or a list of arguments")
        }
    }

    private static func plain(_ value: YAMLValue) -> Argument {
        let text =
            switch value {
            case .null: "\"\""
            case .bool(let flag): flag ? "on" : "off"
            case .int(let number): String(number)
            case .float(let number): number.description
            case .string(let text): text
            }
        return Argument(text: text, raw: text)
    }

    private static func quoted(_ text: String) -> Argument {
        var lexer = NginxLexer(Array(text.utf8))
        if let token = try? lexer.next(), case .word(let word) = token, word.range == 0..<text.utf8.count,
            word.quote == nil,
            word.text == text
        {
            return Argument(text: text, raw: text)
        }
        var raw = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": raw += "\\\""
            case "\\": raw += "\\\\"
            default: raw.unicodeScalars.append(scalar)
            }
        }
        return Argument(text: text, raw: raw + "\"")
    }

    private static func words(_ text: String, what: String) throws(FileEditFailure) -> [Argument] {
        var lexer = NginxLexer(Array(text.utf8))
        var words: [Argument] = []
        do throws(NginxLexer.Problem) {
            while let token = try lexer.next() {
                guard case .word(let word) = token else {
                    throw NginxLexer.Problem(message: "it holds `;`, `{` or `}` outside of quotes", offset: 0)
                }
                let raw = Array(text.utf8)[word.range]
                words.append(Argument(text: word.text, raw: String(decoding: raw, as: UTF8.self)))
            }
        } catch {
            throw FileEditFailure(.text, "\(what) would break the nginx file: \(error.message); put quotes within it")
        }
        guard !lexer.sawComment, !text.utf8.contains(0x0A), !text.utf8.contains(0x0D) else {
            throw FileEditFailure(
                .text, "\(what) would break the nginx file: it holds a comment or a line break; put quotes within it")
        }
        return words
    }
}
