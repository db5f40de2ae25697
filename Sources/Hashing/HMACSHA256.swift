internal import CNettle

/// HMAC with SHA-256 (RFC 2104, FIPS 198-1) over bytes that arrive in pieces, by the system's libnettle: what shows that
/// a message comes from somebody who knows a key.
package struct HMACSHA256: Sendable {
    private var context = hmac_sha256_ctx()

    /// Starts the code of the empty message under a key of any length.
    package init(key: [UInt8]) {
        nettle_hmac_sha256_set_key(&context, key.count, key)
    }

    /// Adds bytes to the message.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return }
        nettle_hmac_sha256_update(&context, bytes.count, base.assumingMemoryBound(to: UInt8.self))
    }

    /// Adds bytes to the message.
    package mutating func update(_ bytes: some Sequence<UInt8>) {
        if bytes.withContiguousStorageIfAvailable({ update(UnsafeRawBufferPointer($0)) }) == nil {
            Array(bytes).withUnsafeBytes { update($0) }
        }
    }

    /// The code of all bytes so far, as 32 bytes; the message can go on after it.
    package func code() -> [UInt8] {
        var copy = context
        return [UInt8](unsafeUninitializedCapacity: Int(SHA256_DIGEST_SIZE)) { buffer, count in
            nettle_hmac_sha256_digest(&copy, buffer.count, buffer.baseAddress)
            count = buffer.count
        }
    }

    /// The code of one message.
    package static func code(of message: some Sequence<UInt8>, key: [UInt8]) -> [UInt8] {
        var code = HMACSHA256(key: key)
        code.update(message)
        return code.code()
    }

    /// Whether a code is that of a message, compared in constant time.
    package static func isCode(_ code: [UInt8], of message: some Sequence<UInt8>, key: [UInt8]) -> Bool {
        ConstantTime.isEqual(code, Self.code(of: message, key: key))
    }
}
