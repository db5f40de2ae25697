import Diagnostics
import YAMLSyntax

/// A key and its value in YAML as somebody wrote it: its lines are kept, only their indentation changes.
package struct WrittenBlock: Sendable {
    /// The key and what the lines mean.
    package let entry: ValueTree.Entry
    /// The lines of a block map, without the indentation that all share; nil where the value stands behind its key.
    let lines: [[UInt8]]?

    /// A key with a YAML text as its value; throws where the text is no YAML, or cannot stand below a key.
    package init(key: String, name: String, text: [UInt8]) throws(TreeEditFailure) {
        let source = try EditedText(name: name, bytes: text, dialect: .yaml)
        guard let root = source.root else { throw TreeEditFailure(.unreadable, "\(name) holds nothing") }
        entry = ValueTree.Entry(key, root.tree)
        guard root.isBlockCollection, root.entries != nil, root.properties == nil,
            !source.bytes.starts(with: "---".utf8), !source.bytes.starts(with: "%".utf8)
        else {
            lines = nil
            return
        }
        lines = Self.lines(of: source, root)
    }

    private static func lines(of source: EditedText, _ root: SourceNode) -> [[UInt8]] {
        let column = source.column(root.range.lowerBound)
        var lines: [[UInt8]] = []
        var start = 0
        while start < source.bytes.count {
            let end = source.endOfLine(start)
            let cut = min(start + column, min(source.skipBlanks(start), end))
            lines.append(Array(source.bytes[cut..<end]))
            let next = source.lines.next(after: start)
            guard next > start else { break }
            start = next
        }
        func isBlank(_ line: [UInt8]) -> Bool { line.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
        while let last = lines.last, isBlank(last) { lines.removeLast() }
        return Array(lines.drop(while: isBlank))
    }
}

extension TreeWriter {
    /// A key at `column` and its lines below it.
    func entry(_ block: WrittenBlock, column: Int) -> [UInt8] {
        guard let lines = block.lines else { return entry(block.entry, column: column) }
        var result = Array((key(block.entry.key, style: .plain) + ":").utf8)
        for line in lines { result += line.isEmpty ? habits.lineBreak : newLine(column + habits.step) + line }
        return result
    }
}
