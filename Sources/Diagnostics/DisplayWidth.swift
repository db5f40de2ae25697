/// How wide text is in a terminal, and how to show what a terminal must not be sent.
package enum DisplayWidth {
    /// The columns that one scalar takes: 0 for combining marks, 2 for East Asian wide ones and emoji, else 1.
    ///
    /// After UAX #11 and the emoji data; terminals differ in rare cases, and this is what most of them do.
    package static func columns(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 { return value == 0xAD ? 0 : 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        if isWide(value) { return 2 }
        return 1
    }

    /// The columns that a text takes where it is shown as it is; control characters count as one.
    package static func columns(of text: String) -> Int {
        var total = 0
        var joined = false
        for scalar in text.unicodeScalars {
            if !joined { total += isModifier(scalar) ? 0 : columns(of: scalar) }
            joined = scalar.value == 0x200D
        }
        return total
    }

    /// The text with control characters, and those that turn the direction of writing, as visible escapes.
    package static func escaped(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: mustEscape) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if mustEscape(scalar) { result += escape(of: scalar) } else { result.unicodeScalars.append(scalar) }
        }
        return result
    }

    /// Whether a terminal must not be sent this scalar: controls, line separators, direction overrides, a stray BOM.
    package static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0: true
        case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    /// The visible form of a scalar that must not be sent, such as `\n` or `\u{1b}`.
    package static func escape(of scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x09: "\\t"
        case 0x0A: "\\n"
        case 0x0D: "\\r"
        default: "\\u{" + String(scalar.value, radix: 16) + "}"
        }
    }

    /// Whether the scalar only tints the emoji before it.
    static func isModifier(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F3FB...0x1F3FF).contains(scalar.value)
    }

    private static func isWide(_ value: UInt32) -> Bool {
        guard value >= 0x1100 else { return false }
        switch value {
        case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
            0x16FE0...0x18AFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD:
            return true
        case 0x1F1E6...0x1F1FF:
            return false  // regional indicators: two of them make one flag, two columns wide
        default:
            return Unicode.Scalar(value)?.properties.isEmojiPresentation ?? false
        }
    }
}
