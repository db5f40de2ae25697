package import Diagnostics

/// A script of the runbook, as a checker of scripts is given it.
package struct LintedScript: Sendable {
    /// The script.
    package let text: String
    /// The shell that runs it: `sh`, or the one that an argument names.
    package let shell: String
    /// The flags that the shell is given: `-eu`.
    package let flags: String
    /// Where it stands.
    let place: TextPlace
    /// The step that holds it.
    let step: LintedStep

    /// The place in the file of a line and column of the script, both from 1, columns counted in scalars.
    func offset(line: Int, column: Int) -> Int {
        var (currentLine, offset) = (1, 0)
        let scalars = text.unicodeScalars
        var index = scalars.startIndex
        while index < scalars.endIndex, currentLine < line {
            if scalars[index] == "\n" { currentLine += 1 }
            offset += UTF8.width(scalars[index])
            index = scalars.index(after: index)
        }
        var left = column - 1
        while index < scalars.endIndex, left > 0, scalars[index] != "\n" {
            offset += UTF8.width(scalars[index])
            index = scalars.index(after: index)
            left -= 1
        }
        return offset
    }
}

/// What a checker of scripts found in one of them; lines and columns are from 1, the end just past the last.
package struct ScriptFinding: Sendable, Hashable {
    /// The checker's own number for it: 2086.
    package var number: Int
    /// `error`, `warning`, `info` or `style`.
    package var level: String
    /// What it says.
    package var message: String
    /// Where it begins.
    package var start: SourcePosition
    /// Where it ends.
    package var end: SourcePosition

    /// A finding; see the properties.
    package init(number: Int, level: String, message: String, start: SourcePosition, end: SourcePosition) {
        self.number = number
        self.level = level
        self.message = message
        self.start = start
        self.end = end
    }
}
