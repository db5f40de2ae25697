package import YAMLEditing

/// How a file's text changes (rule 13).
package enum FileChange: Sendable {
    /// A tree is set in a YAML, JSON, nginx, ini or env file.
    case set(ValueTree)
    /// The one place that a pattern (RE2) matches becomes a text, in which `\1` is the pattern's first group.
    case replace(pattern: String, with: String)
    /// The one line that a pattern matches becomes a line; with none, it is appended.
    case ensureLine(line: String, pattern: String?)
    /// The lines between Rung's two marker comments become a text.
    case block(name: String, text: String)
}
