import Diagnostics

/// Refuses a flood of directives before libyaml sees it: it compares each with all before it.
enum DirectiveGuard {
    private static let mostDirectives = 100

    /// Throws where more lines than any real file has begin with `%TAG`.
    static func check(_ source: SourceText) throws(YAMLSyntaxError) {
        let bytes = source.bytes
        guard bytes.contains(UInt8(ascii: "%")) else { return }
        var count = 0
        var isLineStart = true
        for index in bytes.indices {
            let byte = bytes[index]
            if isLineStart, byte == UInt8(ascii: "%"), bytes[index...].starts(with: "%TAG".utf8) {
                count += 1
                if count > mostDirectives {
                    throw YAMLSyntaxError(
                        diagnostic: Diagnostic(
                            code: "too-many-directives",
                            message: "more than \(mostDirectives) lines of this file are `%TAG` directives",
                            range: SourceRange(start: index, end: index + 4), source: source))
                }
            }
            isLineStart = byte == 0x0A || byte == 0x0D
        }
    }
}
