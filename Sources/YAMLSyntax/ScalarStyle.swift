/// How a scalar is written (YAML 1.2.2 §7.3, §8.1).
package enum ScalarStyle: UInt8, Sendable, Hashable {
    /// Without quotes.
    case plain
    /// In `'…'`.
    case singleQuoted
    /// In `"…"`, where a backslash begins an escape.
    case doubleQuoted
    /// After `|`: line breaks are kept.
    case literal
    /// After `>`: line breaks become blanks.
    case folded

    /// Whether the scalar is in quotes of either kind.
    package var isQuoted: Bool { self == .singleQuoted || self == .doubleQuoted }

    /// Whether the scalar is a block of lines after `|` or `>`.
    package var isBlock: Bool { self == .literal || self == .folded }
}
