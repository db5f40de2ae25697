/// What is wrong with a text that says a time: where, what, and how to mend it.
package struct ScheduleTextError: Error, Sendable, Hashable {
    /// The bytes of the text, as UTF-8, that are wrong.
    package let range: Range<Int>
    /// What is wrong, in one line without a final full stop.
    package let message: String
    /// How to mend it.
    package let hint: String

    init(_ range: Range<Int>, _ message: String, hint: String) {
        self.range = range
        self.message = message
        self.hint = hint
    }
}

/// A part of a text as a message shows it: printable ASCII alone, and not much of it.
func quoted(_ bytes: some Collection<UInt8>) -> String {
    let shown = bytes.prefix(24).map { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "`") ? $0 : UInt8(ascii: ".") }
    return "`" + String(decoding: shown, as: UTF8.self) + (bytes.count > 24 ? "…`" : "`")
}
