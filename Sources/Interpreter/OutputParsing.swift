package import CEL
package import JSONText
package import RunbookModel

/// Makes `out` of a text (rule 9).
package struct OutputParser: Sendable {
    /// Reads one YAML document; nil where the text is none. YAML is read outside of this module.
    private let readYAML: @Sendable (String) -> Value?

    /// A parser that reads YAML by a function.
    package init(readYAML: @escaping @Sendable (String) -> Value?) {
        self.readYAML = readYAML
    }

    /// `out`, or nil where the text cannot be parsed.
    package func parse(_ text: String, as format: ParseFormat) -> Value? {
        switch format {
        case .text: .string(TextLines.withoutTrailingNewlines(text))
        case .lines: .list(TextLines.split(text).map { .string(String($0)) })
        case .number: Self.number(text)
        case .json: (try? JSONValue.parse(text)).map(Value.init(json:))
        case .jsonl: Self.jsonLines(text)
        case .yaml: readYAML(text)
        case .table: Self.table(text)
        }
    }

    private static func number(_ text: String) -> Value? {
        let trimmed = TextLines.trimmed(text)
        guard let first = trimmed.utf8.first, first != UInt8(ascii: "+") else { return nil }
        if let int = Int64(trimmed) { return .int(int) }
        guard trimmed.utf8.allSatisfy({ !($0 >= UInt8(ascii: "g") && $0 <= UInt8(ascii: "z")) }),
            !trimmed.utf8.contains(UInt8(ascii: "X")), let double = Double(trimmed), double.isFinite
        else { return nil }
        return .double(double)
    }

    private static func jsonLines(_ text: String) -> Value? {
        if let whole = try? JSONValue.parse(text), case .array(let elements) = whole {
            return .list(elements.map(Value.init(json:)))
        }
        var values: [Value] = []
        for line in TextLines.split(text) where !TextLines.trimmed(String(line)).isEmpty {
            guard let value = try? JSONValue.parse(String(line)) else { return nil }
            values.append(Value(json: value))
        }
        return .list(values)
    }

    private static func table(_ text: String) -> Value? {
        let lines = TextLines.split(text)
        guard let first = lines.first else { return nil }
        let names = fields(of: first)
        guard !names.isEmpty else { return nil }
        var rows: [Value] = []
        for line in lines.dropFirst() {
            let fields = fields(of: line)
            guard fields.count == names.count else { return nil }
            rows.append(.map(MapValue(zip(names, fields).map { (Value.string($0), Value.string($1)) })))
        }
        return .list(rows)
    }

    private static func fields(of line: Substring) -> [String] {
        line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\r\n" }).map(String.init)
    }
}

extension Value {
    /// A value as JSON says it: numbers without fraction or exponent are ints (rule 9).
    package init(json: JSONValue) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .unsigned(let value): self = .uint(value)
        case .double(let value): self = .double(value)
        case .string(let value): self = .string(value)
        case .array(let elements): self = .list(elements.map(Value.init(json:)))
        case .object(let object):
            self = .map(MapValue(object.members.map { (Value.string($0.key), Value(json: $0.value)) }))
        }
    }
}
