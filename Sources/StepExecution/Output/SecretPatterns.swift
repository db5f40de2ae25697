/// The texts to hide, ready to be searched for: the idea of Horspool's algorithm, for several patterns at once.
struct SecretPatterns: Sendable {
    /// By first byte, the longest first.
    private let byFirst: [[[UInt8]]]
    private let shortest: Int
    private let longest: Int
    /// How far a window of `shortest` bytes may move when it ends in this byte.
    private let shifts: [Int]

    /// Takes at least one pattern, none of them empty.
    init(_ patterns: Set<[UInt8]>) {
        var groups = [[[UInt8]]](repeating: [], count: 256)
        for pattern in patterns.sorted(by: { $0.count > $1.count }) {
            groups[Int(pattern[0])].append(pattern)
        }
        let least = patterns.lazy.map(\.count).min() ?? 1
        var moves = [Int](repeating: least, count: 256)
        for pattern in patterns {
            for place in 0..<least - 1 {
                moves[Int(pattern[place])] = min(moves[Int(pattern[place])], least - 1 - place)
            }
        }
        // A window that ends in the last byte of some pattern's beginning is looked at; all others move on.
        for pattern in patterns { moves[Int(pattern[least - 1])] = 0 }
        byFirst = groups
        shortest = least
        longest = patterns.lazy.map(\.count).max() ?? 1
        shifts = moves
    }

    /// The first match that begins in `start..<end`, the longest one there.
    func nextMatch(_ bytes: UnsafeRawBufferPointer, from start: Int, before end: Int) -> (Int, Int)? {
        let last = min(end - 1, bytes.count - shortest)
        return shifts.withUnsafeBufferPointer { shifts in
            var place = start
            while place <= last {
                let shift = shifts[Int(bytes[place + shortest - 1])]
                if shift > 0 {
                    place += shift
                } else if let length = matchLength(bytes, at: place) {
                    return (place, length)
                } else {
                    place += 1
                }
            }
            return nil
        }
    }

    /// The first place where a pattern has begun that the bytes so far do not complete; their count where there is none.
    func firstOpenPlace(_ bytes: UnsafeRawBufferPointer) -> Int {
        for place in max(0, bytes.count - longest + 1)..<bytes.count {
            let left = bytes.count - place
            for pattern in byFirst[Int(bytes[place])] where pattern.count > left {
                if Self.agrees(pattern, bytes, at: place, count: left) { return place }
            }
        }
        return bytes.count
    }

    private func matchLength(_ bytes: UnsafeRawBufferPointer, at place: Int) -> Int? {
        for pattern in byFirst[Int(bytes[place])]
        where pattern.count <= bytes.count - place && Self.agrees(pattern, bytes, at: place, count: pattern.count) {
            return pattern.count
        }
        return nil
    }

    private static func agrees(_ pattern: [UInt8], _ bytes: UnsafeRawBufferPointer, at place: Int, count: Int) -> Bool {
        pattern.withUnsafeBufferPointer { pattern in
            for index in 0..<count where pattern[index] != bytes[place + index] { return false }
            return true
        }
    }
}
