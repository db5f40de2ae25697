/// The last lines of a terminal, which are drawn anew in place, below what was said and stays.
///
/// Pure: it knows what it has drawn, and answers with the text that makes the screen right. Nothing but carriage
/// returns, moves up and erasing is used, so that any terminal can follow and nothing has to be restored.
package struct LiveRegion: Sendable {
    /// What stands in the region.
    package struct Content: Sendable, Equatable {
        /// Its lines, none wider than the screen.
        package var lines: [StyledLine]
        /// Where the cursor is left; nil: after the last line.
        package var cursor: (row: Int, column: Int)?

        /// A content.
        package init(_ lines: [StyledLine] = [], cursor: (row: Int, column: Int)? = nil) {
            self.lines = lines
            self.cursor = cursor
        }

        package static func == (left: Content, right: Content) -> Bool {
            left.lines == right.lines && left.cursor?.row == right.cursor?.row
                && left.cursor?.column == right.cursor?.column
        }
    }

    private let isColoured: Bool
    private var drawn = Content()

    /// A region that shows nothing yet.
    package init(isColoured: Bool) {
        self.isColoured = isColoured
    }

    /// The text that says something above the region and draws the region anew; empty where all is as it should be.
    ///
    /// - Parameters:
    ///   - text: What is said: whole lines, clean, each with its line feed.
    ///   - width: How many columns the screen has now: what was drawn wider has been broken by the terminal.
    package mutating func redraw(saying text: String = "", _ content: Content, width: Int) -> String {
        let content = Content(content.lines.map { $0.cut(to: width - 1) }, cursor: content.cursor)
        defer { drawn = content }
        if text.isEmpty, content == drawn { return "" }
        if text.isEmpty, let patch = patch(to: content, width: width) { return patch }
        var result = moveToTop(width: width)
        result += drawn.lines.isEmpty ? "" : "\u{1B}[J"
        result += text
        for (index, line) in content.lines.enumerated() {
            if index > 0 { result += "\n" }
            result += line.rendered(isColoured: isColoured)
        }
        if let cursor = content.cursor {
            result += Self.move(up: content.lines.count - 1 - cursor.row) + Self.move(to: cursor.column)
        }
        return result
    }

    /// The text that leaves the screen without the region, the cursor where it began.
    package mutating func erase(width: Int) -> String {
        guard !drawn.lines.isEmpty else { return "" }
        defer { drawn = Content() }
        return moveToTop(width: width) + "\u{1B}[J"
    }

    /// Forgets what was drawn: another program has had the screen.
    package mutating func forget() {
        drawn = Content()
    }

    /// Only the lines that differ, where their number is as it was: less to send, and nothing flickers.
    private func patch(to content: Content, width: Int) -> String? {
        guard !drawn.lines.isEmpty, drawn.lines.count == content.lines.count,
            drawn.lines.allSatisfy({ $0.width < width })
        else { return nil }
        var row = drawn.cursor?.row ?? drawn.lines.count - 1
        var result = ""
        for (index, line) in content.lines.enumerated() where line != drawn.lines[index] {
            result += "\r" + Self.move(fromRow: row, to: index) + line.rendered(isColoured: isColoured) + "\u{1B}[K"
            row = index
        }
        let end = content.cursor ?? (content.lines.count - 1, content.lines.last?.width ?? 0)
        return result + Self.move(fromRow: row, to: end.row) + Self.move(to: end.column)
    }

    private func moveToTop(width: Int) -> String {
        guard !drawn.lines.isEmpty else { return "" }
        let width = max(width, 1)
        let cursorRow = drawn.cursor?.row ?? drawn.lines.count - 1
        var rows = 0
        for line in drawn.lines[..<cursorRow] { rows += max(1, (line.width + width - 1) / width) }
        let column = drawn.cursor?.column ?? drawn.lines[cursorRow].width
        rows += column / width
        return "\r" + Self.move(up: rows)
    }

    private static func move(up rows: Int) -> String { rows > 0 ? "\u{1B}[\(rows)A" : "" }

    private static func move(fromRow row: Int, to other: Int) -> String {
        other < row ? move(up: row - other) : other > row ? "\u{1B}[\(other - row)B" : ""
    }

    private static func move(to column: Int) -> String { column > 0 ? "\r\u{1B}[\(column)C" : "\r" }
}
