/// Lines of a text, as `parse: lines` and the function `lines` see them (rule 9).
package enum TextLines {
    /// The lines; a trailing newline begins no line, and an empty text has none.
    package static func split(_ text: String) -> [Substring] {
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { line in
            Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
        }
    }

    /// The text without the newlines at its end.
    package static func withoutTrailingNewlines(_ text: String) -> String {
        var view = Substring(text).utf8
        while let last = view.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
            view.removeLast()
        }
        return view.count == text.utf8.count ? text : String(Substring(view))
    }

    /// The text without blanks and newlines around it.
    package static func trimmed(_ text: String) -> String {
        func isBlank(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: " ") || (UInt8(ascii: "\t")...UInt8(ascii: "\r")).contains(byte)
        }
        var view = Substring(text).utf8
        while let first = view.first, isBlank(first) { view.removeFirst() }
        while let last = view.last, isBlank(last) { view.removeLast() }
        return String(Substring(view))
    }
}
