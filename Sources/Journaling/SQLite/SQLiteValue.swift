/// A value that is bound to a parameter of a statement.
enum SQLiteValue {
    case null
    case int(Int64)
    case text(String)
    case bytes([UInt8])

    /// A text, or null for nil.
    static func optional(_ text: String?) -> SQLiteValue { text.map { .text($0) } ?? .null }

    /// A whole number, or null for nil.
    static func optional(_ number: Int64?) -> SQLiteValue { number.map { .int($0) } ?? .null }
}
