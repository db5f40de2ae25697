internal import CEL

/// The one place that a pattern matches becomes a text.
struct Replacement {
    private let pattern: String
    private let compiled: EditPattern
    private let parts: [Part]

    /// A part of what comes: a text, or what a group matched.
    private enum Part {
        case text([UInt8])
        case group(Int)
    }

    /// A replacement; throws where the pattern or the text cannot be used.
    init(pattern: String, with text: String) throws(FileEditFailure) {
        self.pattern = pattern
        compiled = try EditPattern(pattern)
        parts = try Self.parse(text, groups: compiled.expression.groupCount)
    }

    /// The text with the one place replaced.
    func apply(to bytes: [UInt8]) throws(FileEditFailure) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        let matches = compiled.expression.matches(in: text, limit: 9)
        let lines = TextLines(bytes)
        guard let match = matches.first else {
            throw FileEditFailure(.text, "nothing matches the pattern `\(pattern)`; it must match exactly one place")
        }
        guard matches.count == 1 else {
            let numbers = matches.map { lines.number(of: $0.range.lowerBound) }
            let count = matches.count > 8 ? "more than 8" : String(matches.count)
            throw FileEditFailure(
                .text,
                "the pattern `\(pattern)` matches \(count) places (\(linesText(numbers))), and must match exactly one; say"
                    + " more of what stands around it", line: numbers[0])
        }
        var new: [UInt8] = []
        for part in parts {
            switch part {
            case .text(let literal): new += literal
            case .group(let number): if let range = match.ranges[number] { new += bytes[range] }
            }
        }
        return Array(bytes[..<match.range.lowerBound]) + new + bytes[match.range.upperBound...]
    }

    private static func parse(_ text: String, groups: Int) throws(FileEditFailure) -> [Part] {
        var parts: [Part] = []
        var literal: [UInt8] = []
        var isEscaped = false
        for byte in text.utf8 {
            guard isEscaped else {
                if byte == UInt8(ascii: "\\") { isEscaped = true } else { literal.append(byte) }
                continue
            }
            isEscaped = false
            switch byte {
            case UInt8(ascii: "\\"): literal.append(byte)
            case 0x30...0x39:
                let number = Int(byte - 0x30)
                guard number <= groups else {
                    throw FileEditFailure(.text, "`with` names the group \\\(number), and the pattern has \(groups)")
                }
                parts += [.text(literal), .group(number)]
                literal = []
            default:
                throw FileEditFailure(
                    .text, "in `with` a backslash stands before a digit (a group of the pattern) or a backslash")
            }
        }
        guard !isEscaped else { throw FileEditFailure(.text, "`with` ends with a lone backslash; write `\\\\`") }
        return parts + [.text(literal)]
    }
}
