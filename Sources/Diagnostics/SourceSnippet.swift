/// One line of a text and the carets under a part of it, cut to a width and safe to send to a terminal.
struct SourceSnippet {
    /// The line as shown.
    let line: String
    /// The blanks, `^` and `~` that go under it.
    let carets: String

    /// What one scalar of the line becomes: its text and columns, and whether it lies in the marked range.
    private struct Cell {
        var text: String
        var columns: Int
        var marked: Bool
    }

    /// The first line of `range`, at most about `width` columns of it; nil where there is nothing to show.
    init?(of range: SourceRange, in source: SourceText, width: Int) {
        let line = source.lineRange(source.position(of: range.start).line)
        guard !line.isEmpty else { return nil }
        var cells = Self.cells(of: line, marking: range, in: source, width: width)
        if !cells.contains(where: \.marked) {
            cells.append(Cell(text: "", columns: 1, marked: true))  // just past the end of the line
        }
        let first = cells.firstIndex(where: \.marked) ?? 0
        let window = Self.window(of: cells, around: first, width: width)
        var text = window.lowerBound > 0 ? "…" : ""
        var carets = window.lowerBound > 0 ? " " : ""
        for index in window {
            let cell = cells[index]
            text += cell.text
            if cell.marked, index == first {
                carets += "^" + String(repeating: "~", count: max(0, cell.columns - 1))
            } else if index > first, cell.marked {
                carets += String(repeating: "~", count: cell.columns)
            } else if index < first {
                carets += String(repeating: " ", count: cell.columns)
            }
        }
        self.line = text + (window.upperBound < cells.count ? "…" : "")
        self.carets = carets
    }

    /// The scalars near the range: a line of megabytes is not made into cells from end to end.
    private static func cells(
        of line: SourceRange, marking range: SourceRange, in source: SourceText, width: Int
    ) -> [Cell] {
        let reach = width * 4
        let start = scalarStart(max(line.start, range.start - reach), in: source, notBefore: line.start)
        let end = scalarStart(min(line.end, range.start + reach), in: source, notBefore: line.start)
        var cells: [Cell] = []
        if start > line.start { cells.append(Cell(text: "", columns: 0, marked: false)) }
        var offset = start
        var column = 0
        var joined = false
        for scalar in String(decoding: source.bytes[start..<max(start, end)], as: UTF8.self).unicodeScalars {
            let count = UTF8.width(scalar)
            let isFirst = offset <= range.start && range.start < offset + count
            let marked = isFirst || (offset >= range.start && offset < range.end)
            var cell = Cell(text: String(scalar), columns: 0, marked: marked)
            if scalar == "\t" {
                cell.columns = 4 - column % 4
                cell.text = String(repeating: " ", count: cell.columns)
            } else if DisplayWidth.mustEscape(scalar) {
                cell.text = DisplayWidth.escape(of: scalar)
                cell.columns = cell.text.utf8.count
            } else if !joined, !DisplayWidth.isModifier(scalar) {
                cell.columns = DisplayWidth.columns(of: scalar)
            }
            joined = scalar.value == 0x200D
            column += cell.columns
            offset += count
            cells.append(cell)
        }
        if end < line.end { cells.append(Cell(text: "", columns: 0, marked: false)) }
        return cells
    }

    /// Which cells to show: all if they fit, else some before the caret and what fits after it.
    private static func window(of cells: [Cell], around first: Int, width: Int) -> Range<Int> {
        var isWhole = true
        var total = 0
        for (index, cell) in cells.enumerated() {
            total += cell.columns
            if cell.columns == 0, cell.text.isEmpty, index == 0 || index == cells.count - 1 { isWhole = false }
        }
        if total <= width, isWhole { return 0..<cells.count }
        var lower = first
        var before = 0
        while lower > 0, before + cells[lower - 1].columns <= width / 2 {
            lower -= 1
            before += cells[lower].columns
        }
        if lower == 0, cells[0].text.isEmpty, cells[0].columns == 0 { lower = min(1, first) }
        var upper = first
        var used = before
        while upper < cells.count, used + cells[upper].columns <= width {
            used += cells[upper].columns
            upper += 1
        }
        if upper == cells.count, let last = cells.last, last.text.isEmpty, last.columns == 0 { upper -= 1 }
        return lower..<max(upper, min(first + 1, cells.count))
    }

    private static func scalarStart(_ offset: Int, in source: SourceText, notBefore floor: Int) -> Int {
        var offset = offset
        while offset > floor, offset < source.bytes.count, source.bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
        return offset
    }
}
