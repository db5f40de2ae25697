/// Finds the word that was probably meant: "did you mean `redis_down`?".
package enum NearMiss {
    /// The candidate nearest to `word`, or nil where none is near enough to be worth naming.
    ///
    /// Near is a Damerau-Levenshtein distance (insert, remove, replace, swap neighbours) of at most a third of the
    /// word, ignoring case, or a word that the candidate begins with. Ties go to the longer common beginning, then to
    /// the alphabet, so that the answer never depends on the order of the candidates. Linear in the candidates.
    package static func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
        let wanted = folded(word)
        guard !wanted.isEmpty, wanted.count <= longest else { return nil }
        var best: (distance: Int, prefix: Int, word: String)?
        for candidate in candidates where candidate != word {
            let bound = best?.distance ?? allowed(for: wanted.count)
            guard let found = rank(of: candidate, to: wanted, bound: bound) else { continue }
            guard let current = best else {
                best = (found.distance, found.prefix, candidate)
                continue
            }
            let isBetter =
                found.distance != current.distance
                ? found.distance < current.distance
                : found.prefix != current.prefix ? found.prefix > current.prefix : candidate < current.word
            if isBetter { best = (found.distance, found.prefix, candidate) }
        }
        return best?.word
    }

    /// Longer words are not typing mistakes of a name, and would only cost time.
    private static let longest = 80

    private static func allowed(for count: Int) -> Int {
        count <= 2 ? 1 : min(3, max(1, (count + 1) / 3))
    }

    private static func rank(of candidate: String, to wanted: [UInt32], bound: Int) -> (distance: Int, prefix: Int)? {
        guard candidate.utf8.count <= longest * 4 else { return nil }
        let other = folded(candidate)
        var prefix = 0
        while prefix < min(wanted.count, other.count), wanted[prefix] == other[prefix] { prefix += 1 }
        let isBeginning = prefix == wanted.count && wanted.count >= 3
        if isBeginning, bound >= 1 {
            return (min(bound, 1, other.count - wanted.count), prefix)
        }
        guard let distance = distance(from: wanted, to: other, bound: bound) else { return nil }
        // With one or two letters everything is near: at least one of them must be right.
        guard distance < max(wanted.count, other.count) else { return nil }
        return (distance, prefix)
    }

    /// The optimal string alignment distance, or nil where it is more than `bound`.
    static func distance(from word: [UInt32], to other: [UInt32], bound: Int) -> Int? {
        guard abs(word.count - other.count) <= bound else { return nil }
        var beforeLast: [Int] = []
        var last = Array(0...other.count)
        for (row, letter) in word.enumerated() {
            var current = [row + 1]
            current.reserveCapacity(other.count + 1)
            var smallest = row + 1
            for (column, otherLetter) in other.enumerated() {
                let replaced = last[column] + (letter == otherLetter ? 0 : 1)
                var cost = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == other[column - 1], word[row - 1] == otherLetter {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
                smallest = min(smallest, cost)
            }
            if smallest > bound { return nil }
            beforeLast = last
            last = current
        }
        guard let distance = last.last, distance <= bound else { return nil }
        return distance
    }

    /// The scalars of a word, ASCII letters in lower case, `-` as `_`: what a hurried hand mixes up costs nothing.
    private static func folded(_ word: String) -> [UInt32] {
        word.unicodeScalars.map { scalar in
            switch scalar.value {
            case 0x41...0x5A: scalar.value + 0x20
            case 0x2D: 0x5F
            default: scalar.value
            }
        }
    }
}
