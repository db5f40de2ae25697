extension String {
    /// The text cut to some columns, with `…` as the last of them where something was cut off.
    package func truncated(toColumns columns: Int) -> String {
        guard columns > 0 else { return "" }
        guard displayWidth > columns else { return self }
        var result = ""
        var width = 0
        for character in self {
            let next = character.displayWidth
            guard width + next <= columns - 1 else { break }
            result.append(character)
            width += next
        }
        return result + "…"
    }

    /// The text with blanks after it (or before it) up to some columns; longer text stays as it is.
    package func padded(toColumns columns: Int, atEnd: Bool = true) -> String {
        let blanks = String(repeating: " ", count: Swift.max(0, columns - displayWidth))
        return atEnd ? self + blanks : blanks + self
    }

    /// The text as lines of at most some columns, broken at blanks, else within a word; line feeds break as well.
    ///
    /// The lines after the first of each paragraph are indented by some columns, which count.
    package func wrapped(toColumns columns: Int, indent: Int = 0) -> [String] {
        let columns = Swift.max(columns, 1)
        let indent = indent < columns ? Swift.max(indent, 0) : 0
        var lines: [String] = []
        for paragraph in split(separator: "\n", omittingEmptySubsequences: false) {
            var wrapper = LineWrapper(columns: columns, indent: indent)
            for word in paragraph.split(separator: " ", omittingEmptySubsequences: true) { wrapper.add(word) }
            lines += wrapper.finish()
        }
        return lines
    }
}

/// Fills lines with words.
private struct LineWrapper {
    let columns: Int
    let indent: Int
    private var lines: [String] = []
    private var line = ""
    private var width = 0
    private var isEmpty = true

    init(columns: Int, indent: Int) {
        self.columns = columns
        self.indent = indent
    }

    mutating func add(_ word: Substring) {
        let wordWidth = String(word).displayWidth
        if !isEmpty && width + 1 + wordWidth <= columns {
            line += " "
            width += 1
        } else if !isEmpty {
            breakLine()
        }
        guard width + wordWidth > columns else {
            line += word
            width += wordWidth
            isEmpty = false
            return
        }
        for character in word {
            let next = character.displayWidth
            if !isEmpty && width + next > columns { breakLine() }
            line.append(character)
            width += next
            isEmpty = false
        }
    }

    private mutating func breakLine() {
        lines.append(line)
        line = String(repeating: " ", count: indent)
        width = indent
        isEmpty = true
    }

    mutating func finish() -> [String] {
        lines.append(line)
        return lines
    }
}
