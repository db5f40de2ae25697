/// Numbers that keep distances from one another and come as near as they can to what each of them wants.
enum Spreading {
    /// The places nearest to the wanted ones, each at least as far after the one before as its distance says.
    ///
    /// The least squares of the deviations, exactly: neighbours that push each other are pooled (isotonic regression).
    static func spread(_ wanted: [(place: Double, weight: Double)], distances: [Double]) -> [Double] {
        var offsets: [Double] = []
        offsets.reserveCapacity(wanted.count)
        var pools: [(mean: Double, weight: Double, count: Int)] = []
        for (index, want) in wanted.enumerated() {
            let offset = index == 0 ? 0 : offsets[index - 1] + distances[index - 1]
            offsets.append(offset)
            var pool = (mean: want.place - offset, weight: want.weight, count: 1)
            while let last = pools.last, last.mean > pool.mean {
                pools.removeLast()
                let weight = last.weight + pool.weight
                pool = (
                    (last.mean * last.weight + pool.mean * pool.weight) / weight, weight, last.count + pool.count
                )
            }
            pools.append(pool)
        }
        var places: [Double] = []
        places.reserveCapacity(wanted.count)
        for pool in pools {
            for _ in 0..<pool.count { places.append(pool.mean + offsets[places.count]) }
        }
        return places
    }
}

extension Rows {
    /// The middle of each item from left to right: under and above what it is joined with, and long lines straight.
    func placed(_ spacing: LayoutSpacing) -> [Double] {
        var middle = Array(repeating: 0.0, count: items.count)
        var distances: [[Double]] = []
        for row in rows {
            let between = zip(row, row.dropFirst()).map { distance($0, $1, spacing) }
            distances.append(between)
            var place = -between.reduce(0, +) / 2
            for (index, item) in row.enumerated() {
                middle[item] = place
                if index < between.count { place += between[index] }
            }
        }
        let sweeps = items.count < 4000 ? 24 : 8
        for sweep in 0..<sweeps {
            let isDown = sweep.isMultiple(of: 2)
            for row in isDown ? Array(rows.indices) : rows.indices.reversed() {
                let wanted = rows[row].map { item in
                    want(
                        item, fromAbove: isDown || sweep > sweeps - 4, fromBelow: !isDown || sweep > sweeps - 4, middle)
                }
                for (item, place) in zip(rows[row], Spreading.spread(wanted, distances: distances[row])) {
                    middle[item] = place
                }
            }
        }
        return middle
    }

    private func want(
        _ item: Int, fromAbove: Bool, fromBelow: Bool, _ middle: [Double]
    ) -> (place: Double, weight: Double) {
        var sum = 0.0
        var weight = 0.0
        for (isUsed, joined) in [(fromAbove, items[item].above), (fromBelow, items[item].below)] where isUsed {
            for other in joined {
                let pull: Double = isLine(item) && isLine(other) ? 8 : isLine(item) || isLine(other) ? 2 : 1
                sum += middle[other] * pull
                weight += pull
            }
        }
        return weight > 0 ? (sum / weight, weight) : (middle[item], 0.1)
    }

    private func distance(_ left: Int, _ right: Int, _ spacing: LayoutSpacing) -> Double {
        func beside(_ item: Int) -> Double {
            switch items[item].content {
            case .node: spacing.betweenNodes
            case .label: spacing.besideLabels
            case .line: spacing.besideLines
            }
        }
        return (items[left].size.width + items[right].size.width) / 2 + min(beside(left), beside(right))
    }
}
