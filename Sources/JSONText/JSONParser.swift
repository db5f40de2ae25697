/// Reads JSON from bytes; open containers are kept in an array, so that depth costs no stack.
struct JSONParser {
    let input: UnsafeBufferPointer<UInt8>
    let maximumDepth: Int
    /// Where the next byte is read.
    private(set) var position = 0
    /// Where reading stops.
    private(set) var end: Int

    init(input: UnsafeBufferPointer<UInt8>, maximumDepth: Int) {
        self.input = input
        self.maximumDepth = maximumDepth
        end = input.count
    }

    /// An array or object whose end has not been seen.
    private struct OpenContainer {
        var isObject: Bool
        var key = ""
        var elements: [JSONValue] = []
        var members: [(key: String, value: JSONValue)] = []
    }

    /// Reads only this range from now on.
    mutating func restrict(to range: Range<Int>) {
        position = range.lowerBound
        end = range.upperBound
    }

    /// The place of the first such byte at or after an offset.
    func offset(of byte: UInt8, from start: Int) -> Int? {
        input[start..<end].firstIndex(of: byte)
    }

    /// Passes over blanks; tells whether anything follows.
    mutating func findNextValue() throws(JSONProblem) -> Bool {
        if position == 0 { try refuseByteOrderMark() }
        skipBlanks()
        return position < end
    }

    /// Reads one value and blanks, and refuses what follows.
    mutating func document() throws(JSONProblem) -> JSONValue {
        if position == 0 { try refuseByteOrderMark() }
        let result = try value()
        skipBlanks()
        guard position == end else { throw unexpected("the end of the text was expected after the value") }
        return result
    }

    /// Reads one value with the blanks before it.
    mutating func value() throws(JSONProblem) -> JSONValue {
        var open: [OpenContainer] = []
        while true {
            skipBlanks()
            var finished: JSONValue
            switch peek() {
            case UInt8(ascii: "["):
                try enter(depth: open.count)
                guard peek() == UInt8(ascii: "]") else {
                    open.append(OpenContainer(isObject: false))
                    continue
                }
                position += 1
                finished = .array([])
            case UInt8(ascii: "{"):
                try enter(depth: open.count)
                guard peek() == UInt8(ascii: "}") else {
                    open.append(OpenContainer(isObject: true, key: try key()))
                    continue
                }
                position += 1
                finished = .object(JSONObject())
            default:
                finished = try scalar()
            }
            if try close(&open, with: &finished) { return finished }
        }
    }

    /// Hands a finished value to the container around it, and closes containers that end here; true at the outermost.
    private mutating func close(
        _ open: inout [OpenContainer], with finished: inout JSONValue
    ) throws(JSONProblem) -> Bool {
        while let last = open.indices.last {
            let isObject = open[last].isObject
            if isObject {
                open[last].members.append((key: open[last].key, value: finished))
            } else {
                open[last].elements.append(finished)
            }
            skipBlanks()
            switch peek() {
            case UInt8(ascii: ","):
                position += 1
                if isObject {
                    skipBlanks()
                    open[last].key = try key()
                }
                return false
            case UInt8(ascii: "}") where isObject:
                position += 1
                finished = .object(JSONObject(parsed: open.removeLast().members))
            case UInt8(ascii: "]") where !isObject:
                position += 1
                finished = .array(open.removeLast().elements)
            default:
                throw unexpected("a comma or \(isObject ? "}" : "]") was expected")
            }
        }
        return true
    }

    private mutating func enter(depth: Int) throws(JSONProblem) {
        guard depth < maximumDepth else {
            throw JSONProblem(message: "the text is nested deeper than \(maximumDepth) levels", offset: position)
        }
        position += 1
        skipBlanks()
    }

    private mutating func key() throws(JSONProblem) -> String {
        guard peek() == UInt8(ascii: "\"") else { throw unexpected("a name in double quotes was expected") }
        let name = try string()
        skipBlanks()
        guard peek() == UInt8(ascii: ":") else { throw unexpected("a colon was expected after the name") }
        position += 1
        return name
    }

    private mutating func scalar() throws(JSONProblem) -> JSONValue {
        switch peek() {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: throw unexpected("a value was expected")
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONProblem) -> JSONValue {
        let count = word.utf8CodeUnitCount
        guard position + count <= end,
            UnsafeBufferPointer(rebasing: input[position..<position + count])
                .elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: count))
        else { throw unexpected("a value was expected") }
        position += count
        return value
    }

    // MARK: Bytes

    /// The next byte; 0, which begins nothing in JSON, at the end.
    func peek() -> UInt8 {
        position < end ? input[position] : 0
    }

    /// Passes over some bytes.
    mutating func advance(by count: Int) {
        position += count
    }

    private mutating func skipBlanks() {
        while position < end {
            switch input[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    private func refuseByteOrderMark() throws(JSONProblem) {
        guard end >= 3, input[0] == 0xEF, input[1] == 0xBB, input[2] == 0xBF else { return }
        throw JSONProblem(message: "the text begins with a byte-order mark, which JSON does not allow", offset: 0)
    }

    /// A problem at the current place that also says what was found there.
    func unexpected(_ expectation: String) -> JSONProblem {
        guard position < end else {
            return JSONProblem(message: "\(expectation), but the text ends here", offset: position)
        }
        let byte = peek()
        let found: String
        if byte > 0x20 && byte < 0x7F {
            found = "“\(Character(Unicode.Scalar(byte)))”"
        } else {
            found = "the byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return JSONProblem(message: "\(expectation), not \(found)", offset: position)
    }
}
