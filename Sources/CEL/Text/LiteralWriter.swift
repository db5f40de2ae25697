/// Writes values as CEL literals, cut where a limit is reached.
struct LiteralWriter {
    /// What has been written.
    var text = ""
    /// How many bytes may be written.
    let limit: Int
    /// Whether something was left out.
    private(set) var isCut = false
    private var depth = 0

    /// Values nested deeper than this are shown as `…`.
    static let depthLimit = 32

    init(limit: Int) { self.limit = limit }

    private var isFull: Bool { text.utf8.count >= limit }

    /// Says once that something is left out.
    private mutating func cut() {
        if !isCut { text += "…" }
        isCut = true
    }

    /// Writes one value.
    mutating func write(_ value: Value) {
        if isFull || depth >= LiteralWriter.depthLimit { return cut() }
        switch value {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .int(let number): text += String(number)
        case .uint(let number): text += String(number) + "u"
        case .double(let number): text += LiteralWriter.literal(number)
        case .string(let string): writeQuoted(string)
        case .bytes(let bytes): writeBytes(bytes)
        case .list(let list): writeList(list)
        case .map(let map): writeMap(map)
        case .duration(let duration): text += "duration(\"" + DurationText.seconds(duration) + "\")"
        case .timestamp(let timestamp): text += "timestamp(\"" + timestamp.description + "\")"
        case .type(let type): text += type.runtimeName
        case .optional(let wrapped): writeOptional(wrapped)
        case .object(let object):
            if let string = object.celString {
                text += object.typeName + "(\"" + string + "\")"
            } else {
                text += object.typeName + "{…}"
            }
        }
    }

    private static func literal(_ number: Double) -> String {
        if number.isNaN { return "double(\"NaN\")" }
        if number.isInfinite { return number < 0 ? "double(\"-Infinity\")" : "double(\"Infinity\")" }
        let text = NumberText.text(number)
        return text.utf8.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "e") } ? text : text + ".0"
    }

    private mutating func writeOptional(_ wrapped: Value?) {
        guard let wrapped else {
            text += "optional.none()"
            return
        }
        text += "optional.of("
        depth += 1
        write(wrapped)
        depth -= 1
        text += ")"
    }

    private mutating func writeList(_ list: [Value]) {
        text += "["
        depth += 1
        for (index, element) in list.enumerated() {
            if index > 0 { text += ", " }
            write(element)
            if isCut { break }
        }
        depth -= 1
        text += "]"
    }

    private mutating func writeMap(_ map: MapValue) {
        text += "{"
        depth += 1
        for (index, entry) in map.storage.entries.enumerated() {
            if index > 0 { text += ", " }
            write(entry.key)
            if isCut { break }
            text += ": "
            write(entry.value)
            if isCut { break }
        }
        depth -= 1
        text += "}"
    }

    private mutating func writeBytes(_ bytes: Bytes) {
        text += "b\""
        for byte in bytes.storage {
            if isFull {
                cut()
                break
            }
            switch byte {
            case UInt8(ascii: "\""): text += "\\\""
            case UInt8(ascii: "\\"): text += "\\\\"
            case 32...126: text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        text += "\""
    }

    private mutating func writeQuoted(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            if isFull {
                cut()
                break
            }
            LiteralWriter.appendEscaped(scalar, to: &text)
        }
        text += "\""
    }

    /// Appends one scalar as it stands in a double-quoted literal; control characters are escaped.
    static func appendEscaped(_ scalar: Unicode.Scalar, to text: inout String) {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case "\n": text += "\\n"
        case "\r": text += "\\r"
        case "\t": text += "\\t"
        case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{2028}"..."\u{202E}",
            "\u{2066}"..."\u{2069}":
            let digits = String(scalar.value, radix: 16)
            text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        default: text.unicodeScalars.append(scalar)
        }
    }
}

extension Value: CustomStringConvertible {
    /// The value as a CEL literal; very long ones are cut at 64 KiB.
    public var description: String { summary(limit: 65_536) }

    /// The value as a CEL literal of about `limit` bytes at most, with `…` where something was left out.
    public func summary(limit: Int) -> String {
        var writer = LiteralWriter(limit: limit)
        writer.write(self)
        return writer.text
    }

    /// The text that CEL's `string()` makes of the value; nil where that is an error (null, lists, maps, types,
    /// optionals, and bytes that are not UTF-8).
    public func celString() -> String? {
        switch self {
        case .string(let text): text
        case .int(let number): String(number)
        case .uint(let number): String(number)
        case .double(let number): NumberText.text(number, limit: 6)
        case .bool(let flag): flag ? "true" : "false"
        case .bytes(let bytes): bytes.text
        case .duration(let duration): DurationText.seconds(duration)
        case .timestamp(let timestamp): timestamp.description
        case .object(let object): object.celString
        case .null, .list, .map, .type, .optional: nil
        }
    }
}
