import Diagnostics

/// Reads a YAML text by the system's libyaml into a tree with exact places, within limits.
package enum YAMLReader {
    /// The tree of a text called `name` in messages, or what is wrong with it.
    ///
    /// Rung's own rules are held here: one document, keys that are scalars and differ, no alias within its own anchor.
    /// `<<` is a key like any other. Linear in time and memory.
    package static func read(name: String, bytes: [UInt8], limits: YAMLLimits = .standard) -> YAMLReadResult {
        do throws(YAMLSyntaxError) {
            let input = try YAMLInput(name: name, bytes: bytes, limits: limits)
            try DirectiveGuard.check(input.source)
            return try EventSource.with(input.source, limits) { events throws(YAMLSyntaxError) in
                var builder = TreeBuilder(input: input, limits: limits)
                return try builder.build(from: events)
            }
        } catch {
            return YAMLReadResult(document: nil, diagnostics: [error.diagnostic])
        }
    }
}
