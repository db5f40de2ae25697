package import Diagnostics

/// A text that cannot be read any further.
package struct YAMLSyntaxError: Error {
    /// What is wrong, and where.
    package let diagnostic: Diagnostic
}
