/// A piece of an expression's text.
struct Token {
    enum Kind: UInt8 {
        case end, identifier, quotedIdentifier, int, uint, double, string, bytes
        case leftParen, rightParen, leftBracket, rightBracket, leftBrace, rightBrace
        case dot, comma, colon, question, plus, minus, star, slash, percent, bang
        case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, and, or
        case keywordIn, keywordTrue, keywordFalse, keywordNull, reserved
        case invalid
    }

    var kind: Kind
    var start: Int
    var end: Int
}

/// Cuts an expression's UTF-8 into tokens, one at a time.
struct Lexer {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    /// What is wrong with the last token, where its kind is `invalid`.
    var problem: Problem?

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    @inline(__always)
    mutating func byte(at offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

    /// The next token.
    mutating func next() -> Token {
        skipBlanks()
        let start = position
        guard start < bytes.count else { return Token(kind: .end, start: start, end: start) }
        let first = bytes[start]
        if Lexer.isLetter(first) { return word() }
        if Lexer.isDigit(first) || (first == UInt8(ascii: ".") && Lexer.isDigit(byte(at: start + 1))) {
            return number()
        }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") { return quoted(start: start, isBytes: false) }
        if first == UInt8(ascii: "`") { return quotedIdentifier() }
        return symbol(first)
    }

    private mutating func skipBlanks() {
        while position < bytes.count {
            switch bytes[position] {
            case 32, 9, 10, 12, 13: position += 1
            case UInt8(ascii: "/") where byte(at: position + 1) == UInt8(ascii: "/"):
                while position < bytes.count, bytes[position] != 10 { position += 1 }
            default: return
            }
        }
    }

    private mutating func symbol(_ first: UInt8) -> Token {
        let start = position
        let second = byte(at: start + 1)
        let isEqual = second == UInt8(ascii: "=")
        var length = 1
        let kind: Token.Kind
        switch first {
        case UInt8(ascii: "("): kind = .leftParen
        case UInt8(ascii: ")"): kind = .rightParen
        case UInt8(ascii: "["): kind = .leftBracket
        case UInt8(ascii: "]"): kind = .rightBracket
        case UInt8(ascii: "{"): kind = .leftBrace
        case UInt8(ascii: "}"): kind = .rightBrace
        case UInt8(ascii: "."): kind = .dot
        case UInt8(ascii: ","): kind = .comma
        case UInt8(ascii: ":"): kind = .colon
        case UInt8(ascii: "?"): kind = .question
        case UInt8(ascii: "+"): kind = .plus
        case UInt8(ascii: "-"): kind = .minus
        case UInt8(ascii: "*"): kind = .star
        case UInt8(ascii: "/"): kind = .slash
        case UInt8(ascii: "%"): kind = .percent
        case UInt8(ascii: "!"): (kind, length) = isEqual ? (.notEqual, 2) : (.bang, 1)
        case UInt8(ascii: "<"): (kind, length) = isEqual ? (.lessOrEqual, 2) : (.less, 1)
        case UInt8(ascii: ">"): (kind, length) = isEqual ? (.greaterOrEqual, 2) : (.greater, 1)
        case UInt8(ascii: "=") where isEqual: (kind, length) = (.equal, 2)
        case UInt8(ascii: "&") where second == first: (kind, length) = (.and, 2)
        case UInt8(ascii: "|") where second == first: (kind, length) = (.or, 2)
        default: return invalidSymbol(first)
        }
        position += length
        return Token(kind: kind, start: start, end: position)
    }

    private mutating func invalidSymbol(_ first: UInt8) -> Token {
        let start = position
        position += 1
        while position < bytes.count, bytes[position] & 0xC0 == 0x80 { position += 1 }
        switch first {
        case UInt8(ascii: "="):
            return invalid(start, "`=` compares nothing: write `==`")
        case UInt8(ascii: "&"), UInt8(ascii: "|"):
            let symbol = first == UInt8(ascii: "&") ? "&" : "|"
            return invalid(start, "`\(symbol)` is not an operator: write `\(symbol)\(symbol)`")
        default:
            var text = ""
            for scalar in String(decoding: bytes[start..<position], as: UTF8.self).unicodeScalars {
                LiteralWriter.appendEscaped(scalar, to: &text)
            }
            return invalid(start, "the character `\(text)` has no place in an expression")
        }
    }

    private mutating func invalid(_ start: Int, _ message: String) -> Token {
        problem = Problem(message: message, range: start..<max(position, start + 1))
        return Token(kind: .invalid, start: start, end: position)
    }

    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "_")
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

    private mutating func word() -> Token {
        let start = position
        while position < bytes.count, Lexer.isLetter(bytes[position]) || Lexer.isDigit(bytes[position]) {
            position += 1
        }
        let length = position - start
        let following = byte(at: position)
        if length <= 2, following == UInt8(ascii: "\"") || following == UInt8(ascii: "'"),
            let prefix = stringPrefix(start, length)
        {
            return quoted(start: start, isBytes: prefix.isBytes, isRaw: prefix.isRaw)
        }
        return Token(kind: keyword(start, length), start: start, end: position)
    }

    private mutating func stringPrefix(_ start: Int, _ length: Int) -> (isBytes: Bool, isRaw: Bool)? {
        let first = bytes[start] | 0x20
        if length == 1 {
            if first == UInt8(ascii: "b") { return (true, false) }
            return first == UInt8(ascii: "r") ? (false, true) : nil
        }
        return first == UInt8(ascii: "b") && bytes[start + 1] | 0x20 == UInt8(ascii: "r") ? (true, true) : nil
    }

    private mutating func keyword(_ start: Int, _ length: Int) -> Token.Kind {
        func matches(_ word: StaticString) -> Bool {
            guard word.utf8CodeUnitCount == length else { return false }
            for index in 0..<length where word.utf8Start[index] != bytes[start + index] { return false }
            return true
        }
        guard length <= 9 else { return .identifier }
        switch bytes[start] {
        case UInt8(ascii: "i"):
            return matches("in") ? .keywordIn : matches("if") || matches("import") ? .reserved : .identifier
        case UInt8(ascii: "t"): return matches("true") ? .keywordTrue : .identifier
        case UInt8(ascii: "f"):
            return matches("false") ? .keywordFalse : matches("for") || matches("function") ? .reserved : .identifier
        case UInt8(ascii: "n"):
            return matches("null") ? .keywordNull : matches("namespace") ? .reserved : .identifier
        case UInt8(ascii: "a"): return matches("as") ? .reserved : .identifier
        case UInt8(ascii: "b"): return matches("break") ? .reserved : .identifier
        case UInt8(ascii: "c"): return matches("const") || matches("continue") ? .reserved : .identifier
        case UInt8(ascii: "e"): return matches("else") ? .reserved : .identifier
        case UInt8(ascii: "l"): return matches("let") || matches("loop") ? .reserved : .identifier
        case UInt8(ascii: "p"): return matches("package") ? .reserved : .identifier
        case UInt8(ascii: "r"): return matches("return") ? .reserved : .identifier
        case UInt8(ascii: "v"): return matches("var") || matches("void") ? .reserved : .identifier
        case UInt8(ascii: "w"): return matches("while") ? .reserved : .identifier
        default: return .identifier
        }
    }

    private mutating func number() -> Token {
        let start = position
        var kind = Token.Kind.int
        if bytes[position] == 48, byte(at: position + 1) | 0x20 == UInt8(ascii: "x") {
            position += 2
            let digits = position
            while Lexer.isDigit(byte(at: position)) || (byte(at: position) | 0x20) &- 97 < 6 { position += 1 }
            if position == digits { return invalid(start, "digits are missing after `0x`") }
        } else {
            while Lexer.isDigit(byte(at: position)) { position += 1 }
            if byte(at: position) == UInt8(ascii: "."), Lexer.isDigit(byte(at: position + 1)) {
                kind = .double
                position += 1
                while Lexer.isDigit(byte(at: position)) { position += 1 }
            }
            if byte(at: position) | 0x20 == UInt8(ascii: "e") {
                var digits = position + 1
                if byte(at: digits) == UInt8(ascii: "+") || byte(at: digits) == UInt8(ascii: "-") { digits += 1 }
                if Lexer.isDigit(byte(at: digits)) {
                    kind = .double
                    position = digits
                    while Lexer.isDigit(byte(at: position)) { position += 1 }
                }
            }
        }
        if kind == .int, byte(at: position) | 0x20 == UInt8(ascii: "u") {
            kind = .uint
            position += 1
        }
        if Lexer.isLetter(byte(at: position)) {
            while Lexer.isLetter(byte(at: position)) || Lexer.isDigit(byte(at: position)) { position += 1 }
            return invalid(start, "a number cannot run into a name: what is `\(text(start, position))`?")
        }
        return Token(kind: kind, start: start, end: position)
    }

    private mutating func quotedIdentifier() -> Token {
        let start = position
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "`") {
                position += 1
                if position - start == 2 { return invalid(start, "there is no name between the backquotes") }
                return Token(kind: .quotedIdentifier, start: start, end: position)
            }
            let isAllowed =
                Lexer.isLetter(byte) || Lexer.isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "/") || byte == UInt8(ascii: " ")
            if !isAllowed { break }
            position += 1
        }
        return invalid(start, "this backquoted name is not closed (it may hold letters, digits, `_ . - /` and blanks)")
    }

    /// A string literal whose quote is at the position.
    private mutating func quoted(start: Int, isBytes: Bool, isRaw: Bool = false) -> Token {
        let quote = bytes[position]
        let kind: Token.Kind = isBytes ? .bytes : .string
        if byte(at: position + 1) == quote, byte(at: position + 2) == quote {
            position += 3
            while position < bytes.count {
                if bytes[position] == quote, byte(at: position + 1) == quote, byte(at: position + 2) == quote {
                    position += 3
                    return Token(kind: kind, start: start, end: position)
                }
                position += !isRaw && bytes[position] == UInt8(ascii: "\\") ? 2 : 1
            }
        } else {
            position += 1
            while position < bytes.count, bytes[position] != 10, bytes[position] != 13 {
                if bytes[position] == quote {
                    position += 1
                    return Token(kind: kind, start: start, end: position)
                }
                position += !isRaw && bytes[position] == UInt8(ascii: "\\") ? 2 : 1
            }
        }
        position = min(position, bytes.count)
        return invalid(start, "this string is not closed")
    }

    /// The text between two offsets.
    mutating func text(_ start: Int, _ end: Int) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
    }
}
