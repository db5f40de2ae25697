extension [String] {
    /// The words as a sentence lists them: `a, b and c`.
    package var asSentenceList: String {
        guard count > 1, let last else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " and " + last
    }

    /// The words, in backticks, as a sentence offers them: `a`, `b` or `c`.
    package var asChoice: String {
        let quoted = map { "`\($0)`" }
        guard quoted.count > 1, let last = quoted.last else { return quoted.first ?? "" }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}
