/// Finds the end of a request's head in bytes that arrive in pieces; each byte is looked at once.
struct HeadScanner {
    private let limits: HTTPServerLimits
    /// How many bytes have been looked at.
    private var position = 0
    private var lineStart = 0
    private var lines = 0
    /// Where the head begins, after empty lines that old clients send behind a body.
    private(set) var start = 0

    init(limits: HTTPServerLimits) { self.limits = limits }

    /// Looks at what has come: the offset after the head's empty line, or nil where that has not come yet.
    ///
    /// - Parameter input: All bytes from the request's first on.
    mutating func scan(_ input: ArraySlice<UInt8>) throws(Refusal) -> Int? {
        let base = input.startIndex
        while position < input.count {
            if lines == 0, position == lineStart {
                // Somebody who speaks TLS would otherwise wait for the end of a line that never comes.
                let first = input[base + position]
                guard first.isTokenByte || first == .carriageReturn else {
                    throw .malformed("the request does not begin with a method (TLS is not spoken here)")
                }
            }
            guard let feed = input[(base + position)...].firstIndex(of: .lineFeed) else {
                position = input.count
                break
            }
            let offset = feed - base
            guard offset > lineStart, input[feed - 1] == .carriageReturn else {
                throw .malformed("a line does not end with CR LF")
            }
            let isEmpty = offset == lineStart + 1
            position = offset + 1
            lineStart = position
            if !isEmpty {
                lines += 1
                try check(offset + 1)
            } else if lines > 0 {
                try check(offset + 1)
                return offset + 1
            } else {
                guard offset < 4 else { throw .malformed("the request begins with empty lines") }
                start = lineStart
            }
        }
        try check(position)
        return nil
    }

    /// Whether the head, of which `count` bytes are there, keeps the limits.
    private func check(_ count: Int) throws(Refusal) {
        let isFirstLine = lines == 0 || lines == 1 && lineStart == count
        if isFirstLine, count - start > limits.lineBytes {
            throw Refusal(414, "the request's first line is longer than \(limits.lineBytes) bytes")
        }
        if count - start > limits.headBytes {
            throw Refusal(431, "the request's headers are larger than \(limits.headBytes) bytes")
        }
        if lines - 1 > limits.headers {
            throw Refusal(431, "the request has more than \(limits.headers) headers")
        }
    }
}
