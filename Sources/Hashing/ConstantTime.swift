internal import CNettle

/// Comparisons whose duration does not tell where two secrets differ.
package enum ConstantTime {
    /// Whether the bytes are the same. That the lengths differ may be told by the time; the bytes may not.
    package static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        // libnettle wants addresses, and an empty array need not have one.
        return left.isEmpty || nettle_memeql_sec(left, right, left.count) != 0
    }

    /// Whether a text is the one that is known. Their digests are compared, so that the time does not tell the length of
    /// the known one either.
    package static func isEqual(_ text: String, _ known: String) -> Bool {
        isEqual(digest(text), digest(known))
    }

    private static func digest(_ text: String) -> [UInt8] {
        var hash = SHA256()
        hash.update(text.utf8)
        return hash.digest()
    }
}
