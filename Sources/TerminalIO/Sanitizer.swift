/// Makes text from outside safe for a terminal: whatever would act on it, hide or reorder text is shown escaped.
package enum Sanitizer {
    /// What a text may keep.
    package struct Keeping: OptionSet, Sendable {
        package let rawValue: Int

        /// The options of a number.
        package init(rawValue: Int) { self.rawValue = rawValue }

        /// Line feeds stay; else they are shown as `\n`.
        package static let lineFeeds = Keeping(rawValue: 1)
        /// Tabs stay; else they are shown as `\t`.
        package static let tabs = Keeping(rawValue: 2)
    }

    /// The text with control characters (C0, DEL, C1), marks that reorder text (bidi), line and paragraph separators and
    /// invisible characters shown as `\n`, `\x1b`, `\u{202e}`.
    package static func clean(_ text: String, keeping: Keeping = []) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isHarmless(scalar) || isKept(scalar, keeping) {
                result.append(scalar)
            } else {
                result.append(contentsOf: escape(scalar).unicodeScalars)
            }
        }
        return String(result)
    }

    private static func isKept(_ scalar: Unicode.Scalar, _ keeping: Keeping) -> Bool {
        scalar == "\n" ? keeping.contains(.lineFeeds) : scalar == "\t" && keeping.contains(.tabs)
    }

    /// Whether a scalar only shows itself.
    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x0300: return true
        // Joiners: many scripts and emoji need them.
        case 0x200C, 0x200D: return true
        // Fillers that look like nothing, though they count as letters.
        case 0x115F, 0x1160, 0x3164, 0xFFA0: return false
        default:
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return false
            default: return true
            }
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": return "\\n"
        case "\r": return "\\r"
        case "\t": return "\\t"
        default:
            let digits = String(scalar.value, radix: 16)
            guard scalar.value < 0x80 else { return "\\u{\(digits)}" }
            return "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
        }
    }
}
