import RunbookModel
import TerminalIO

/// Text from outside, made safe for Markdown as GitHub and GitLab read it.
enum MarkdownText {
    /// A text within a line: no mark-up, no line breaks, no HTML.
    static func inline(_ text: String) -> String {
        var result: [UInt8] = []
        for byte in Sanitizer.clean(text).utf8 {
            switch byte {
            case UInt8(ascii: "<"): result += Array("&lt;".utf8)
            case UInt8(ascii: ">"): result += Array("&gt;".utf8)
            case UInt8(ascii: "&"): result += Array("&amp;".utf8)
            // Names of people and issues would be notified.
            case UInt8(ascii: "@"): result += Array("&#64;".utf8)
            case _ where "\\`*_{}[]()#|~!".utf8.contains(byte): result += [UInt8(ascii: "\\"), byte]
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// A text as code within a line, fenced so that nothing in it ends it.
    static func code(_ text: String) -> String {
        let clean = Sanitizer.clean(text)
        guard !clean.isEmpty else { return "" }
        let fence = String(repeating: "`", count: longestRun(clean) + 1)
        let isSpaced = clean.hasPrefix("`") || clean.hasSuffix("`") || (clean.hasPrefix(" ") && clean.hasSuffix(" "))
        return isSpaced ? "\(fence) \(clean) \(fence)" : fence + clean + fence
    }

    /// A text as code in the cell of a table, where a bar would end the cell even so.
    static func cellCode(_ text: String) -> String {
        code(text).split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }

    /// A text as a block of code, fenced so that nothing in it ends it.
    static func block(_ text: String, language: String = "text") -> String {
        let clean = Sanitizer.clean(text, keeping: [.lineFeeds, .tabs])
        let fence = String(repeating: "`", count: max(3, longestRun(clean) + 1))
        return "\(fence)\(language)\n\(TextLines.withoutTrailingNewlines(clean))\n\(fence)\n"
    }

    /// How many backticks follow one another at the most.
    private static func longestRun(_ text: String) -> Int {
        var longest = 0
        var run = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: "`") ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
