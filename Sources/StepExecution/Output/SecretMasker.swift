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

extension SecretMasker {
    /// The masking of one text that comes in pieces: a secret split over two of them is found all the same.
    package struct Stream: Sendable {
        private let patterns: SecretPatterns?
        /// The end of the text so far, held back because a secret may have begun in it.
        private var held: [UInt8] = []
        /// How many bytes at the beginning of `held` are covered by a secret already replaced.
        private var covered = 0

        init(patterns: SecretPatterns?) {
            self.patterns = patterns
        }

        /// Takes the next piece and gives what can be shown by now; at most the longest secret less one byte is kept.
        package mutating func add(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
            guard let patterns else { return Array(bytes) }
            if held.isEmpty { return scan(bytes, patterns, isLast: false) }
            var joined = held
            joined.append(contentsOf: bytes)
            return joined.withUnsafeBytes { scan($0, patterns, isLast: false) }
        }

        /// Ends the text and gives what was held back.
        package mutating func finish() -> [UInt8] {
            guard let patterns else { return [] }
            let rest = held
            return rest.withUnsafeBytes { scan($0, patterns, isLast: true) }
        }

        private mutating func scan(
            _ bytes: UnsafeRawBufferPointer, _ patterns: SecretPatterns, isLast: Bool
        ) -> [UInt8] {
            let stop = isLast ? bytes.count : patterns.firstOpenPlace(bytes)
            var output: [UInt8] = []
            output.reserveCapacity(stop)
            var shown = covered
            var place = 0
            while let (start, length) = patterns.nextMatch(bytes, from: place, before: stop) {
                if start >= shown {
                    output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[shown..<start]))
                    output.append(contentsOf: SecretMasker.replacement.utf8)
                }
                shown = max(shown, start + length)
                place = start + 1
            }
            if shown < stop {
                output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[shown..<stop]))
            }
            held = Array(bytes[stop...])
            covered = max(0, shown - stop)
            return output
        }
    }
}
