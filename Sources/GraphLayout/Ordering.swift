extension Rows {
    /// Orders each row so that few edges cross: by the mean place of what an item is joined with, down and up again.
    mutating func reduceCrossings() {
        var position = Array(repeating: 0, count: items.count)
        for row in rows { for (place, item) in row.enumerated() { position[item] = place } }
        var best = (rows: rows, crossings: crossings(position))
        // Large graphs get fewer sweeps: the first ones bring the most.
        let sweeps = items.count < 4000 ? 16 : items.count < 20_000 ? 6 : 2
        for sweep in 0..<sweeps where best.crossings > 0 {
            let isDown = sweep.isMultiple(of: 2)
            let order = isDown ? Array(rows.indices.dropFirst()) : Array(rows.indices.dropLast().reversed())
            for row in order { sort(row, byAbove: isDown, &position) }
            let crossings = crossings(position)
            if crossings < best.crossings { best = (rows, crossings) }
        }
        rows = best.rows
    }

    private mutating func sort(_ row: Int, byAbove: Bool, _ position: inout [Int]) {
        let keyed = rows[row].enumerated().map { place, item -> (mean: Double, place: Int, item: Int) in
            let joined = byAbove ? items[item].above : items[item].below
            guard !joined.isEmpty else { return (Double(place), place, item) }
            let sum = joined.reduce(0) { $0 + position[$1] }
            // Places of rows of different lengths are compared as shares of the row.
            let share = Double(rows[row].count) / Double(max(1, rows[items[joined[0]].row].count))
            return ((Double(sum) / Double(joined.count) + 0.5) * share - 0.5, place, item)
        }
        rows[row] = keyed.sorted { ($0.mean, $0.place) < ($1.mean, $1.place) }.map(\.item)
        for (place, item) in rows[row].enumerated() { position[item] = place }
    }

    /// How many pairs of edges cross between neighbouring rows, counted with a tree of sums.
    private func crossings(_ position: [Int]) -> Int {
        var total = 0
        for (index, row) in rows.dropLast().enumerated() {
            let width = rows[index + 1].count
            var sums = Array(repeating: 0, count: width + 1)
            var seen = 0
            for item in row {
                let ends = items[item].below.map { position[$0] }.sorted()
                for end in ends {
                    var upTo = 0
                    var place = end + 1
                    while place > 0 {
                        upTo += sums[place]
                        place -= place & -place
                    }
                    total += seen - upTo
                }
                for end in ends {
                    seen += 1
                    var place = end + 1
                    while place <= width {
                        sums[place] += 1
                        place += place & -place
                    }
                }
            }
        }
        return total
    }
}
