import Diagnostics
import YAMLSyntax

/// Finds the suppressions of a file and what each of them covers.
struct SuppressionScan {
    /// What was found, in the order of the file.
    private(set) var suppressions: [Suppression] = []
    private let source: SourceText
    private var seen: Set<SourceRange> = []

    init(of file: LintedRunbook) {
        source = file.source
        guard let document = file.document else { return }
        for comment in document.comments { add(comment, isInScript: false) }
        for command in file.commands {
            for (origin, range) in command.comments {
                add(command.texts[origin].range(of: range, in: source), isInScript: true)
            }
        }
        guard !suppressions.isEmpty else { return }
        suppressions.sort { $0.comment.start < $1.comment.start }
        var ends = EntryEnds(source: source)
        if let root = document.root { ends.visit(root) }
        for index in suppressions.indices where !suppressions[index].coversFile {
            suppressions[index].scope = scope(of: suppressions[index], ends)
        }
    }

    private mutating func add(_ comment: SourceRange, isInScript: Bool) {
        guard let suppression = Suppression(comment, in: source, isInScript: isInScript) else { return }
        // A script that an alias repeats has its comments twice.
        guard seen.insert(comment).inserted else { return }
        suppressions.append(suppression)
    }

    private func scope(of suppression: Suppression, _ ends: EntryEnds) -> [SourceRange] {
        var line = source.position(of: suppression.comment.start).line
        if isBlank(from: source.lineRange(line).start, to: suppression.comment.start) { line = lineBelow(line) }
        let range = source.lineRange(line)
        guard !suppression.isInScript, let end = ends.endOfLine[line] else { return [range] }
        return [SourceRange(start: range.start, end: max(range.end, end))]
    }

    /// The next line with more than a comment on it.
    private func lineBelow(_ line: Int) -> Int {
        var line = line + 1
        while line < source.lineCount {
            let range = source.lineRange(line)
            let ink = source.bytes[range.start..<range.end].first { $0 != 0x20 && $0 != 0x09 }
            if let ink, ink != UInt8(ascii: "#") { break }
            line += 1
        }
        return line
    }

    private func isBlank(from start: Int, to end: Int) -> Bool {
        source.bytes[start..<max(start, end)].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }
}

/// Where the entries end that begin on a line, the widest of each line.
private struct EntryEnds {
    let source: SourceText
    var endOfLine: [Int: Int] = [:]

    init(source: SourceText) { self.source = source }

    /// Recursive, but no deeper than the reader's limit on depth.
    mutating func visit(_ node: YAMLNode) {
        guard node.aliasName == nil else { return }
        switch node.content {
        case .scalar: break
        case .sequence(let items, _):
            for item in items {
                add(from: item.propertiesRange?.start ?? item.range.start, to: item.range.end)
                visit(item)
            }
        case .mapping(let pairs, _):
            for pair in pairs {
                add(from: pair.key.range.start, to: max(pair.key.range.end, pair.value.range.end))
                visit(pair.value)
            }
        }
    }

    private mutating func add(from start: Int, to end: Int) {
        let line = source.position(of: start).line
        endOfLine[line] = max(endOfLine[line] ?? 0, end)
    }
}
