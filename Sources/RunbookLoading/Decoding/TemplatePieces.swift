/// The pieces of a text with `${…}` in it (rule 2), as offsets into its UTF-8.
package struct TemplatePieces {
    /// A piece.
    package enum Piece {
        /// Characters as they stand, `$${` made `${`.
        case literal(String)
        /// The bytes of an expression, without its `${` and `}`.
        case expression(Range<Int>)
    }

    /// The pieces, in order.
    package private(set) var pieces: [Piece] = []
    /// The `${` that is never closed.
    package private(set) var unclosed: Range<Int>?

    /// Whether a text has a `$` at all: most have none, and need not be taken apart.
    static func mayHaveExpressions(_ text: String) -> Bool {
        text.utf8.contains(UInt8(ascii: "$"))
    }

    /// Takes a text apart.
    package init(of text: String) {
        let bytes = Array(text.utf8)
        var literal: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let isDollar = bytes[index] == UInt8(ascii: "$")
            if isDollar, Self.opens(bytes, at: index + 1), index + 1 < bytes.count, bytes[index + 1] == 0x24 {
                literal += [0x24, 0x7B]
                index += 3
            } else if isDollar, index + 1 < bytes.count, bytes[index + 1] == 0x7B {
                guard let end = Self.end(of: bytes, from: index + 2) else {
                    unclosed = index..<(index + 2)
                    return
                }
                if !literal.isEmpty { pieces.append(.literal(String(decoding: literal, as: UTF8.self))) }
                literal = []
                pieces.append(.expression((index + 2)..<end))
                index = end + 1
            } else {
                literal.append(bytes[index])
                index += 1
            }
        }
        if !literal.isEmpty { pieces.append(.literal(String(decoding: literal, as: UTF8.self))) }
    }

    /// Whether `${` stands at an offset.
    private static func opens(_ bytes: [UInt8], at index: Int) -> Bool {
        index + 1 < bytes.count && bytes[index] == 0x24 && bytes[index + 1] == 0x7B
    }

    /// Where the `}` stands that closes an expression: not one of a map's, and not in a string.
    private static func end(of bytes: [UInt8], from start: Int) -> Int? {
        var depth = 0
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case 0x7B: depth += 1
            case 0x7D:
                if depth == 0 { return index }
                depth -= 1
            case 0x22, 0x27:
                let isRaw = index > start && bytes[index - 1] | 0x20 == UInt8(ascii: "r")
                guard let end = endOfString(bytes, from: index, isRaw: isRaw) else { return nil }
                index = end
            default: break
            }
            index += 1
        }
        return nil
    }

    /// The last byte of the string that begins at an offset.
    private static func endOfString(_ bytes: [UInt8], from start: Int, isRaw: Bool) -> Int? {
        let quote = bytes[start]
        let isTriple = start + 2 < bytes.count && bytes[start + 1] == quote && bytes[start + 2] == quote
        var index = start + (isTriple ? 3 : 1)
        while index < bytes.count {
            if bytes[index] == 0x5C, !isRaw {
                index += 2
                continue
            }
            if bytes[index] == quote {
                if !isTriple { return index }
                if index + 2 < bytes.count, bytes[index + 1] == quote, bytes[index + 2] == quote { return index + 2 }
            }
            index += 1
        }
        return nil
    }
}
