extension ShellReader {
    /// Reads one word; nil where none begins here.
    mutating func readWord(inTest isTest: Bool) -> ShellWord? {
        let start = index
        var word = ShellWord(range: start..<start)
        var literal: [UInt8] = []
        func flush(_ literal: inout [UInt8], _ word: inout ShellWord) {
            guard !literal.isEmpty else { return }
            word.parts.append(.literal(String(decoding: literal, as: UTF8.self)))
            literal = []
        }
        while index < end {
            let byte = bytes[index]
            if Self.endsWord(byte), !(isTest && Self.isSign(byte) && byte != UInt8(ascii: ";")) { break }
            switch byte {
            case UInt8(ascii: "\\"):
                index += 1
                guard index < end else { break }
                if bytes[index] != 0x0A {
                    literal.append(bytes[index])
                    word.isQuoted = true
                }
                index += 1
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                readQuoted(byte, wordStart: start, &literal, &word)
            case UInt8(ascii: "$"), UInt8(ascii: "`"):
                let part = readExpansion()
                if case .literal(let text) = part {
                    literal += text.utf8
                } else {
                    flush(&literal, &word)
                    word.parts.append(part)
                }
            default:
                literal.append(byte)
                index += 1
            }
        }
        guard index > start else { return nil }
        flush(&literal, &word)
        word.range = start..<index
        if let quoted = word.quoted, quoted.upperBound + 1 != index { word.quoted = nil }
        if word.parts.isEmpty { word.parts = [.literal("")] }
        return word
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D || isSign(byte)
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "("), UInt8(ascii: ")"),
            UInt8(ascii: "<"), UInt8(ascii: ">"):
            true
        default: false
        }
    }

    /// Reads `'…'` or `"…"`, whose quote stands here.
    private mutating func readQuoted(
        _ quote: UInt8, wordStart: Int, _ literal: inout [UInt8], _ word: inout ShellWord
    ) {
        let opening = index
        word.isQuoted = true
        index += 1
        var hasEscape = false
        while index < end, bytes[index] != quote {
            let byte = bytes[index]
            if quote == UInt8(ascii: "\""), byte == UInt8(ascii: "\\"), index + 1 < end {
                hasEscape = true
                let next = bytes[index + 1]
                let isEscape = [0x24, 0x60, 0x22, 0x5C, 0x0A].contains(next)
                if !isEscape { literal.append(byte) }
                if next != 0x0A || !isEscape { literal.append(next) }
                index += 2
            } else if quote == UInt8(ascii: "\""), byte == UInt8(ascii: "$") || byte == UInt8(ascii: "`") {
                let part = readExpansion()
                if case .literal(let text) = part {
                    literal += text.utf8
                } else {
                    if !literal.isEmpty { word.parts.append(.literal(String(decoding: literal, as: UTF8.self))) }
                    literal = []
                    word.parts.append(part)
                }
            } else {
                literal.append(byte)
                index += 1
            }
        }
        if opening == wordStart, !hasEscape { word.quoted = (opening + 1)..<index }
        if index < end { index += 1 }
    }

    // MARK: Expansions

    /// Reads what `$` or a backtick begins; the commands of a substitution join the others.
    private mutating func readExpansion() -> ShellWord.Part {
        if bytes[index] == UInt8(ascii: "`") { return readBackticks() }
        let next = index + 1 < end ? bytes[index + 1] : 0
        switch next {
        case UInt8(ascii: "("): return readSubstitution()
        case UInt8(ascii: "{"): return readBraces()
        case UInt8(ascii: "'"):
            // `$'…'` of bash: the quotes are read as quotes.
            index += 1
            return .literal("")
        default:
            index += 1
            if let name = readName() { return .variable(name) }
            if index < end, "@*#?-$!0123456789".utf8.contains(bytes[index]) {
                index += 1
                return .variable(String(decoding: bytes[(index - 1)..<index], as: UTF8.self))
            }
            return .literal("$")
        }
    }

    private mutating func readName() -> String? {
        let start = index
        while index < end {
            let byte = bytes[index]
            let isLetter = (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == 0x5F
            guard isLetter || (index > start && byte >= 0x30 && byte <= 0x39) else { break }
            index += 1
        }
        return index > start ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
    }

    /// `$(…)` or `$((…))`.
    private mutating func readSubstitution() -> ShellWord.Part {
        index += 2
        if index < end, bytes[index] == UInt8(ascii: "(") {
            skipArithmetic()
            return .other
        }
        guard depth < Self.mostLevels else { return .other }
        depth += 1
        let outer = awaited
        awaited = []
        readCommands()
        awaited = outer
        depth -= 1
        if index < end { index += 1 }
        return .other
    }

    /// Passes an arithmetic expression whose second `(` stands here, up to its `))`.
    mutating func skipArithmetic() {
        var open = 1
        index += 1
        while index < end, open > 0 {
            if bytes[index] == UInt8(ascii: "(") { open += 1 }
            if bytes[index] == UInt8(ascii: ")") { open -= 1 }
            index += 1
        }
        if index < end, bytes[index] == UInt8(ascii: ")") { index += 1 }
    }

    /// `${name}`, `${name:-word}` and their like.
    private mutating func readBraces() -> ShellWord.Part {
        index += 2
        if index < end, bytes[index] == UInt8(ascii: "#") || bytes[index] == UInt8(ascii: "!") { index += 1 }
        let name = readName()
        guard depth < Self.mostLevels else { return name.map { .variable($0) } ?? .other }
        depth += 1
        var ignored: [UInt8] = []
        var word = ShellWord(range: index..<index)
        while index < end, bytes[index] != UInt8(ascii: "}") {
            switch bytes[index] {
            case UInt8(ascii: "\\"): index = min(index + 2, end)
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                readQuoted(bytes[index], wordStart: -1, &ignored, &word)
            case UInt8(ascii: "$"), UInt8(ascii: "`"): _ = readExpansion()
            default: index += 1
            }
        }
        depth -= 1
        if index < end { index += 1 }
        return name.map { .variable($0) } ?? .other
    }

    private mutating func readBackticks() -> ShellWord.Part {
        let start = index + 1
        index = start
        var hasEscape = false
        while index < end, bytes[index] != UInt8(ascii: "`") {
            if bytes[index] == UInt8(ascii: "\\") {
                hasEscape = true
                index += 1
            }
            index += 1
        }
        index = min(index, end)
        // Escapes would have to be undone first: such a text has no places any more.
        if !hasEscape, depth < Self.mostLevels {
            var inner = ShellReader(bytes: bytes, range: start..<index)
            inner.depth = depth + 1
            inner.pipelines = pipelines
            inner.readAll()
            pipelines = inner.pipelines
            commands += inner.commands
            comments += inner.comments
        }
        if index < end { index += 1 }
        return .other
    }
}
