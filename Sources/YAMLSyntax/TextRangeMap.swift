import Diagnostics

/// Reads a scalar's source once more, as libyaml does, to find where a part of its text came from.
///
/// What it decodes is compared with the text all along, so that a disagreement can only widen an answer, not bend it.
struct TextRangeMap {
    private let text: [UInt8]
    private let style: ScalarStyle
    private let range: SourceRange
    private let bytes: [UInt8]
    private let wanted: Range<Int>
    private var emitted = 0
    private var start: Int?
    private var end: Int?
    private var agrees = true

    /// A line break, or one byte of blanks, that may yet become text.
    private struct Pending {
        var bytes: [UInt8]
        var range: SourceRange
        var isLineFeed: Bool { bytes == [0x0A] }
    }

    /// A search for the part `wanted` of a scalar's text, whose own bytes are `range`.
    init(of scalar: YAMLScalar, at range: SourceRange, in source: SourceText, wanted: Range<Int>) {
        text = Array(scalar.text.utf8)
        style = scalar.style
        self.range = range
        bytes = source.bytes
        self.wanted = wanted
    }

    /// The range in the source, or nil where it cannot be told.
    mutating func find() -> SourceRange? {
        guard wanted.lowerBound >= 0, wanted.upperBound <= text.count else { return nil }
        switch style {
        case .plain: flow(from: range.start, to: range.end)
        case .singleQuoted, .doubleQuoted: flow(from: range.start + 1, to: range.end - 1)
        case .literal, .folded: block()
        }
        guard agrees, emitted == text.count else { return nil }
        if wanted.lowerBound == text.count { start = start ?? endOfContent }
        guard let start else { return nil }
        return SourceRange(start: start, end: wanted.isEmpty ? start : end ?? start)
    }

    /// Where a place just past the text is shown.
    private var endOfContent: Int {
        style.isQuoted ? range.end - 1 : range.end
    }

    private mutating func emit(_ decoded: some Sequence<UInt8>, from source: SourceRange) {
        for byte in decoded {
            guard emitted < text.count else { return }
            guard text[emitted] == byte else {
                agrees = false
                return
            }
            if emitted == wanted.lowerBound { start = source.start }
            if emitted + 1 == wanted.upperBound { end = source.end }
            emitted += 1
        }
    }

    private func breakLength(at index: Int) -> Int {
        SourceScan.breakLength(at: index, in: bytes)
    }

    /// The break at `index` as text: LS and PS stay, all others become LF.
    private func lineBreak(at index: Int, length: Int) -> Pending {
        Pending(
            bytes: length == 3 ? Array(bytes[index..<(index + 3)]) : [0x0A],
            range: SourceRange(start: index, end: index + length))
    }

    // MARK: Plain and quoted (YAML 1.2.2 §6.5 folding)

    private mutating func flow(from first: Int, to end: Int) {
        var index = first
        var blanks: [Pending] = []
        var leadingBreak: Pending?
        var trailingBreaks: [Pending] = []
        var isAfterBreak = false
        while index < end, agrees {
            let length = breakLength(at: index)
            if length > 0 {
                let found = lineBreak(at: index, length: length)
                if isAfterBreak { trailingBreaks.append(found) } else { leadingBreak = found }
                blanks = []
                isAfterBreak = true
                index += length
                continue
            }
            if bytes[index] == 0x20 || bytes[index] == 0x09 {
                if !isAfterBreak {
                    blanks.append(Pending(bytes: [bytes[index]], range: SourceRange(start: index, end: index + 1)))
                }
                index += 1
                continue
            }
            emitFolded(leadingBreak, trailingBreaks)
            for blank in blanks { emit(blank.bytes, from: blank.range) }
            (blanks, leadingBreak, trailingBreaks, isAfterBreak) = ([], nil, [], false)
            index = content(at: index, isAfterBreak: &isAfterBreak)
        }
        // Blanks and breaks before a closing quote are text as well; after a plain scalar there are none.
        if style.isQuoted {
            emitFolded(leadingBreak, trailingBreaks)
            for blank in blanks { emit(blank.bytes, from: blank.range) }
        }
    }

    private mutating func emitFolded(_ leading: Pending?, _ trailing: [Pending]) {
        if let leading {
            if !leading.isLineFeed {
                emit(leading.bytes, from: leading.range)
            } else if trailing.isEmpty {
                emit([0x20], from: leading.range)
            }
        }
        for found in trailing { emit(found.bytes, from: found.range) }
    }

    /// Emits what is not blank at `index` and answers where it ends.
    private mutating func content(at index: Int, isAfterBreak: inout Bool) -> Int {
        let byte = bytes[index]
        if style == .singleQuoted, byte == UInt8(ascii: "'") {
            emit([byte], from: SourceRange(start: index, end: index + 2))
            return index + 2
        }
        guard style == .doubleQuoted, byte == UInt8(ascii: "\\"), index + 1 < bytes.count else {
            emit([byte], from: SourceRange(start: index, end: index + 1))
            return index + 1
        }
        let length = breakLength(at: index + 1)
        if length > 0 {
            isAfterBreak = true
            return index + 1 + length
        }
        let escape = DoubleQuotedEscape(at: index, in: bytes)
        emit(escape.text, from: SourceRange(start: index, end: escape.end))
        return escape.end
    }

    // MARK: Literal and folded (YAML 1.2.2 §8.1)

    private mutating func block() {
        let layout = BlockScalarLayout(start: range.start, bytes: bytes)
        guard let indent = layout.indent(of: String(decoding: text, as: UTF8.self)) else {
            if !text.isEmpty { agrees = false }
            return
        }
        var index = layout.contentStart
        var leadingBreak: Pending?
        var trailingBreaks: [Pending] = []
        var wasBlank = false
        while agrees, emitted < text.count {
            index = blankLines(from: index, indent: indent, into: &trailingBreaks)
            guard index < bytes.count else { break }
            let isBlank = bytes[index] == 0x20 || bytes[index] == 0x09
            if style == .folded, let found = leadingBreak, found.isLineFeed, !wasBlank, !isBlank {
                if trailingBreaks.isEmpty { emit([0x20], from: found.range) }
            } else if let found = leadingBreak {
                emit(found.bytes, from: found.range)
            }
            for found in trailingBreaks { emit(found.bytes, from: found.range) }
            (leadingBreak, trailingBreaks, wasBlank) = (nil, [], isBlank)
            while index < bytes.count, breakLength(at: index) == 0 {
                emit([bytes[index]], from: SourceRange(start: index, end: index + 1))
                index += 1
            }
            let length = breakLength(at: index)
            if length > 0 {
                leadingBreak = lineBreak(at: index, length: length)
                index += length
            }
            if isOnlyBreaksFromHere { break }
        }
        if let found = leadingBreak { emit(found.bytes, from: found.range) }
        _ = blankLines(from: index, indent: indent, into: &trailingBreaks)
        for found in trailingBreaks { emit(found.bytes, from: found.range) }
    }

    /// Whether nothing but line breaks is left of the text: then what follows in the source is not the scalar's.
    private var isOnlyBreaksFromHere: Bool {
        text[emitted...].allSatisfy { $0 == 0x0A }
    }

    /// Passes indentation and blank lines, whose breaks it collects; answers the first byte of content.
    private func blankLines(from start: Int, indent: Int, into breaks: inout [Pending]) -> Int {
        var index = start
        while index < bytes.count {
            var column = 0
            while column < indent, index < bytes.count, bytes[index] == 0x20 {
                column += 1
                index += 1
            }
            let length = breakLength(at: index)
            guard length > 0 else { break }
            breaks.append(lineBreak(at: index, length: length))
            index += length
        }
        return index
    }
}
