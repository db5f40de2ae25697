/// How a list or a map is written (YAML 1.2.2 §7.4, §8.2).
package enum CollectionStyle: UInt8, Sendable, Hashable {
    /// Over lines, by indentation.
    case block
    /// In `[…]` or `{…}`.
    case flow
}
