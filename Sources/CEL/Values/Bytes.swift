/// A sequence of bytes: CEL's `bytes`.
public struct Bytes: Sendable, Hashable {
    /// The bytes themselves.
    public var storage: [UInt8]

    /// Wraps an array of bytes.
    public init(_ storage: [UInt8] = []) { self.storage = storage }

    /// The UTF-8 bytes of a string.
    public init(utf8 text: String) { storage = Array(text.utf8) }

    /// How many bytes there are.
    public var count: Int { storage.count }

    /// The text that the bytes spell in UTF-8, or nil where they are not valid UTF-8.
    public var text: String? { String(validating: storage, as: UTF8.self) }
}
