internal import CRE2

/// A regular expression in RE2's syntax: matching takes time in proportion to the text, whatever the pattern.
public struct RegularExpression: Sendable {
    /// Why a pattern cannot be used.
    public struct Failure: Error, Sendable {
        /// What is wrong with it, in the engine's words.
        public let message: String
    }

    /// The engine's compiled form; RE2 promises that several threads may use one.
    private final class Engine: @unchecked Sendable {
        let handle: OpaquePointer

        init?(_ pattern: String, maximumMemory: Int) {
            let created = pattern.withBytes { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    cre2_create($0.baseAddress, $0.count, Int64(maximumMemory))
                }
            }
            guard let created else { return nil }
            handle = created
        }

        deinit { cre2_destroy(handle) }
    }

    private let engine: Engine
    /// The pattern's text.
    public let pattern: String
    /// How many groups in parentheses there are.
    public var groupCount: Int { Int(cre2_group_count(engine.handle)) }

    /// Checks a pattern; it is compiled when it is first used.
    ///
    /// - Parameter maximumMemory: the bytes that the compiled pattern and one search may take.
    public init(_ pattern: String, maximumMemory: Int = 8 << 20) throws(Failure) {
        guard pattern.utf8.count <= 65_536 else { throw Failure(message: "the pattern is longer than 64 KiB") }
        guard let engine = Engine(pattern, maximumMemory: maximumMemory) else {
            throw Failure(message: "there is no memory for it")
        }
        if let message = cre2_error(engine.handle) { throw Failure(message: String(cString: message)) }
        self.engine = engine
        self.pattern = pattern
    }

    /// Whether the pattern matches anywhere in the text.
    public func matches(_ text: String) -> Bool {
        text.withBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                cre2_match(engine.handle, $0.baseAddress, $0.count, 0, 0, nil, 0) != 0
            }
        }
    }

    /// Whether the pattern matches the whole text.
    public func fullyMatches(_ text: String) -> Bool {
        text.withBytes { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                cre2_match(engine.handle, $0.baseAddress, $0.count, 0, 1, nil, 0) != 0
            }
        }
    }

    /// A place that matched: the whole first, then the groups; nil for a group that took no part. UTF-8 offsets.
    public struct Match: Sendable, Hashable {
        /// The whole match, and each group.
        public let ranges: [Range<Int>?]
        /// The whole match.
        public let range: Range<Int>
    }

    /// The first match at or after a UTF-8 offset.
    public func firstMatch(in text: String, from start: Int = 0) -> Match? {
        let count = min(groupCount + 1, 100)
        return withUnsafeTemporaryAllocation(of: cre2_span.self, capacity: count) { spans -> Match? in
            spans.initialize(repeating: cre2_span(start: -1, end: -1))
            let found = text.withBytes { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    start <= $0.count
                        && cre2_match(
                            engine.handle, $0.baseAddress, $0.count, start, 0, spans.baseAddress, Int32(count)) != 0
                }
            }
            guard found else { return nil }
            let ranges = spans.map { $0.start < 0 ? nil : Int($0.start)..<Int($0.end) }
            return Match(ranges: ranges, range: Int(spans[0].start)..<Int(spans[0].end))
        }
    }

    /// The first matches that do not overlap, at most `limit`.
    public func matches(in text: String, limit: Int = .max) -> [Match] {
        var matches: [Match] = []
        var position = 0
        let end = text.utf8.count
        while matches.count < limit, position <= end, let match = firstMatch(in: text, from: position) {
            matches.append(match)
            position =
                match.range.isEmpty
                ? RegularExpression.next(after: match.range.upperBound, in: text)
                : match.range.upperBound
        }
        return matches
    }

    /// The offset of the next code point.
    private static func next(after offset: Int, in text: String) -> Int {
        text.withBytes { bytes in
            var next = offset + 1
            while next < bytes.count, bytes[next] & 0xC0 == 0x80 { next += 1 }
            return next
        }
    }

    /// Replaces matches; `\1` in the replacement is the first group, `\\` a backslash.
    ///
    /// - Parameter limit: how many matches are replaced; all by default.
    public func replacing(
        in text: String, with replacement: String, limit: Int = .max
    ) throws(Failure) -> String {
        let parts = try template(replacement)
        var result = ""
        var position = 0
        for match in matches(in: text, limit: limit) {
            result += text.slice(position, match.range.lowerBound)
            for part in parts {
                switch part {
                case .text(let literal): result += literal
                case .group(let number):
                    if let range = match.ranges[number] { result += text.slice(range.lowerBound, range.upperBound) }
                }
            }
            position = match.range.upperBound
        }
        return result + text.slice(position, text.utf8.count)
    }

    private enum TemplatePart {
        case text(String)
        case group(Int)
    }

    private func template(_ replacement: String) throws(Failure) -> [TemplatePart] {
        var parts: [TemplatePart] = []
        var literal = ""
        var isEscaped = false
        for scalar in replacement.unicodeScalars {
            if !isEscaped {
                if scalar == "\\" { isEscaped = true } else { literal.unicodeScalars.append(scalar) }
                continue
            }
            isEscaped = false
            if scalar == "\\" {
                literal += "\\"
            } else if scalar.value >= 48, scalar.value <= 57 {
                let number = Int(scalar.value - 48)
                guard number <= groupCount else {
                    throw Failure(message: "the replacement names group \(number), the pattern has \(groupCount)")
                }
                parts.append(.text(literal))
                parts.append(.group(number))
                literal = ""
            } else {
                throw Failure(message: "after a backslash the replacement may have a digit or a backslash")
            }
        }
        if isEscaped { throw Failure(message: "the replacement ends with a lone backslash") }
        parts.append(.text(literal))
        return parts
    }
}
