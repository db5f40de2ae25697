/// A key of a map and its value.
package struct YAMLPair: Sendable {
    /// The key: always a scalar.
    package let key: YAMLNode
    /// The value; an empty plain scalar where nothing is written.
    package let value: YAMLNode

    /// The text of the key.
    package var keyText: String { key.text ?? "" }
}
