/// Takes a body out of its chunks (RFC 9112, section 7.1), from bytes that arrive in pieces.
///
/// Extensions and trailers are read over: they are bounded, and nothing here has a use for them.
struct ChunkedBody {
    private enum Place {
        case size(digits: Int)
        case extensions
        case sizeEnd
        case data
        case dataReturn
        case dataEnd
        case trailerStart
        case trailer
        case trailerEnd
        case lastEnd
        case over
    }

    /// The bytes that sizes, extensions and trailers may take beside the data: a request is not a stream.
    private static let overheadLimit = 64 * 1024

    private var place = Place.size(digits: 0)
    private var left = 0
    private var overhead = 0

    /// Whether the last byte has been taken.
    var isOver: Bool { if case .over = place { true } else { false } }

    /// Takes bytes up to the body's end, and gives how many they were.
    ///
    /// - Parameter limit: The bytes that the body may have.
    mutating func take(
        _ input: ArraySlice<UInt8>, into body: inout [UInt8], limit: Int
    ) throws(Refusal) -> Int {
        var index = input.startIndex
        while index < input.endIndex, !isOver {
            if case .data = place {
                let count = min(left, input.endIndex - index)
                body += input[index..<(index + count)]
                left -= count
                index += count
                if left == 0 { place = .dataReturn }
            } else {
                try step(input[index], room: limit - body.count)
                index += 1
                overhead += 1
                guard overhead <= Self.overheadLimit else { throw Refusal(413, "the chunks are too many") }
            }
        }
        return index - input.startIndex
    }

    private mutating func step(_ byte: UInt8, room: Int) throws(Refusal) {
        switch place {
        case .size(let digits): try stepSize(byte, digits: digits, room: room)
        case .extensions:
            if byte == .carriageReturn { place = .sizeEnd } else { try Self.expect(byte.isValueByte) }
        case .sizeEnd:
            try Self.expect(byte == .lineFeed)
            place = left == 0 ? .trailerStart : .data
        case .dataReturn:
            try Self.expect(byte == .carriageReturn)
            place = .dataEnd
        case .dataEnd:
            try Self.expect(byte == .lineFeed)
            place = .size(digits: 0)
        case .trailerStart:
            place = byte == .carriageReturn ? .lastEnd : .trailer
            try Self.expect(byte == .carriageReturn || byte.isTokenByte)
        case .trailer:
            if byte == .carriageReturn { place = .trailerEnd } else { try Self.expect(byte.isValueByte) }
        case .trailerEnd:
            try Self.expect(byte == .lineFeed)
            place = .trailerStart
        case .lastEnd:
            try Self.expect(byte == .lineFeed)
            place = .over
        case .data, .over: break
        }
    }

    private mutating func stepSize(_ byte: UInt8, digits: Int, room: Int) throws(Refusal) {
        if let digit = byte.hexDigit {
            // Seven digits are 256 MiB, far over any limit, and cannot overflow.
            guard digits < 16, left <= 0xFFF_FFFF else { throw Refusal(413, "the body is too large") }
            left = left << 4 | Int(digit)
            place = .size(digits: digits + 1)
            return
        }
        try Self.expect(digits > 0)
        guard left <= room else { throw Refusal(413, "the body is too large") }
        if byte == .carriageReturn {
            place = .sizeEnd
        } else {
            // Blanks before the semicolon are bad whitespace that must be borne.
            try Self.expect(byte == UInt8(ascii: ";") || byte.isBlank)
            place = .extensions
        }
    }

    private static func expect(_ isRight: Bool) throws(Refusal) {
        guard isRight else { throw .malformed("the chunks of the body are broken") }
    }
}
