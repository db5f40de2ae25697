internal import CRE2
import Glibc

// CEL compares strings by code point. Swift's own `==`, `<` and `hash` compare by canonical equivalence ("é" in one
// scalar equals "é" in two) and are slower, so they must not be used on values; these are used in their place.

/// The secret of this process's hashes, so that nobody can prepare keys that collide.
let hashSeed = UInt64.random(in: .min ... .max)

/// Multiplies to 128 bits and folds the halves: every bit of the input reaches every bit of the result.
@inline(__always)
func foldedProduct(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (high, low) = a.multipliedFullWidth(by: b)
    return high ^ low
}

/// A seeded hash of bytes.
@inline(__always)
func hashBytes(_ bytes: UnsafeRawBufferPointer, tag: UInt64) -> UInt32 {
    var hash = hashSeed ^ tag ^ UInt64(truncatingIfNeeded: bytes.count)
    var offset = 0
    let count = bytes.count
    while offset &+ 8 <= count {
        hash = foldedProduct(
            hash ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self), 0x9E37_79B9_7F4A_7C15)
        offset &+= 8
    }
    var tail: UInt64 = 0
    while offset < count {
        tail = tail &<< 8 | UInt64(bytes[offset])
        offset &+= 1
    }
    hash = foldedProduct(hash ^ tail ^ 0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB)
    return UInt32(truncatingIfNeeded: hash)
}

/// A seeded hash of one 64-bit word.
@inline(__always)
func hashWord(_ word: UInt64, tag: UInt64) -> UInt32 {
    UInt32(truncatingIfNeeded: foldedProduct(word ^ hashSeed ^ tag, 0x9E37_79B9_7F4A_7C15))
}

extension String {
    /// The UTF-8 bytes of the string, without a copy where it is stored so (on Linux always).
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        var copy = self
        return copy.withUTF8(body)
    }

    /// Whether both strings have the same code points.
    @inline(__always)
    func hasSameScalars(as other: String) -> Bool {
        // The same bits are the same string, whatever they stand for; most equal strings are short and end here.
        let left = unsafeBitCast(self, to: (UInt64, UInt64).self)
        let right = unsafeBitCast(other, to: (UInt64, UInt64).self)
        if left.0 == right.0 && left.1 == right.1 { return true }
        if utf8.count != other.utf8.count { return false }
        return hasSameBytes(as: other)
    }

    @inline(never)
    private func hasSameBytes(as other: String) -> Bool {
        withBytes { left in
            other.withBytes { right in
                guard left.count == right.count else { return false }
                guard left.count > 0, let a = left.baseAddress, let b = right.baseAddress else { return true }
                return memcmp(a, b, left.count) == 0
            }
        }
    }

    /// Negative, zero or positive, by code points.
    func compareScalars(to other: String) -> Int {
        withBytes { left in
            other.withBytes { right in
                let common = min(left.count, right.count)
                if common > 0, let a = left.baseAddress, let b = right.baseAddress {
                    let order = memcmp(a, b, common)
                    if order != 0 { return Int(order) }
                }
                return left.count - right.count
            }
        }
    }

    /// The hash that map keys have.
    @inline(__always)
    var scalarHash: UInt32 {
        withBytes { hashBytes(UnsafeRawBufferPointer($0), tag: 3) }
    }

    /// The number of code points, which is what CEL calls the size of a string.
    var scalarCount: Int {
        withBytes { bytes in
            guard let base = UnsafeRawPointer(bytes.baseAddress) else { return 0 }
            var continuations = 0
            var offset = 0
            let count = bytes.count
            // Eight at a time: of a continuation byte bit 7 is set and bit 6 is not. Each lane counts to 255 at most.
            while offset &+ 8 <= count {
                var lanes: UInt64 = 0
                let end = min(offset &+ 8 &* 255, count &- 7)
                while offset < end {
                    let word = base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    lanes &+= (word &>> 7) & (~word &>> 6) & 0x0101_0101_0101_0101
                    offset &+= 8
                }
                // Sums the lanes: pairs first, so that no sum overflows its lane.
                let pairs = (lanes & 0x00FF_00FF_00FF_00FF) &+ ((lanes &>> 8) & 0x00FF_00FF_00FF_00FF)
                continuations &+= Int((pairs &* 0x0001_0001_0001_0001) &>> 48)
            }
            while offset < count {
                if bytes[offset] & 0xC0 == 0x80 { continuations &+= 1 }
                offset &+= 1
            }
            return count &- continuations
        }
    }

    /// Whether the needle occurs, by code points.
    func containsScalars(_ needle: String) -> Bool { firstOffset(of: needle) != nil }

    /// The byte offset of the first occurrence at or after `start`.
    func firstOffset(of needle: String, from start: Int = 0) -> Int? {
        withBytes { hay -> Int? in
            needle.withBytes { pin -> Int? in
                guard start <= hay.count else { return nil }
                guard pin.count > 0, let pinBase = pin.baseAddress else { return start }
                guard let hayBase = hay.baseAddress else { return nil }
                let found = cre2_find(hayBase + start, hay.count - start, pinBase, pin.count)
                return found < 0 ? nil : start + Int(found)
            }
        }
    }

    /// Whether the string begins with `prefix`, by code points.
    func startsWithScalars(_ prefix: String) -> Bool {
        withBytes { all in
            prefix.withBytes { part in
                guard part.count <= all.count else { return false }
                guard part.count > 0, let a = all.baseAddress, let b = part.baseAddress else { return true }
                return memcmp(a, b, part.count) == 0
            }
        }
    }

    /// Whether the string ends with `suffix`, by code points.
    func endsWithScalars(_ suffix: String) -> Bool {
        withBytes { all in
            suffix.withBytes { part in
                guard part.count <= all.count else { return false }
                guard part.count > 0, let a = all.baseAddress, let b = part.baseAddress else { return true }
                return memcmp(a + (all.count - part.count), b, part.count) == 0
            }
        }
    }

    /// The string between two byte offsets, which must lie on the borders of code points.
    func slice(_ from: Int, _ to: Int) -> String {
        withBytes { String(decoding: UnsafeBufferPointer(rebasing: $0[from..<to]), as: UTF8.self) }
    }
}
