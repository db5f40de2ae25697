import Documents

/// Rule 16: the members of a group run side by side, and cannot read one another.
enum GroupReadingRule {
    /// Says which members read others of their group.
    static func check(
        _ readings: [RunbookBuilder.Reading], _ graph: StepGraph, _ table: StepTable, _ decoder: inout DocumentDecoder
    ) {
        guard !readings.isEmpty else { return }
        var groups: [Int32: [Int32]] = [:]
        for edge in graph.evidence where table.outlines[Int(edge.from)].kind == .all {
            groups[edge.to, default: []].append(edge.from)
        }
        for reading in readings where reading.reader != reading.read {
            guard let own = groups[Int32(reading.reader)], let others = groups[Int32(reading.read)] else { continue }
            // Few groups share a member; those of the reader are looked up once for each reading.
            guard let shared = Set(own).intersection(others).min() else { continue }
            decoder.error(
                "reads-member",
                "`\(table.outlines[reading.reader].id)` cannot read `\(table.outlines[reading.read].id)`: both run side "
                    + "by side in the group `\(table.outlines[Int(shared)].id)`",
                at: reading.range, hint: "put the condition into the `findings` or the `next` of the group")
        }
    }
}
