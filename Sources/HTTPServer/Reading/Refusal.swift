/// Why a request cannot be read on; the connection ends with it.
struct Refusal: Error, Hashable {
    let status: Int
    /// What is wrong, in words for who sent it; never a part of what was sent.
    let words: String

    init(_ status: Int, _ words: String) {
        self.status = status
        self.words = words
    }

    /// It is no HTTP, or HTTP that two readers could understand in two ways.
    static func malformed(_ words: String) -> Refusal { Refusal(400, words) }
}
