/// What came on one stream: all of it up to a limit, else its head and its tail, with its true size.
package struct CapturedOutput: Sendable, Hashable {
    /// The bytes kept, masked: the head, and right after it the tail.
    package let bytes: [UInt8]
    /// How many of `bytes` are the head; the gap, where there is one, comes after them.
    package let headCount: Int
    /// The number of masked bytes between the head and the tail that were not kept.
    package let omitted: Int
    /// The number of bytes that came, before masking.
    package let size: Int
    /// The SHA-256 of all that came, after masking, so that it says nothing about a secret; 64 hexadecimal digits.
    package let sha256: String
    /// Whether more came than the limit allows: what conditions must not decide on.
    package let isTruncated: Bool

    /// Nothing came.
    package static let empty = CapturedOutput(
        bytes: [], headCount: 0, omitted: 0, size: 0,
        sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", isTruncated: false)

    /// Puts an output together, such as one read back from a journal.
    package init(bytes: [UInt8], headCount: Int, omitted: Int, size: Int, sha256: String, isTruncated: Bool) {
        self.bytes = bytes
        self.headCount = headCount
        self.omitted = omitted
        self.size = size
        self.sha256 = sha256
        self.isTruncated = isTruncated
    }

    /// The kept bytes as text; what is not UTF-8 becomes U+FFFD, and a line says how much is left out in the middle.
    ///
    /// It is decoded at each call.
    package var text: String {
        guard omitted > 0 else { return String(decoding: bytes, as: UTF8.self) }
        let head = bytes[..<Self.endOfWholeCharacters(bytes, headCount)]
        let tail = bytes[Self.startOfWholeCharacters(bytes, headCount)...]
        let left = omitted + bytes.count - head.count - tail.count
        let lead = head.last == 0x0A || head.isEmpty ? "" : "\n"
        return String(decoding: head, as: UTF8.self) + lead + "[... \(left) bytes left out ...]\n"
            + String(decoding: tail, as: UTF8.self)
    }

    /// The last place at or before `end` where no UTF-8 sequence is cut.
    private static func endOfWholeCharacters(_ bytes: [UInt8], _ end: Int) -> Int {
        var lead = end - 1
        while lead >= max(0, end - 3), bytes[lead] & 0xC0 == 0x80 { lead -= 1 }
        guard lead >= max(0, end - 4) else { return end }
        let wanted = bytes[lead] >= 0xF0 ? 4 : bytes[lead] >= 0xE0 ? 3 : bytes[lead] >= 0xC0 ? 2 : 1
        return end - lead < wanted ? lead : end
    }

    /// The first place at or after `start` that is not inside a UTF-8 sequence.
    private static func startOfWholeCharacters(_ bytes: [UInt8], _ start: Int) -> Int {
        var place = start
        while place < min(start + 3, bytes.count), bytes[place] & 0xC0 == 0x80 { place += 1 }
        return place
    }
}
