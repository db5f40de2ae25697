/// Which lines of two texts are the same, by Myers' greedy way within a bound of work.
struct LineDifference {
    /// A part of the old lines that becomes a part of the new.
    struct Change: Equatable {
        var old: Range<Int>
        var new: Range<Int>
    }

    /// The edit distance beyond which all between the equal ends counts as changed.
    private static let mostEdits = 1000

    /// The changes from one list of lines to another, in order.
    static func changes(from old: [Int], to new: [Int]) -> [Change] {
        var head = 0
        while head < old.count, head < new.count, old[head] == new[head] { head += 1 }
        var tail = 0
        while tail < old.count - head, tail < new.count - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] {
            tail += 1
        }
        let oldPart = head..<old.count - tail
        let newPart = head..<new.count - tail
        if oldPart.isEmpty && newPart.isEmpty { return [] }
        guard !oldPart.isEmpty, !newPart.isEmpty, let trace = trace(old[oldPart], new[newPart]) else {
            return [Change(old: oldPart, new: newPart)]
        }
        return changes(trace, oldPart, newPart)
    }

    /// For each number of edits, how far each diagonal reaches; nil where it takes too many.
    private static func trace(_ old: ArraySlice<Int>, _ new: ArraySlice<Int>) -> [[Int]]? {
        let most = min(mostEdits, old.count + new.count)
        var reach = [Int](repeating: 0, count: 2 * most + 3)
        let middle = most + 1
        var trace: [[Int]] = []
        for edits in 0...most {
            trace.append(Array(reach[middle - edits - 1...middle + edits + 1]))
            for diagonal in stride(from: -edits, through: edits, by: 2) {
                let goesDown =
                    diagonal == -edits
                    || (diagonal != edits && reach[middle + diagonal - 1] < reach[middle + diagonal + 1])
                var x = goesDown ? reach[middle + diagonal + 1] : reach[middle + diagonal - 1] + 1
                var y = x - diagonal
                while x < old.count, y < new.count, old[old.startIndex + x] == new[new.startIndex + y] {
                    x += 1
                    y += 1
                }
                reach[middle + diagonal] = x
                if x >= old.count, y >= new.count { return trace }
            }
        }
        return nil
    }

    private static func changes(_ trace: [[Int]], _ old: Range<Int>, _ new: Range<Int>) -> [Change] {
        var x = old.count
        var y = new.count
        var changes: [Change] = []
        for edits in stride(from: trace.count - 1, to: 0, by: -1) {
            let reach = trace[edits]
            let middle = edits + 1
            let diagonal = x - y
            let goesDown =
                diagonal == -edits
                || (diagonal != edits && reach[middle + diagonal - 1] < reach[middle + diagonal + 1])
            let previous = goesDown ? diagonal + 1 : diagonal - 1
            let fromX = reach[middle + previous]
            let fromY = fromX - previous
            let part =
                goesDown
                ? Change(
                    old: old.lowerBound + fromX..<old.lowerBound + fromX,
                    new: new.lowerBound + fromY..<new.lowerBound + fromY + 1)
                : Change(
                    old: old.lowerBound + fromX..<old.lowerBound + fromX + 1,
                    new: new.lowerBound + fromY..<new.lowerBound + fromY)
            if let last = changes.last, last.old.lowerBound == part.old.upperBound,
                last.new.lowerBound == part.new.upperBound
            {
                changes[changes.count - 1] = Change(
                    old: part.old.lowerBound..<last.old.upperBound, new: part.new.lowerBound..<last.new.upperBound)
            } else {
                changes.append(part)
            }
            (x, y) = (fromX, fromY)
        }
        return changes.reversed()
    }
}
