/// A line of the screen as pieces of clean text with their styles: its width is known, and it can be cut.
package struct StyledLine: Sendable, Equatable {
    /// A piece of it.
    package struct Piece: Sendable, Equatable {
        /// The text, which is clean.
        package var text: String
        /// How it stands out.
        package var styles: [TextStyle]
    }

    /// Its pieces, from the left.
    package private(set) var pieces: [Piece] = []
    /// How many columns it takes.
    package private(set) var width = 0

    /// A line of one piece; what is not clean in it is shown escaped.
    package init(_ text: String = "", _ styles: TextStyle...) {
        append(text, styles)
    }

    /// Adds a piece at its end.
    package mutating func append(_ text: String, _ styles: TextStyle...) {
        append(text, styles)
    }

    /// Adds a piece at its end.
    package mutating func append(_ text: String, _ styles: [TextStyle]) {
        guard !text.isEmpty else { return }
        let clean = Sanitizer.clean(text)
        pieces.append(Piece(text: clean, styles: styles))
        width += clean.displayWidth
    }

    /// The text without styles.
    package var text: String { pieces.map(\.text).joined() }

    /// The line cut to some columns, with `…` at its end where something was cut off.
    package func cut(to columns: Int) -> StyledLine {
        guard width > columns else { return self }
        var line = StyledLine()
        for piece in pieces {
            let left = columns - line.width
            let pieceWidth = piece.text.displayWidth
            // One column stays for the sign that something is missing.
            if pieceWidth < left {
                line.append(piece.text, piece.styles)
            } else {
                let cut = (piece.text + " ").truncated(toColumns: min(left, pieceWidth))
                line.append(cut, piece.styles)
                break
            }
        }
        return line
    }

    /// The line as lines of at most some columns, broken at blanks where there are any; those after the first are
    /// indented.
    package func wrapped(toColumns columns: Int, indent: Int = 0) -> [StyledLine] {
        let columns = max(columns, 4)
        guard width > columns else { return [self] }
        let indent = indent < columns / 2 ? max(indent, 0) : 0
        var cells = pieces.flatMap { piece in piece.text.map { (character: $0, styles: piece.styles) } }[...]
        var lines: [StyledLine] = []
        while !cells.isEmpty {
            let space = lines.isEmpty ? columns : columns - indent
            let count = Self.fitting(cells, space)
            var line = StyledLine(lines.isEmpty ? "" : String(repeating: " ", count: indent))
            for cell in cells.prefix(count) { line.append(String(cell.character), cell.styles) }
            lines.append(line.merged)
            cells = cells.dropFirst(count)
            // The blank at which a line was broken begins no other.
            if let next = cells.first, next.character == " " { cells = cells.dropFirst() }
        }
        return lines
    }

    /// How many characters fit into some columns, up to the last blank if there is one that is not at the beginning.
    private static func fitting(_ cells: ArraySlice<(character: Character, styles: [TextStyle])>, _ columns: Int) -> Int
    {
        var width = 0
        var count = 0
        for cell in cells {
            let next = cell.character.displayWidth
            guard width + next <= columns || count == 0 else { break }
            width += next
            count += 1
        }
        if count == cells.count || cells[cells.startIndex + count].character == " " { return count }
        guard let blank = cells.prefix(count).lastIndex(where: { $0.character == " " }) else { return count }
        let before = blank - cells.startIndex
        let isIndent = cells.prefix(before).allSatisfy { $0.character == " " }
        return isIndent ? count : before
    }

    /// The same with neighbours of one style as one piece.
    private var merged: StyledLine {
        var line = StyledLine()
        for piece in pieces {
            if let last = line.pieces.last, last.styles == piece.styles {
                line.pieces[line.pieces.count - 1].text += piece.text
            } else {
                line.pieces.append(piece)
            }
        }
        line.width = width
        return line
    }

    /// The line as it is written, with its styles where they are wanted.
    package func rendered(isColoured: Bool) -> String {
        pieces.map { piece in
            guard isColoured, !piece.styles.isEmpty else { return piece.text }
            return "\u{1B}[" + piece.styles.map(\.rawValue).joined(separator: ";") + "m" + piece.text + "\u{1B}[0m"
        }.joined()
    }
}
