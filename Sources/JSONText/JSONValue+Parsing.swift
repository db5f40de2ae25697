extension JSONValue {
    /// How deep arrays and objects may lie in one another where a caller names no other bound.
    package static let defaultMaximumDepth = 256

    /// Reads a text that is exactly one JSON value (RFC 8259, blanks around it allowed).
    ///
    /// A number without fraction and exponent is an `int` (above `Int64.max` `unsigned`, beyond 64 bits `double`);
    /// one that not even a double can hold is refused. Half a surrogate pair becomes U+FFFD.
    package static func parse(
        _ text: String, maximumDepth: Int = defaultMaximumDepth
    ) throws(JSONProblem) -> JSONValue {
        try parse(text.utf8, maximumDepth: maximumDepth)
    }

    /// Reads bytes that are exactly one JSON value in UTF-8; a byte-order mark is refused, as is malformed UTF-8.
    package static func parse(
        _ bytes: some Collection<UInt8>, maximumDepth: Int = defaultMaximumDepth
    ) throws(JSONProblem) -> JSONValue {
        try withParser(over: bytes, maximumDepth: maximumDepth) { (parser) throws(JSONProblem) in
            try parser.document()
        }
    }

    /// Reads values that follow one another, with or without blanks between them, and tells where each one starts.
    package static func parseConcatenated(
        _ bytes: some Collection<UInt8>, maximumDepth: Int = defaultMaximumDepth
    ) throws(JSONProblem) -> [(value: JSONValue, offset: Int)] {
        try withParser(over: bytes, maximumDepth: maximumDepth) { (parser) throws(JSONProblem) in
            var values: [(value: JSONValue, offset: Int)] = []
            while try parser.findNextValue() {
                let offset = parser.position
                values.append((value: try parser.value(), offset: offset))
            }
            return values
        }
    }

    /// Reads JSON lines: one value on each line, and tells where each one starts; blank lines are passed over.
    package static func parseLines(
        _ bytes: some Collection<UInt8>, maximumDepth: Int = defaultMaximumDepth
    ) throws(JSONProblem) -> [(value: JSONValue, offset: Int)] {
        try withParser(over: bytes, maximumDepth: maximumDepth) { (parser) throws(JSONProblem) in
            var values: [(value: JSONValue, offset: Int)] = []
            let end = parser.end
            var lineStart = 0
            while lineStart < end {
                let lineEnd = parser.offset(of: UInt8(ascii: "\n"), from: lineStart) ?? end
                parser.restrict(to: lineStart..<lineEnd)
                if try parser.findNextValue() {
                    let offset = parser.position
                    values.append((value: try parser.document(), offset: offset))
                }
                lineStart = lineEnd + 1
                parser.restrict(to: min(lineStart, end)..<end)
            }
            return values
        }
    }

    private static func withParser<Value>(
        over bytes: some Collection<UInt8>, maximumDepth: Int,
        _ body: (inout JSONParser) throws(JSONProblem) -> Value
    ) throws(JSONProblem) -> Value {
        func run(_ input: UnsafeBufferPointer<UInt8>) -> Result<Value, JSONProblem> {
            var parser = JSONParser(input: input, maximumDepth: maximumDepth)
            do throws(JSONProblem) {
                return .success(try body(&parser))
            } catch {
                return .failure(error)
            }
        }
        if let result = bytes.withContiguousStorageIfAvailable(run) { return try result.get() }
        return try Array(bytes).withUnsafeBufferPointer(run).get()
    }
}
