internal import CNettle

/// SHA-256 (FIPS 180-4) over bytes that arrive in pieces, by the system's libnettle.
package struct SHA256: Sendable {
    private var context = sha256_ctx()

    /// Starts the digest of the empty message.
    package init() {
        nettle_sha256_init(&context)
    }

    /// Adds bytes to the message.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        nettle_sha256_update(&context, bytes.count, base.assumingMemoryBound(to: UInt8.self))
    }

    /// Adds bytes to the message.
    package mutating func update(_ bytes: some Sequence<UInt8>) {
        if bytes.withContiguousStorageIfAvailable({ update(UnsafeRawBufferPointer($0)) }) == nil {
            Array(bytes).withUnsafeBytes { update($0) }
        }
    }

    /// The digest of all bytes so far, as 32 bytes; the message can go on after it.
    package func digest() -> [UInt8] {
        var copy = context
        return [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_SIZE)) { buffer, count in
            nettle_sha256_digest(&copy, buffer.count, buffer.baseAddress)
            count = buffer.count
        }
    }

    /// The digest as 64 lower-case hexadecimal digits.
    package func hexDigest() -> String {
        Hexadecimal.text(digest())
    }

    /// The digest of one text's UTF-8, as hexadecimal digits.
    package static func hexDigest(of text: String) -> String {
        var hash = SHA256()
        hash.update(text.utf8)
        return hash.hexDigest()
    }
}
