/// Something that a test needs could not be had.
package struct TestSupportError: Error, CustomStringConvertible {
    /// What could not be had, and why.
    package let message: String

    /// An error that says `message`.
    package init(message: String) {
        self.message = message
    }

    /// The message.
    package var description: String { message }
}
