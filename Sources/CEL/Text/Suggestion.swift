/// Finds what was probably meant.
enum Suggestion {
    /// The candidate that is nearest to a mistyped name, or nil where none is near.
    static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.utf8.prefix(64))
        // A third of the letters may be wrong; of a short name one.
        var best: (distance: Int, name: String)?
        let limit = max(1, min(3, wanted.count / 3))
        for candidate in candidates where abs(candidate.utf8.count - wanted.count) <= limit {
            let distance = self.distance(wanted, Array(candidate.utf8), limit: best.map { $0.distance } ?? limit)
            guard let distance else { continue }
            if let known = best, (known.distance, known.name) <= (distance, candidate) { continue }
            best = (distance, candidate)
        }
        return best?.name
    }

    /// The edits between two names, a swap of neighbours being one; nil where there are more than `limit`.
    private static func distance(_ a: [UInt8], _ b: [UInt8], limit: Int) -> Int? {
        var before: [Int] = []
        var previous = Array(0...b.count)
        for i in 0..<a.count {
            var current = [i + 1]
            current.reserveCapacity(b.count + 1)
            for j in 0..<b.count {
                let isSame = a[i] | 0x20 == b[j] | 0x20
                var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (isSame ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
                current.append(cost)
            }
            if current.min() ?? 0 > limit { return nil }
            before = previous
            previous = current
        }
        return previous[b.count] <= limit ? previous[b.count] : nil
    }
}
