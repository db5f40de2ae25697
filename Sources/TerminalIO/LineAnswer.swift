/// What came of asking for a line.
package enum LineAnswer: Sendable, Equatable {
    /// A line, without its end.
    case line(String)
    /// There is nothing more to read: Ctrl-D, the end of a file, or a terminal that is gone.
    case endOfInput
    /// The task was cancelled before a line came.
    case interrupted
}
