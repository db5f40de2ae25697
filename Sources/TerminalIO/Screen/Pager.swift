/// A text to be read on the screen, a part of it at a time; as a value: each key makes the next one of it.
///
/// What it shows is clean, since `StyledLine` is: nothing in it acts on the terminal.
package struct Pager: Sendable, Equatable {
    /// What a key came to.
    package enum Outcome: Sendable, Equatable {
        /// It goes on.
        case goesOn
        /// It was left.
        case left
    }

    private let lines: [StyledLine]
    private var wrapped: [StyledLine] = []
    /// The first row of each line.
    private var starts: [Int] = []
    private var size: (columns: Int, rows: Int) = (0, 0)
    /// The first row that is shown, counted in rows of the present width.
    private var top = 0

    /// A pager at the beginning of some lines.
    package init(_ lines: [StyledLine], columns: Int, rows: Int) {
        self.lines = lines
        resize(columns: columns, rows: rows)
    }

    package static func == (left: Pager, right: Pager) -> Bool {
        left.lines == right.lines && left.top == right.top && left.size == right.size
    }

    /// Takes the size of the screen; what stood at the top stays there.
    package mutating func resize(columns: Int, rows: Int) {
        let size = (columns: max(columns, 4), rows: max(rows, 3))
        guard size != self.size else { return }
        let first = starts.lastIndex { $0 <= top } ?? 0
        self.size = size
        wrapped = []
        starts = []
        for line in lines {
            starts.append(wrapped.count)
            wrapped += line.wrapped(toColumns: size.columns - 1)
        }
        move(to: starts.isEmpty ? 0 : starts[first])
    }

    /// How many rows of the text are shown; the last row of the screen but one says where one is.
    private var page: Int { size.rows - 2 }

    private mutating func move(to row: Int) {
        top = max(0, min(row, wrapped.count - page))
    }

    /// The rows that are shown.
    package var shown: ArraySlice<StyledLine> { wrapped[top..<min(top + page, wrapped.count)] }

    /// Which rows are shown, counted from 1, and of how many.
    package var place: (first: Int, last: Int, all: Int) {
        (min(top + 1, wrapped.count), min(top + page, wrapped.count), wrapped.count)
    }

    /// Takes a key: those of `less`, as far as they move.
    package mutating func handle(_ key: Key) -> Outcome {
        switch key {
        case .character("q"), .character("Q"), .escape, .endOfInput: return .left
        case .down, .enter, .character("j"), .character("e"): move(to: top + 1)
        case .up, .character("k"), .character("y"): move(to: top - 1)
        case .pageDown, .character(" "), .character("f"), .control("f"): move(to: top + page)
        case .pageUp, .character("b"), .control("b"): move(to: top - page)
        case .character("d"), .control("d"): move(to: top + page / 2)
        case .character("u"), .control("u"): move(to: top - page / 2)
        case .home, .character("g"): move(to: 0)
        case .end, .character("G"): move(to: wrapped.count)
        default: break
        }
        return .goesOn
    }
}
