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

    /// The line as it is written, with its styles where they are wanted.
    package func rendered(isColoured: Bool) -> String {
        pieces.map { piece in
            guard isColoured, !piece.styles.isEmpty else { return piece.text }
            return "\u{1B}[" + piece.styles.map(\.rawValue).joined(separator: ";") + "m" + piece.text + "\u{1B}[0m"
        }.joined()
    }
}
