package import YAMLSyntax

extension ValueSpec where Value == YAMLNode {
    /// A scalar, kept as its node: for texts that are read further and whose places matter.
    package static func scalar(
        _ wanted: String, shape: @autoclosure @escaping @Sendable () -> Shape = .string
    ) -> ValueSpec {
        ValueSpec(shape()) { node, decoder in
            if decoder.refusesTag(of: node) { return nil }
            guard case .scalar = node.content, !node.isEmptyValue else {
                decoder.wrongType(node, wants: wanted)
                return nil
            }
            return node
        }
    }
}

extension ValueSpec where Value == String {
    /// A text, as written.
    package static func string(_ wanted: String = "a text", pattern: String? = nil) -> ValueSpec {
        ValueSpec<YAMLNode>.scalar(wanted, shape: Shape(.string(pattern: pattern))).map { node, _, _ in
            node.text
        }
    }

    /// One of some words.
    package static func word(of words: [String]) -> ValueSpec {
        ValueSpec(Shape(.enumeration(words))) { node, decoder in
            guard let text = node.text, !node.isEmptyValue else {
                decoder.wrongType(node, wants: words.asChoice)
                return nil
            }
            if words.contains(text) { return text }
            let hint = decoder.nearMiss(for: text, among: words)
            decoder.error(
                "wrong-value", "\(decoder.subject) is \(words.asChoice), not \(node.inWords)", at: node.range,
                hint: hint)
            return nil
        }
    }
}

extension ValueSpec where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    /// One of the cases of an enumeration, or of some of them.
    package static func enumeration(_ cases: [Value] = Array(Value.allCases)) -> ValueSpec {
        ValueSpec<String>.word(of: cases.map { $0.rawValue }).map { word, _, _ in Value(rawValue: word) }
    }
}

extension ValueSpec where Value == Bool {
    /// `true` or `false`.
    package static let bool = ValueSpec(Shape(.boolean)) { node, decoder in
        if case .bool(let value) = node.value { return value }
        var hint: String?
        if let text = node.text {
            switch text.lowercased() {
            case "yes", "on", "y", "true": hint = "write `true`, without quotes"
            case "no", "off", "n", "false": hint = "write `false`, without quotes"
            default: break
            }
        }
        decoder.wrongType(node, wants: "`true` or `false`", hint: hint)
        return nil
    }
}

extension ValueSpec where Value == Int {
    /// A whole number within bounds.
    package static func int(_ bounds: ClosedRange<Int>) -> ValueSpec {
        ValueSpec(Shape(.integer(minimum: Int64(bounds.lowerBound), maximum: Int64(bounds.upperBound)))) {
            node, decoder in
            guard case .int(let value) = node.value else {
                let isQuoted = node.text.flatMap(Int.init) != nil
                decoder.wrongType(node, wants: "a whole number", hint: isQuoted ? "leave the quotes out" : nil)
                return nil
            }
            guard let number = Int(exactly: value), bounds.contains(number) else {
                let words =
                    bounds.upperBound == .max
                    ? "at least \(bounds.lowerBound)"
                    : "from \(bounds.lowerBound) to \(bounds.upperBound)"
                decoder.error(
                    "out-of-range", "\(decoder.subject) is a number \(words), not \(node.inWords)", at: node.range)
                return nil
            }
            return number
        }
    }

    /// A number of bytes, with or without a unit.
    package static func size(_ bounds: ClosedRange<Int>) -> ValueSpec {
        ValueSpec(Shape(.size)) { node, decoder in
            guard let text = node.text, !node.isEmptyValue, let bytes = SizeText.parse(text) else {
                decoder.wrongType(node, wants: "a number of bytes such as `65536`, `64KiB` or `1MiB`")
                return nil
            }
            guard bounds.contains(bytes) else {
                decoder.error(
                    "out-of-range",
                    "\(decoder.subject) is from \(bounds.lowerBound) to \(bounds.upperBound) bytes, not \(node.inWords)",
                    at: node.range)
                return nil
            }
            return bytes
        }
    }
}

extension ValueSpec where Value == Double {
    /// A number within bounds.
    package static func number(_ bounds: ClosedRange<Double>) -> ValueSpec {
        ValueSpec(Shape(.number(minimum: bounds.lowerBound, maximum: bounds.upperBound))) { node, decoder in
            let value: Double
            switch node.value {
            case .int(let whole): value = Double(whole)
            case .float(let number): value = number
            default:
                decoder.wrongType(node, wants: "a number")
                return nil
            }
            guard bounds.contains(value) else {
                decoder.error(
                    "out-of-range",
                    "\(decoder.subject) is a number from \(bounds.lowerBound) to \(bounds.upperBound), not \(node.inWords)",
                    at: node.range)
                return nil
            }
            return value
        }
    }
}

extension DocumentDecoder {
    /// Says that a tag of the user's own stands before a value, which no key takes.
    package mutating func refusesTag(of node: YAMLNode) -> Bool {
        guard let tag = node.tag, !YAMLTag.isCore(tag) else { return false }
        error(
            "yaml-tag",
            "\(subject) begins with `\(YAMLNode.shortened(YAMLTag.short(tag)))`, which YAML takes for a tag",
            at: node.propertiesRange ?? node.range, hint: "put quotes around a text that begins with `!`")
        return true
    }
}
