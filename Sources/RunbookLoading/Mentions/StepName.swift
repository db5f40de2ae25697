import Documents

/// How steps are named, for those who name new ones.
package enum StepName {
    /// Whether a text can be the name of a step.
    package static func isValid(_ text: String) -> Bool { Names.isName(text) }

    /// What a name is like, in words.
    package static var rule: String { Names.step.words }
}
