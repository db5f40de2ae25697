/// Numbers of bytes as people write them: `65536`, `64KiB`, `1MiB`, `10MB`.
package enum SizeText {
    private static let units: [(name: String, factor: Int)] = [
        ("", 1), ("B", 1), ("k", 1_000), ("K", 1_000), ("M", 1_000_000), ("G", 1_000_000_000),
        ("Ki", 1 << 10), ("Mi", 1 << 20), ("Gi", 1 << 30),
    ]

    /// Reads a number of bytes; a unit may end in `B`.
    ///
    /// - Returns: nil where the text is none, or does not fit.
    package static func parse(_ text: String) -> Int? {
        let digits = text.utf8.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard !digits.isEmpty, let number = Int(Substring(digits)) else { return nil }
        var unit = Substring(text.utf8.dropFirst(digits.count))
        while unit.utf8.first == 0x20 { unit = unit.dropFirst() }
        if unit.utf8.count > 1, unit.utf8.last == 0x42 { unit = unit.dropLast() }
        guard let found = units.first(where: { $0.name == unit }) else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: found.factor)
        return overflow ? nil : bytes
    }
}
