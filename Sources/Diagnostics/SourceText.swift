import Synchronization

/// A text with its name, in which offsets become lines and columns.
///
/// Lines end at LF, CR LF or a lone CR, as YAML has it. The table of lines is made when a place is first asked for, so
/// that a text without problems costs nothing.
package final class SourceText: Sendable {
    /// How messages call the text: a path as the user wrote it.
    package let name: String
    /// The text: valid UTF-8 without a byte-order mark.
    package let bytes: [UInt8]

    private let lineStarts = Mutex<[Int]?>(nil)

    /// A text called `name`; `bytes` are valid UTF-8 without a byte-order mark.
    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    /// The text of a string, for tests and for texts that did not come from a file.
    package convenience init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }

    /// How many lines the text has; one more than its line breaks.
    package var lineCount: Int { starts().count }

    /// The line and column of a byte; an offset past the end counts as the end.
    package func position(of byte: Int) -> SourcePosition {
        let starts = starts()
        let offset = min(max(0, byte), bytes.count)
        let line = Self.index(of: offset, in: starts)
        var column = 1
        for index in starts[line]..<offset where bytes[index] & 0xC0 != 0x80 {
            column += 1
        }
        if offset < bytes.count, bytes[offset] & 0xC0 == 0x80 {
            column -= 1  // in the middle of a scalar: the scalar itself
        }
        return SourcePosition(line: line + 1, column: max(1, column))
    }

    /// The bytes of a line (from 1) without its line break; an empty range at the end for a line that does not exist.
    package func lineRange(_ line: Int) -> SourceRange {
        let starts = starts()
        guard line >= 1, line <= starts.count else { return SourceRange(at: bytes.count) }
        let start = starts[line - 1]
        var end = line < starts.count ? starts[line] : bytes.count
        if end > start, line < starts.count {
            end -= 1
            if end > start, bytes[end] == 0x0A, bytes[end - 1] == 0x0D {
                end -= 1
            }
        }
        return SourceRange(start: start, end: end)
    }

    /// The text of a line (from 1) without its line break; empty for a line that does not exist.
    package func lineText(_ line: Int) -> String {
        text(in: lineRange(line))
    }

    /// The text of a range; what lies outside the text is left out.
    package func text(in range: SourceRange) -> String {
        let start = min(max(0, range.start), bytes.count)
        let end = min(max(start, range.end), bytes.count)
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    private func starts() -> [Int] {
        lineStarts.withLock { table in
            if let table { return table }
            let made = Self.lineStarts(of: bytes)
            table = made
            return made
        }
    }

    private static func lineStarts(of bytes: [UInt8]) -> [Int] {
        var starts = [0]
        var previous: UInt8 = 0
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A {
                if previous == 0x0D {
                    starts[starts.count - 1] = index + 1
                } else {
                    starts.append(index + 1)
                }
            } else if byte == 0x0D {
                starts.append(index + 1)
            }
            previous = byte
        }
        return starts
    }

    /// The index of the last start that is not after `offset`.
    private static func index(of offset: Int, in starts: [Int]) -> Int {
        var low = 0
        var high = starts.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if starts[middle] <= offset { low = middle } else { high = middle - 1 }
        }
        return low
    }
}
