/// Bytes of TZif as a test wants them.
struct TZifBuilder {
    var version: UInt8 = UInt8(ascii: "2")
    /// Changes of the clock, and which of `offsets` each leads to.
    var changes: [(second: Int64, type: Int)] = []
    var offsets: [Int32] = [0]
    var footer: String? = "\nUTC0\n"
    /// Counts in the header instead of the true ones: universal, standard, leap, changes, types, characters.
    var counts: [Int: UInt32] = [:]

    var bytes: [UInt8] {
        version == 0
            ? block(secondsSize: 4) : block(secondsSize: 4) + block(secondsSize: 8) + Array((footer ?? "").utf8)
    }

    private func block(secondsSize: Int) -> [UInt8] {
        var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
        let trueCounts = [0, 0, 1, UInt32(changes.count), UInt32(offsets.count), 4]
        for (index, count) in trueCounts.enumerated() { bytes += bigEndian(counts[index] ?? count) }
        for change in changes {
            bytes += secondsSize == 4 ? bigEndian(Int32(truncatingIfNeeded: change.second)) : bigEndian(change.second)
        }
        bytes += changes.map { UInt8(truncatingIfNeeded: $0.type) }
        for offset in offsets { bytes += bigEndian(offset) + [0, 0] }
        bytes += Array("ABC\0".utf8)
        // A leap second, to be passed over.
        bytes += secondsSize == 4 ? bigEndian(Int32(78_796_800)) : bigEndian(Int64(78_796_800))
        return bytes + bigEndian(Int32(1))
    }

    private func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
