internal import Hashing

/// Bytes that are kept beside the events, once for each hash: a text, the output of a command.
///
/// What is small belongs into the payload of its event; from a few KiB on, this keeps events small.
package struct JournalContent: Sendable, Equatable {
    /// The bytes.
    package let bytes: [UInt8]
    /// The SHA-256 of the bytes, in hexadecimal digits: the name by which they are found again.
    package let hash: String

    /// Bytes, named by their hash.
    package init(_ bytes: [UInt8]) {
        var digest = SHA256()
        digest.update(bytes)
        self.bytes = bytes
        hash = digest.hexDigest()
    }

    /// A text, named by the hash of its UTF-8.
    package init(_ text: String) {
        self.init(Array(text.utf8))
    }
}
