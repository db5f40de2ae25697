/// What libyaml says about a text that it cannot read; indices count Unicode scalars.
struct LibYAMLProblem: Error {
    /// The problem in libyaml's words.
    var problem: String
    /// What it was doing, in its words; empty where it does not say.
    var context: String
    /// Where the problem was met; nil where `offset` tells it.
    var index: Int?
    /// Where that which it was doing began.
    var contextIndex: Int?
    /// The byte offset of a character that the reader refuses.
    var offset: Int?
    /// That character's value.
    var value: Int
}
