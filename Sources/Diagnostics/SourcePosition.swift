/// A place in a text as an editor shows it: both numbers begin at 1, and the column counts Unicode scalars.
package struct SourcePosition: Sendable, Hashable {
    /// The line, from 1.
    package var line: Int
    /// The column in Unicode scalars, from 1.
    package var column: Int

    /// The place at `line` and `column`, both from 1.
    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
