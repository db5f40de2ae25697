/// Replaces secrets by `***` in everything that is stored or shown.
///
/// A secret is looked for as it is, without the line ends around it, line by line where it has several (lines of at
/// least 8 bytes), and, from 6 bytes on, in the spellings of `SecretForms`: JSON, shell, URL and Base64. Secrets that
/// overlap are covered together.
package struct SecretMasker: Sendable {
    /// What stands in a secret's place.
    package static let replacement = "***"

    private let patterns: SecretPatterns?

    /// Prepares for these secrets; empty ones count for nothing.
    package init(secrets: [String]) {
        var forms: Set<[UInt8]> = []
        for secret in secrets {
            forms.formUnion(SecretForms.forms(of: Array(secret.utf8)))
        }
        patterns = forms.isEmpty ? nil : SecretPatterns(forms)
    }

    /// Whether there is nothing to hide, so that all passes as it is.
    package var isEmpty: Bool { patterns == nil }

    /// A whole text, masked.
    package func mask(_ text: String) -> String {
        guard !isEmpty else { return text }
        var stream = stream()
        var text = text
        var masked = text.withUTF8 { stream.add(UnsafeRawBufferPointer($0)) }
        masked += stream.finish()
        return String(decoding: masked, as: UTF8.self)
    }

    /// Begins a text that comes in pieces.
    package func stream() -> Stream {
        Stream(patterns: patterns)
    }
}
