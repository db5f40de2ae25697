/// The end of what a command has written so far, whatever it writes: a few lines to look at while it runs.
package struct OutputTail: Sendable, Equatable {
    /// How many bytes are kept.
    private static let most = 4096

    private var bytes: [UInt8] = []
    /// How many bytes came in all.
    package private(set) var total = 0

    /// Nothing yet.
    package init() {}

    /// Takes what was written; costs the same however much that is.
    package mutating func append(_ new: [UInt8]) {
        total += new.count
        if new.count >= Self.most {
            bytes = Array(new.suffix(Self.most))
        } else {
            bytes += new
            if bytes.count > 2 * Self.most { bytes.removeFirst(bytes.count - Self.most) }
        }
    }

    /// The last lines; of a line that was overwritten by a carriage return, as progress is shown, what stands last.
    package func lines(_ count: Int) -> [String] {
        guard count > 0 else { return [] }
        let all = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
        return all.suffix(count).map { line in
            let shown = line.split(separator: UInt8(ascii: "\r"), omittingEmptySubsequences: true).last ?? []
            return String(decoding: shown, as: UTF8.self)
        }
    }
}
