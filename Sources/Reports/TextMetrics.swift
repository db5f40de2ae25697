import TerminalIO

/// How wide text is drawn, as far as that can be known without the reader's fonts: rather too wide than too narrow.
enum TextMetrics {
    /// The width of a clean text in a sans-serif font of a size.
    static func width(_ text: String, size: Double) -> Double {
        text.reduce(0) { $0 + share(of: $1) } * size
    }

    /// The width of a clean text in a monospaced font of a size.
    static func monospacedWidth(_ text: String, size: Double) -> Double {
        Double(text.displayWidth) * 0.62 * size
    }

    /// The text, cut so that it fits a width; an ellipsis says that it was.
    static func cut(_ text: String, to width: Double, size: Double, isMonospaced: Bool = false) -> String {
        func measure(_ text: String) -> Double {
            isMonospaced ? monospacedWidth(text, size: size) : self.width(text, size: size)
        }
        guard measure(text) > width else { return text }
        var result = ""
        var sum = measure("…")
        for character in text {
            sum += measure(String(character))
            if sum > width { break }
            result.append(character)
        }
        while result.last == " " { result.removeLast() }
        return result + "…"
    }

    /// The text in lines that fit a width, broken at blanks; what is more than the lines allowed is cut.
    static func wrap(_ text: String, to width: Double, size: Double, lines limit: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            let longer = line.isEmpty ? String(word) : line + " " + word
            if self.width(longer, size: size) <= width || line.isEmpty {
                line = longer
            } else if lines.count == limit - 1 {
                line = longer
                break
            } else {
                lines.append(line)
                line = String(word)
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines.map { cut($0, to: width, size: size) }
    }

    /// The width of a character as a share of the font's size: a little more than that of common sans-serif fonts.
    private static func share(of character: Character) -> Double {
        guard let scalar = character.unicodeScalars.first else { return 0 }
        switch scalar {
        case "i", "j", "l", "'", ".", ",", ":", ";", "|", "!", " ": return 0.34
        case "f", "t", "r", "(", ")", "[", "]", "-", "I", "/", "\"", "`": return 0.44
        case "m", "w", "M", "W", "@", "%", "—": return 0.98
        case "A"..."Z": return 0.74
        case "ж", "м", "ш", "щ", "ы", "ю", "ф", "Ж", "М", "Ш", "Щ", "Ы", "Ю", "Ф": return 0.95
        case "А"..."Я": return 0.76
        case "а"..."я", "ё": return 0.64
        default:
            guard scalar.value >= 0x80 else { return 0.63 }
            return character.displayWidth == 2 ? 1.25 : character.displayWidth == 0 ? 0 : 0.72
        }
    }
}
