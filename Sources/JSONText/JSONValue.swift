/// One JSON value (RFC 8259) that tells 1 from 1.0 and keeps the order of members.
///
/// Two values are equal when they would be written alike: `.int(1)` and `.double(1)` differ, and so do two objects
/// whose members come in another order.
package enum JSONValue: Sendable, Equatable {
    /// The literal `null`.
    case null
    /// The literals `true` and `false`.
    case bool(Bool)
    /// A number that was written without fraction and exponent.
    case int(Int64)
    /// A whole number above `Int64.max`; what fits into `Int64` is always `int`.
    case unsigned(UInt64)
    /// A number that was written with a fraction or an exponent, or a whole one that 64 bits cannot hold.
    case double(Double)
    /// A text.
    case string(String)
    /// A list of values.
    case array([JSONValue])
    /// Names with their values, in the order of the text.
    case object(JSONObject)
}
