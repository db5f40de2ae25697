/// Where each of a few known words stands: found without the hashing of a dictionary, which a file of many maps would
/// spend a tenth of its time on.
struct KeyTable: Sendable {
    /// The words and their places, by a number that is made of a word's length and its first, middle and last bytes.
    private let slots: [[(word: String, position: Int)]]

    /// A table of words that differ; a word's place is its place in the list.
    init(_ words: [String]) {
        var slots: [[(word: String, position: Int)]] = Array(repeating: [], count: 256)
        for (position, word) in words.enumerated() {
            precondition(
                !slots[Self.slot(of: word)].contains { $0.word == word }, "the key \(word) is declared twice")
            slots[Self.slot(of: word)].append((word, position))
        }
        self.slots = slots
    }

    /// The place of a word; nil where it is none of them.
    subscript(word: String) -> Int? {
        for entry in slots[Self.slot(of: word)] where entry.word == word { return entry.position }
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
