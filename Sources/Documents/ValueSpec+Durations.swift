import YAMLSyntax

extension ValueSpec where Value == Duration {
    /// A number with its unit, read by `parse`, within bounds that `format` writes.
    package static func duration(
        atLeast minimum: Duration = .zero, parse: @escaping @Sendable (String) -> Duration?,
        format: @escaping @Sendable (Duration) -> String
    ) -> ValueSpec {
        ValueSpec(Shape(.duration)) { node, decoder in
            guard let text = node.text, !node.isEmptyValue, let duration = parse(text) else {
                let isBareNumber = node.text.flatMap(Double.init) != nil
                let hint = isBareNumber ? "say the unit: `\(node.text ?? "")s` for seconds" : nil
                decoder.wrongType(node, wants: "a duration such as `500ms`, `30s`, `5m` or `1h30m`", hint: hint)
                return nil
            }
            guard duration >= minimum else {
                decoder.error(
                    "out-of-range", "\(decoder.subject) is at least \(format(minimum)), not \(node.inWords)",
                    at: node.range)
                return nil
            }
            return duration
        }
    }
}
