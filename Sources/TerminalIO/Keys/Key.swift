/// A key that a person pressed.
package enum Key: Sendable, Equatable {
    /// A character that can be shown.
    case character(Character)
    /// A letter with Ctrl, such as `a` for Ctrl-A.
    case control(Character)
    case enter, tab, backspace, delete, escape
    case up, down, left, right, home, end, pageUp, pageDown
    /// A key that has no meaning here.
    case other
    /// Ctrl-D.
    case endOfInput
    /// Nothing more can be read: the terminal is gone.
    case gone
}
