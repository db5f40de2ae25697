/// Why a text is no JSON, and where.
package struct JSONProblem: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, in words; safe to show at a terminal.
    package let message: String
    /// The place of it, in bytes from the start of the text.
    package let offset: Int

    /// A problem at a place.
    package init(message: String, offset: Int) {
        self.message = message
        self.offset = offset
    }

    /// The message with its place.
    package var description: String { "\(message) (at byte \(offset))" }
}
