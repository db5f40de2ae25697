/// Where each of a few known words stands: found without the hashing of a dictionary, which a file of many maps would
/// spend a tenth of its time on.
struct KeyTable: Sendable {
    private let words: [String]
    /// The place of the first word of each slot, -1 for none: a slot is a number that is made of a word's length and
    /// its first, middle and last bytes.
    private let first: [Int8]
    /// The place of the next word of the same slot, -1 for none.
    private let next: [Int8]

    /// A table of words that differ, at most 128; a word's place is its place in the list.
    init(_ words: [String]) {
        precondition(Set(words).count == words.count, "a key is declared twice in \(words)")
        var first = [Int8](repeating: -1, count: 256)
        var next = [Int8](repeating: -1, count: words.count)
        for (position, word) in words.enumerated() {
            next[position] = first[Self.slot(of: word)]
            first[Self.slot(of: word)] = Int8(position)
        }
        (self.words, self.first, self.next) = (words, first, next)
    }

    /// The place of a word; nil where it is none of them.
    subscript(word: String) -> Int? {
        var position = Int(first[Self.slot(of: word)])
        while position >= 0 {
            if words[position] == word { return position }
            position = Int(next[position])
        }
        return nil
    }

    private static func slot(of word: String) -> Int {
        let bytes = word.utf8
        let count = bytes.count
        guard let first = bytes.first, let last = bytes.last else { return 0 }
        let middle = bytes[bytes.index(bytes.startIndex, offsetBy: count / 2)]
        return (count &* 37 &+ Int(first) &* 5 &+ Int(middle) &* 11 &+ Int(last)) & 255
    }
}
