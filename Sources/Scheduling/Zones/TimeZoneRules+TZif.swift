extension TimeZoneRules {
    /// Reads a file of /usr/share/zoneinfo: TZif of the versions 1 to 4 (RFC 9636, before it 8536).
    ///
    /// Of version 2 and later the 64-bit data count. Leap seconds are passed over, as everywhere in POSIX time. Before
    /// the first change the first local time holds; after the last one the rule in the footer, and where that is empty
    /// the last local time.
    package init(tzif bytes: [UInt8]) throws(TimeZoneError) {
        let first = try TZifHeader(bytes, at: 0, secondsSize: 4)
        guard first.version != 0 else {
            try self.init(block: first, of: bytes, rule: nil)
            return
        }
        let second = try TZifHeader(bytes, at: first.end, secondsSize: 8)
        try self.init(block: second, of: bytes, rule: try TimeZoneRules.footer(of: bytes, at: second.end))
    }

    private init(block: TZifHeader, of bytes: [UInt8], rule: RecurringRule?) throws(TimeZoneError) {
        var offsets: [Int64] = []
        for index in 0..<block.types {
            let offset = bigEndian(bytes, at: block.typesStart + index * 6, size: 4)
            guard TimeZoneRules.offsets.contains(offset) else { throw .offsetOutOfRange(Int(offset)) }
            offsets.append(offset)
        }
        guard let firstOffset = offsets.first else { throw .empty }
        var changes: [Change] = []
        changes.reserveCapacity(block.changes)
        for index in 0..<block.changes {
            let second = bigEndian(bytes, at: block.start + index * block.secondsSize, size: block.secondsSize)
            if let last = changes.last, last.second >= second { throw .unordered }
            let type = Int(bytes[block.start + block.changes * block.secondsSize + index])
            guard type < offsets.count else { throw .unknownLocalTime }
            changes.append(Change(second: second, offset: offsets[type]))
        }
        self.init(firstOffset: firstOffset, changes: changes, rule: rule)
    }

    /// The rule between two newlines; nil where there is nothing between them.
    private static func footer(of bytes: [UInt8], at start: Int) throws(TimeZoneError) -> RecurringRule? {
        guard start < bytes.count else { throw .truncated }
        guard bytes[start] == UInt8(ascii: "\n") else { throw .invalidRule }
        let text = bytes[(start + 1)...].prefix { $0 != UInt8(ascii: "\n") }
        guard text.endIndex < bytes.count else { throw .truncated }
        if text.isEmpty { return nil }
        guard let rule = RecurringRule(text) else { throw .invalidRule }
        return rule
    }
}

/// The header of one of the blocks, checked: all that it announces is there.
private struct TZifHeader {
    let version: UInt8
    let secondsSize: Int
    let changes: Int
    let types: Int
    /// Where the block's data begin, after the header.
    let start: Int
    /// Where the local times begin.
    let typesStart: Int
    /// Where the block's data end.
    let end: Int

    private static let size = 44

    init(_ bytes: [UInt8], at offset: Int, secondsSize: Int) throws(TimeZoneError) {
        guard bytes.count >= offset + 4 else { throw offset == 0 ? .notTZif : .truncated }
        guard bytes[offset..<offset + 4].elementsEqual("TZif".utf8) else { throw .notTZif }
        guard bytes.count >= offset + TZifHeader.size else { throw .truncated }
        version = bytes[offset + 4]
        // Later versions only add to what a reader of version 2 finds where it looks.
        guard version == 0 || (0x32...0x39).contains(version) else { throw .unknownVersion(version) }
        func count(_ index: Int) -> Int {
            Int(UInt32(truncatingIfNeeded: bigEndian(bytes, at: offset + 20 + index * 4, size: 4)))
        }
        let (universals, standards, leaps, characters) = (count(0), count(1), count(2), count(5))
        (changes, types) = (count(3), count(4))
        self.secondsSize = secondsSize
        start = offset + TZifHeader.size
        typesStart = start + changes * (secondsSize + 1)
        end = typesStart + types * 6 + characters + leaps * (secondsSize + 4) + standards + universals
        guard end <= bytes.count else { throw .truncated }
        guard types > 0 else { throw .empty }
    }
}

/// A signed number, its first byte the greatest; all its bytes must be there.
private func bigEndian(_ bytes: [UInt8], at start: Int, size: Int) -> Int64 {
    var number: Int64 = bytes[start] & 0x80 != 0 ? -1 : 0
    for byte in bytes[start..<start + size] { number = number << 8 | Int64(byte) }
    return number
}
