/// The difference of two texts as `patch -p1` and `git apply` take it.
package enum UnifiedDiff {
    private static let context = 3

    /// The difference with three lines around each change; empty where the texts are the same.
    ///
    /// - Parameters:
    ///   - path: The file's path; a leading slash is left out behind `a/` and `b/`.
    ///   - old: The old text; nil for a file that is made.
    ///   - new: The new text; nil for a file that is removed.
    package static func text(path: String, old: [UInt8]?, new: [UInt8]?) -> String {
        let oldLines = Lines(old ?? [])
        let newLines = Lines(new ?? [])
        var numbers: [ArraySlice<UInt8>: Int] = [:]
        let oldIDs = oldLines.identities(&numbers)
        let newIDs = newLines.identities(&numbers)
        let changes = LineDifference.changes(from: oldIDs, to: newIDs)
        guard !changes.isEmpty else { return "" }
        var output: [UInt8] = []
        let name = path.drop { $0 == "/" }
        output += Array("--- \(old == nil ? "/dev/null" : quoted("a/" + name))\n".utf8)
        output += Array("+++ \(new == nil ? "/dev/null" : quoted("b/" + name))\n".utf8)
        for hunk in hunks(changes) { write(hunk, oldLines, newLines, to: &output) }
        return String(decoding: output, as: UTF8.self)
    }

    /// A text as lines that keep their line breaks.
    private struct Lines {
        let bytes: [UInt8]
        let ranges: [Range<Int>]

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            var ranges: [Range<Int>] = []
            var start = 0
            while start < bytes.count {
                let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
                ranges.append(start..<end)
                start = end
            }
            self.ranges = ranges
        }

        /// A number for each line, the same for equal ones.
        func identities(_ numbers: inout [ArraySlice<UInt8>: Int]) -> [Int] {
            ranges.map { range in
                if let known = numbers[bytes[range]] { return known }
                numbers[bytes[range]] = numbers.count
                return numbers.count - 1
            }
        }
    }

    /// Changes so near to one another that they share their context.
    private static func hunks(_ changes: [LineDifference.Change]) -> [[LineDifference.Change]] {
        var hunks: [[LineDifference.Change]] = []
        for change in changes {
            if let last = hunks.last?.last, change.old.lowerBound - last.old.upperBound <= 2 * context {
                hunks[hunks.count - 1].append(change)
            } else {
                hunks.append([change])
            }
        }
        return hunks
    }

    private static func write(
        _ changes: [LineDifference.Change], _ old: Lines, _ new: Lines, to output: inout [UInt8]
    ) {
        guard let first = changes.first, let last = changes.last else { return }
        let lead = min(context, first.old.lowerBound)
        let trail = min(context, old.ranges.count - last.old.upperBound)
        let oldRange = first.old.lowerBound - lead..<last.old.upperBound + trail
        let newRange = first.new.lowerBound - lead..<last.new.upperBound + trail
        output += Array("@@ -\(span(oldRange)) +\(span(newRange)) @@\n".utf8)
        var position = oldRange.lowerBound
        for change in changes {
            for index in position..<change.old.lowerBound { line(" ", old, index, &output) }
            for index in change.old { line("-", old, index, &output) }
            for index in change.new { line("+", new, index, &output) }
            position = change.old.upperBound
        }
        for index in position..<oldRange.upperBound { line(" ", old, index, &output) }
    }

    private static func span(_ range: Range<Int>) -> String {
        switch range.count {
        case 0: "\(range.lowerBound),0"
        case 1: "\(range.lowerBound + 1)"
        default: "\(range.lowerBound + 1),\(range.count)"
        }
    }

    private static func line(_ mark: Unicode.Scalar, _ lines: Lines, _ index: Int, _ output: inout [UInt8]) {
        output.append(UInt8(ascii: mark))
        output += lines.bytes[lines.ranges[index]]
        if output.last != 0x0A { output += Array("\n\\ No newline at end of file\n".utf8) }
    }

    /// A name as git writes it: in quotes where it holds what would end or hide it.
    private static func quoted(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy {
            $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        if isPlain { return name }
        var result = "\""
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "\""): result += "\\\""
            case UInt8(ascii: "\\"): result += "\\\\"
            case 0x0A: result += "\\n"
            case 0x09: result += "\\t"
            case 0x20..<0x7F: result.unicodeScalars.append(UnicodeScalar(byte))
            default:
                let digits = String(byte, radix: 8)
                result += "\\" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
            }
        }
        return result + "\""
    }
}
