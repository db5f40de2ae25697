import TerminalIO

/// Text from outside, made safe for HTML and SVG.
enum MarkupText {
    /// The text as it may stand between tags and in quoted attributes: nothing in it is markup, and nothing in it hides,
    /// reorders or controls anything.
    static func escape(_ text: String, keeping: Sanitizer.Keeping = []) -> String {
        let clean = Sanitizer.clean(text, keeping: keeping)
        var result: [UInt8] = []
        result.reserveCapacity(clean.utf8.count + clean.utf8.count / 16)
        for byte in clean.utf8 {
            switch byte {
            case UInt8(ascii: "&"): result += Array("&amp;".utf8)
            case UInt8(ascii: "<"): result += Array("&lt;".utf8)
            case UInt8(ascii: ">"): result += Array("&gt;".utf8)
            case UInt8(ascii: "\""): result += Array("&quot;".utf8)
            case UInt8(ascii: "'"): result += Array("&#39;".utf8)
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
