extension String {
    /// How many columns a terminal gives this text, as far as that can be known: wide East Asian characters and emoji
    /// count two, combining marks none. For clean text; control characters count none.
    package var displayWidth: Int {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return utf8.count }
        return reduce(0) { $0 + $1.displayWidth }
    }
}

extension Character {
    /// How many columns a terminal gives this character: 0, 1 or 2.
    package var displayWidth: Int {
        var scalars = unicodeScalars.makeIterator()
        guard let first = scalars.next() else { return 0 }
        if first.value >= 0x20 && first.value < 0x7F && scalars.next() == nil { return 1 }
        let own = unicodeScalars.lazy.map(\.displayWidth).max() ?? 0
        // U+FE0F asks for the emoji of a character that has a plain form too; two letters make a flag.
        let isEmoji = unicodeScalars.contains("\u{FE0F}") && first.properties.isEmoji
        let isFlag = (0x1F1E6...0x1F1FF).contains(first.value) && unicodeScalars.count > 1
        return isEmoji || isFlag ? 2 : own
    }
}

extension Unicode.Scalar {
    /// How many columns a terminal gives this scalar on its own: 0, 1 or 2.
    fileprivate var displayWidth: Int {
        switch value {
        case 0x20..<0x7F, 0xA1..<0x0300: return value == 0xAD ? 0 : 1
        case 0..<0x20, 0x7F..<0xA0: return 0
        // The later parts of Hangul syllables stand in the column of the first.
        case 0x1160..<0x1200, 0xD7B0..<0xD800: return 0
        default: break
        }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        if properties.isEmojiPresentation && !(0x1F1E6...0x1F1FF).contains(value) { return 2 }
        return Self.wideRanges.contains { $0.contains(value) } ? 2 : 1
    }

    /// The blocks whose characters are wide or full-width (Unicode, UAX 11), emoji apart.
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
        0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF,
        0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]
}
