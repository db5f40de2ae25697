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
