import Diagnostics
import YAMLSyntax

/// Putting the lines together.
extension LayoutPlan {
    /// The text, line by line.
    func assembled() -> [UInt8] {
        let comments = document.comments
        let columns = commentColumns(comments)
        let wantsBlankLine = blankLines(above: columns)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 16)
        var moved = [Int](repeating: 0, count: rules.count)
        var isAfterBlank = true
        var nextComment = 0
        var nextPatch = 0
        for line in rules.indices {
            let start = lines.start(ofIndex: line)
            // Behind the last line break there is no line.
            if start == bytes.count { break }
            let end = endOfLine(start)
            let ink = skipBlanks(start)
            if ink >= end, !isKept[line] {
                if line + 1 < rules.count, !isAfterBlank { output.append(0x0A) }
                isAfterBlank = true
                continue
            }
            if wantsBlankLine[line], !isAfterBlank { output.append(0x0A) }
            isAfterBlank = false
            while nextComment < comments.count, comments[nextComment].start < start { nextComment += 1 }
            let comment = nextComment < comments.count ? comments[nextComment].start : bytes.count
            if case .content(let by, let indent) = rules[line] {
                content(start, end, by, indent, to: &output)
            } else {
                let new = columns[line] >= 0 ? columns[line] : column(of: line, old: ink - start, moved)
                moved[line] = new - (ink - start)
                let begin = output.count
                if ink < end { output += [UInt8](repeating: 0x20, count: new) }
                if comment == ink {
                    output += Self.trimmed(bytes[ink..<end])
                } else {
                    tokens(ink, end, comment < end ? comment : nil, &nextPatch, begin, isKept[line], to: &output)
                }
            }
            output.append(0x0A)
        }
        endText(&output)
        return output
    }

    /// Takes blank lines from the end, and the last line break where a block scalar there has none.
    private func endText(_ output: inout [UInt8]) {
        if !endsInKeptBlankLines {
            while output.count > 1, output[output.count - 1] == 0x0A, output[output.count - 2] == 0x0A {
                output.removeLast()
            }
        }
        if output == [0x0A] { output = [] }
        guard case .content? = rules.last, lines.start(ofIndex: rules.count - 1) < bytes.count, !output.isEmpty else {
            return
        }
        output.removeLast()
    }

    /// Before which lines a blank one must stand: the first of the comments directly above an entry, or the entry.
    private func blankLines(above columns: [Int]) -> [Bool] {
        var result = isSeparated
        for line in rules.indices where isSeparated[line] {
            guard case .column(let column) = rules[line] else { continue }
            var first = line
            while first > 0, columns[first - 1] >= 0, columns[first - 1] <= column { first -= 1 }
            result[line] = false
            result[first] = true
        }
        return result
    }

    /// Whether the last lines are blank ones that a scalar keeps.
    private var endsInKeptBlankLines: Bool {
        var line = rules.count - 1
        while line >= 0 {
            let start = lines.start(ofIndex: line)
            if isKept[line] { return skipBlanks(start) >= endOfLine(start) }
            if skipBlanks(start) < endOfLine(start) { return false }
            line -= 1
        }
        return false
    }

    /// Where a line begins; `moved` says by how much the lines before were moved.
    private func column(of line: Int, old: Int, _ moved: [Int]) -> Int {
        switch rules[line] {
        case .open: old
        case .column(let column): column
        case .follow(let first, let minimum): max(minimum, old + moved[first], 0)
        case .content(let by, _): max(0, old + by)
        }
    }

    /// A line of a block scalar.
    private func content(_ start: Int, _ end: Int, _ by: Int, _ indent: Int, to output: inout [UInt8]) {
        let line = bytes[start..<end]
        let isBlank = line.allSatisfy { $0 == 0x20 }
        if isBlank, line.count <= indent || line.isEmpty { return }
        if by >= 0 {
            output += [UInt8](repeating: 0x20, count: by)
            output += line
        } else {
            output += line.dropFirst(min(-by, line.prefix { $0 == 0x20 }.count))
        }
    }

    /// The tokens of a line with their patches, and the comment after them.
    private func tokens(
        _ start: Int, _ end: Int, _ comment: Int?, _ nextPatch: inout Int, _ lineBegin: Int, _ isKept: Bool,
        to output: inout [UInt8]
    ) {
        var position = start
        let stop = comment ?? end
        while nextPatch < patches.count, patches[nextPatch].range.lowerBound < start { nextPatch += 1 }
        while nextPatch < patches.count, patches[nextPatch].range.upperBound <= stop {
            let patch = patches[nextPatch]
            output += bytes[position..<patch.range.lowerBound]
            output += patch.text
            position = patch.range.upperBound
            nextPatch += 1
        }
        output += bytes[position..<stop]
        if comment != nil || !isKept {
            while let last = output.last, last == 0x20 || last == 0x09 { output.removeLast() }
        }
        guard let comment else { return }
        let lineStart = lines.start(of: start)
        let old = Self.width(bytes[lineStart..<comment])
        let now = Self.width(output[lineBegin...])
        output += [UInt8](repeating: 0x20, count: max(2, old - now))
        output += Self.trimmed(bytes[comment..<end])
    }

    private static func width(_ text: ArraySlice<UInt8>) -> Int { text.count { $0 & 0xC0 != 0x80 } }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while let last = text.last, last == 0x20 || last == 0x09 { text.removeLast() }
        return text
    }

    // MARK: Comments

    /// By the line, the columns of the comments that have a line of their own; -1 for all other lines.
    private func commentColumns(_ comments: [SourceRange]) -> [Int] {
        var columns = [Int](repeating: -1, count: rules.count)
        // The innermost level of the next line that begins one, found from the end of the file.
        var next = -1
        var following = columns
        for line in rules.indices.reversed() {
            following[line] = next
            if lineLevels[line] >= 0 { next = lineLevels[line] }
        }
        var previous = -1
        var line = 0
        for comment in comments where isFirstOnLine(comment.start) {
            let own = lineIndex(comment.start)
            guard case .open = rules[own] else { continue }
            while line < own {
                if lineLevels[line] >= 0 { previous = lineLevels[line] }
                line += 1
            }
            columns[own] = column(ofComment: column(comment.start), after: previous, before: following[own])
        }
        return columns
    }

    /// The column of the level that a comment at a column belongs to: of the blocks that are open before and after it,
    /// the innermost that does not begin behind it.
    private func column(ofComment old: Int, after previous: Int, before next: Int) -> Int {
        if next >= 0, levels[next].old == old { return levels[next].new }
        var best: Level?
        var outermost: Level?
        for chain in [previous, next] {
            var index = chain
            while index >= 0 {
                let level = levels[index]
                if level.old <= old,
                    best.map({ level.old > $0.old || (level.old == $0.old && level.new < $0.new) }) ?? true
                {
                    best = level
                }
                if outermost.map({ level.new < $0.new }) ?? true { outermost = level }
                index = level.parent
            }
        }
        return (best ?? outermost)?.new ?? old
    }
}
