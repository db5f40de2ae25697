import Diagnostics

/// Gives what YAML cannot read in a condition the words that fit a condition.
enum QuotesHint {
    /// The diagnostic, with the hint to quote the condition where its line holds an unquoted one.
    static func improve(_ diagnostic: Diagnostic) -> Diagnostic {
        guard diagnostic.code == "yaml-syntax" else { return diagnostic }
        let source = diagnostic.source
        let places = [diagnostic.range] + diagnostic.notes.map(\.range)
        let hasCondition = places.contains { range in
            holdsUnquotedCondition(source.lineText(source.position(of: range.start).line))
        }
        guard hasCondition else { return diagnostic }
        var improved = diagnostic
        improved.hint = "put quotes around the condition"
        return improved
    }

    /// Whether a line has a `when:` or `expect:` whose value begins without a quote.
    private static func holdsUnquotedCondition(_ line: String) -> Bool {
        let bytes = Array(line.utf8)
        for key in ["when:", "expect:"] {
            let word = Array(key.utf8)
            var index = 0
            while index + word.count < bytes.count {
                defer { index += 1 }
                guard bytes[index..<(index + word.count)].elementsEqual(word) else { continue }
                let value = bytes[(index + word.count)...].drop { $0 == 0x20 }
                if let first = value.first, first != 0x22, first != 0x27, first != 0x7C, first != 0x3E { return true }
            }
        }
        return false
    }
}
