/// A table for people: columns as wide as their cells, two blanks between them, cut to the width of the terminal.
package struct TextTable: Sendable {
    /// One column.
    package struct Column: Sendable {
        /// What stands above it.
        package var title: String
        /// Whether its cells stand at its right edge, as numbers do.
        package var isRightAligned: Bool
        /// Whether it may be made narrower when the table is too wide.
        package var mayShrink: Bool

        /// A column with a title.
        package init(_ title: String, isRightAligned: Bool = false, mayShrink: Bool = false) {
            self.title = title
            self.isRightAligned = isRightAligned
            self.mayShrink = mayShrink
        }
    }

    private let columns: [Column]
    private var rows: [[String]] = []

    /// A table without rows.
    package init(columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row; its cells are made safe for a terminal, missing ones are empty, more than there are columns dropped.
    package mutating func addRow(_ cells: [String]) {
        let cleaned = cells.prefix(columns.count).map { Sanitizer.clean($0) }
        rows.append(cleaned + Array(repeating: "", count: columns.count - cleaned.count))
    }

    /// Whether there is no row.
    package var isEmpty: Bool { rows.isEmpty }

    /// The lines of the table, the titles first (in bold where styles are wanted).
    package func lines(on traits: TerminalTraits) -> [String] {
        let widths = widths(within: traits.isTerminal ? traits.width : .max)
        let titles = line(columns.map(\.title), widths).styled(.bold, on: traits)
        return [titles] + rows.map { line($0, widths) }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (index, cell) in cells.enumerated() where widths[index] > 0 {
            if !text.isEmpty { text += "  " }
            let cut = cell.truncated(toColumns: widths[index])
            text += cut.padded(toColumns: widths[index], atEnd: !columns[index].isRightAligned)
        }
        while text.hasSuffix(" ") { text.removeLast() }
        return text
    }

    private func widths(within total: Int) -> [Int] {
        var widths = columns.indices.map { index in
            rows.reduce(columns[index].title.displayWidth) { max($0, $1[index].displayWidth) }
        }
        // The widest of those that may shrink gives way first, down to what still says something.
        let least = 8
        var excess = widths.reduce(2 * (widths.count - 1), +) - total
        while excess > 0 {
            let candidates = columns.indices.filter { columns[$0].mayShrink && widths[$0] > least }
                .sorted { widths[$0] > widths[$1] }
            guard let widest = candidates.first else { break }
            let next = candidates.dropFirst().first.map { widths[$0] } ?? least
            let step = min(excess, max(1, widths[widest] - max(next, least)))
            widths[widest] -= step
            excess -= step
        }
        return widths
    }
}
