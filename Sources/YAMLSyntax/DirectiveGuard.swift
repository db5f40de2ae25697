import Diagnostics

/// Refuses a flood of directives before libyaml sees it: it compares each with all before it.
enum DirectiveGuard {
    private static let mostDirectives = 100

    /// Throws where more lines than any real file has begin with `%TAG`.
    static func check(_ source: SourceText) throws(YAMLSyntaxError) {
        let bytes = source.bytes
        var count = 0
        var from = 0
        while let index = bytes[from...].firstIndex(of: UInt8(ascii: "%")) {
            from = index + 1
            let isLineStart = index == 0 || bytes[index - 1] == 0x0A || bytes[index - 1] == 0x0D
            guard isLineStart, bytes[index...].starts(with: "%TAG".utf8) else { continue }
            count += 1
            if count > mostDirectives {
                throw YAMLSyntaxError(
                    diagnostic: Diagnostic(
                        code: "too-many-directives",
                        message: "more than \(mostDirectives) lines of this file are `%TAG` directives",
                        range: SourceRange(start: index, end: index + 4), source: source))
            }
        }
    }
}
