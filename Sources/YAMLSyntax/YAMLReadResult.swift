package import Diagnostics

/// What reading a YAML text gave.
package struct YAMLReadResult: Sendable {
    /// The tree, or nil where the text is not YAML, not one document, or goes beyond a limit.
    ///
    /// Where only single keys are wrong (twice there, or not a scalar), the tree is there without those pairs, so that
    /// a caller can report its own findings beside these.
    package let document: YAMLDocument?
    /// What is wrong, in the order found; nothing where the text is in order.
    package let diagnostics: [Diagnostic]

    /// What reading gave; see the properties.
    package init(document: YAMLDocument?, diagnostics: [Diagnostic]) {
        self.document = document
        self.diagnostics = diagnostics
    }
}
