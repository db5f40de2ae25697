import Diagnostics

/// A text fit for libyaml: within the size limit, valid UTF-8, without its byte-order mark.
struct YAMLInput {
    /// The text.
    let source: SourceText
    /// Whether a byte-order mark was taken off.
    let hasByteOrderMark: Bool
    /// Whether every scalar is one byte, so that libyaml's marks are byte offsets.
    let isASCII: Bool

    /// Checks `bytes`; throws where they are too many or not UTF-8.
    init(name: String, bytes: [UInt8], limits: YAMLLimits) throws(YAMLSyntaxError) {
        if bytes.count > limits.bytes {
            throw Self.error(
                name, code: "too-large",
                "the file has \(bytes.count) bytes, more than the \(limits.bytes) that are read",
                hint: "split it into several files")
        }
        if let encoding = Self.foreignEncoding(of: bytes) {
            throw Self.error(
                name, code: "not-utf8", "the file is \(encoding), and only UTF-8 is read",
                hint: "save it as UTF-8, for instance with `iconv -f UTF-16 -t UTF-8`")
        }
        hasByteOrderMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
        let text = hasByteOrderMark ? Array(bytes.dropFirst(3)) : bytes
        do throws(Unicode.UTF8.ValidationError) {
            isASCII = try UTF8Span(validating: text.span).isKnownASCII
        } catch {
            throw Self.notUTF8(name, text, at: error.byteOffsets.lowerBound)
        }
        source = SourceText(name: name, bytes: text)
    }

    private static func foreignEncoding(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return "UTF-32" }
        if bytes.starts(with: [0xFF, 0xFE]) { return "UTF-16 (little-endian)" }
        if bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16 (big-endian)" }
        return nil
    }

    /// An error about the file as a whole, which has no text to show.
    private static func error(_ name: String, code: String, _ message: String, hint: String) -> YAMLSyntaxError {
        let source = SourceText(name: name, bytes: [])
        return YAMLSyntaxError(
            diagnostic: Diagnostic(
                code: code, message: message, range: SourceRange(at: 0), source: source, hint: hint))
    }

    private static func notUTF8(_ name: String, _ text: [UInt8], at offset: Int) -> YAMLSyntaxError {
        // What is shown is mended; all before the offset stays as it is, and so does the place.
        let source = SourceText(name: name, bytes: Array(String(decoding: text, as: UTF8.self).utf8))
        let digits = String(text[offset], radix: 16, uppercase: true)
        let byte = "0x" + (digits.utf8.count < 2 ? "0" : "") + digits
        return YAMLSyntaxError(
            diagnostic: Diagnostic(
                code: "not-utf8",
                message: "the file is not UTF-8: the byte \(byte) at offset \(offset) begins no character",
                range: SourceRange(start: offset, end: offset + 3), source: source,
                hint: "save it as UTF-8, for instance with `iconv -f LATIN1 -t UTF-8`"))
    }
}
