/// The words of an nginx configuration with their places, split as nginx splits them.
struct NginxLexer {
    /// A word: what stands between blanks, or within quotes.
    struct Word: Hashable {
        /// Its bytes, quotes included.
        var range: Range<Int>
        /// The text that nginx takes it for.
        var text: String
        /// The quote it stands in.
        var quote: UInt8?
    }

    /// What comes next in the text.
    enum Token {
        case word(Word)
        /// `;`, at an offset.
        case end(Int)
        /// `{`, at an offset.
        case open(Int)
        /// `}`, at an offset.
        case close(Int)
    }

    /// Why a text is no nginx configuration.
    struct Problem: Error {
        var message: String
        var offset: Int
    }

    private let bytes: [UInt8]
    /// Where the next token is looked for.
    private(set) var index: Int
    /// Whether a comment was passed over.
    private(set) var sawComment = false

    /// A lexer at the beginning of a text.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The next token; nil at the end.
    mutating func next() throws(Problem) -> Token? {
        while index < bytes.count {
            let byte = bytes[index]
            if Self.isBlank(byte) {
                index += 1
            } else if byte == UInt8(ascii: "#") {
                sawComment = true
                while index < bytes.count, bytes[index] != 0x0A { index += 1 }
            } else {
                break
            }
        }
        guard index < bytes.count else { return nil }
        let start = index
        switch bytes[index] {
        case UInt8(ascii: ";"):
            index += 1
            return .end(start)
        case UInt8(ascii: "{"):
            index += 1
            return .open(start)
        case UInt8(ascii: "}"):
            index += 1
            return .close(start)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .word(try quoted())
        default: return .word(plain())
        }
    }

    private mutating func quoted() throws(Problem) -> Word {
        let start = index
        let quote = bytes[start]
        index += 1
        while index < bytes.count, bytes[index] != quote { index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
        guard index < bytes.count else {
            throw Problem(message: "the quote that begins here does not end", offset: start)
        }
        let inner = start + 1..<index
        index += 1
        if index < bytes.count, !Self.isBlank(bytes[index]), !";{)".utf8.contains(bytes[index]) {
            throw Problem(message: "a blank, `;` or `{` should follow the closing quote", offset: index)
        }
        // nginx allows `)` right after a quote, as in `if ($a = "b")`.
        if index < bytes.count, bytes[index] == UInt8(ascii: ")") {
            index += 1
            return Word(range: start..<index, text: Self.decoded(bytes[inner]) + ")", quote: quote)
        }
        return Word(range: start..<index, text: Self.decoded(bytes[inner]), quote: quote)
    }

    private mutating func plain() -> Word {
        let start = index
        var isVariable = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "{"), isVariable {
                isVariable = false
                index += 1
                continue
            }
            isVariable = byte == UInt8(ascii: "$")
            if Self.isBlank(byte) || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "{") { break }
            index += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        index = min(index, bytes.count)
        return Word(range: start..<index, text: Self.decoded(bytes[start..<index]), quote: nil)
    }

    /// The text of a word's bytes: nginx drops a backslash before a quote or a backslash, and knows `\t`, `\r`, `\n`.
    private static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.endIndex {
                let next = bytes[index + 1]
                index += 2
                switch next {
                case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): result.append(next)
                case UInt8(ascii: "t"): result.append(9)
                case UInt8(ascii: "r"): result.append(13)
                case UInt8(ascii: "n"): result.append(10)
                default: result += [UInt8(ascii: "\\"), next]
                }
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Passes over the Lua code after its `{`, to the `}` that ends it; gives that brace's offset.
    mutating func skipLua() throws(Problem) -> Int {
        let start = index
        var depth = 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth == 0 {
                    index += 1
                    return index - 1
                }
            case UInt8(ascii: "\""), UInt8(ascii: "'"): skipLuaString(bytes[index])
            case UInt8(ascii: "["): skipLongBracket()
            case UInt8(ascii: "-") where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "-"):
                index += 2
                let before = index
                if index < bytes.count, bytes[index] == UInt8(ascii: "[") { skipLongBracket() }
                if index == before { while index < bytes.count, bytes[index] != 0x0A { index += 1 } }
                continue
            default: break
            }
            index += 1
        }
        throw Problem(message: "the Lua block that begins here does not end", offset: start)
    }

    private mutating func skipLuaString(_ quote: UInt8) {
        index += 1
        while index < bytes.count, bytes[index] != quote, bytes[index] != 0x0A {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
    }

    /// Passes over `[[…]]` or `[=[…]=]` to its last byte; stays where there is none.
    private mutating func skipLongBracket() {
        var level = index + 1
        while level < bytes.count, bytes[level] == UInt8(ascii: "=") { level += 1 }
        guard level < bytes.count, bytes[level] == UInt8(ascii: "[") else { return }
        let closing = [UInt8(ascii: "]")] + bytes[index + 1..<level] + [UInt8(ascii: "]")]
        var end = level + 1
        while end + closing.count <= bytes.count {
            if bytes[end] == UInt8(ascii: "]"), bytes[end..<end + closing.count].elementsEqual(closing) {
                index = end + closing.count - 1
                return
            }
            end += 1
        }
        index = bytes.count
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
