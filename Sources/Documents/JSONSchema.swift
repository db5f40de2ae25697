package import JSONText

/// A format as a JSON Schema of 2020-12, for editors and checkers.
///
/// It is as strict as a schema can be about keys, kinds and forms; names that must exist, conditions and the graph are
/// `validate`'s. A scalar that takes a text takes numbers and booleans too, as the format does.
package struct JSONSchema {
    private let format: DocumentFormat
    private var definitions: [(name: String, shape: Shape)] = []

    /// The schema of a format as JSON, ended with a newline.
    package static func text(of format: DocumentFormat) -> String {
        document(of: format).serialized(pretty: true) + "\n"
    }

    /// The schema of a format.
    package static func document(of format: DocumentFormat) -> JSONValue {
        var schema = JSONSchema(format: format)
        return schema.document()
    }

    private init(format: DocumentFormat) { self.format = format }

    private mutating func document() -> JSONValue {
        definitions = format.definitions.map { ($0.name, $0.shape) }
        var object: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": .string(format.title),
            "description": .string(format.summary.asSentence),
        ]
        for member in inline(format.shape).members { object.append(member.key, member.value) }
        var written = JSONObject()
        var index = 0
        // Writing one may define others.
        while index < definitions.count {
            written.append(definitions[index].name, .object(inline(definitions[index].shape)))
            index += 1
        }
        if !written.isEmpty { object.append("$defs", .object(written)) }
        return .object(object)
    }

    /// A shape as a schema: a reference where it is defined once for all.
    private mutating func schema(_ shape: Shape) -> JSONObject {
        guard let name = shape.name ?? Self.objectName(shape) else { return inline(shape) }
        if let known = definitions.first(where: { $0.name == name }) {
            precondition(known.shape == shape, "two shapes are called \(name)")
        } else {
            definitions.append((name, shape))
        }
        return Self.reference(name)
    }

    private static func objectName(_ shape: Shape) -> String? {
        if case .object(let object) = shape.form { object.shortName } else { nil }
    }

    private static func reference(_ name: String) -> JSONObject { ["$ref": .string("#/$defs/\(name)")] }

    /// A shape as a schema, where it stands.
    private mutating func inline(_ shape: Shape) -> JSONObject {
        var object = form(shape.form)
        if let summary = shape.summary { object.append("description", .string(summary.asSentence)) }
        return object
    }

    // MARK: Forms

    private mutating func form(_ form: Shape.Form) -> JSONObject {
        switch form {
        case .any: return [:]
        case .null: return ["type": "null"]
        case .boolean: return ["type": "boolean"]
        case .integer(let minimum, let maximum):
            var object: JSONObject = ["type": "integer"]
            if let minimum, minimum != .min { object.append("minimum", .int(minimum)) }
            if let maximum, maximum != .max { object.append("maximum", .int(maximum)) }
            return object
        case .number(let minimum, let maximum):
            var object: JSONObject = ["type": "number"]
            if let minimum, minimum.isFinite { object.append("minimum", .double(minimum)) }
            if let maximum, maximum.isFinite { object.append("maximum", .double(maximum)) }
            return object
        case .string(let pattern):
            var object: JSONObject = ["type": ["string", "number", "boolean"]]
            if let pattern { object.append("pattern", .string(Self.whole(pattern))) }
            return object
        case .duration: return ["type": "string", "pattern": .string(Self.durationPattern)]
        case .size:
            return ["type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+ *([kKMG]|[KMG]i)?B?$"]
        case .enumeration(let words): return ["enum": .array(words.map { .string($0) })]
        case .list(let element, let minimum):
            var object: JSONObject = ["type": "array", "items": .object(schema(element))]
            if minimum > 0 { object.append("minItems", .int(Int64(minimum))) }
            return object
        case .map(let pattern, let value):
            var object: JSONObject = ["type": "object"]
            if let pattern { object.append("propertyNames", ["pattern": .string(Self.whole(pattern))]) }
            object.append("additionalProperties", .object(schema(value)))
            return object
        case .oneOf(let shapes): return ["anyOf": .array(shapes.map { .object(schema($0)) })]
        case .object(let shape): return self.object(shape)
        case .named(let name): return Self.reference(name)
        }
    }

    /// A pattern that the whole of a text matches.
    private static func whole(_ pattern: String) -> String { "^(?:\(pattern))$" }

    /// Units from the largest to the smallest, each at most once, and at least one of them.
    private static let durationPattern: String = {
        let units = ["d", "h", "m", "s", "ms", "us", "ns"]
        return "^(?=[0-9])" + units.map { "([0-9]+(\\.[0-9]{1,9})?\($0))?" }.joined() + "$"
    }()

    // MARK: Maps with declared keys

    private mutating func object(_ shape: ObjectShape) -> JSONObject {
        var properties = JSONObject()
        for key in shape.keys { properties.append(key.name, .object(property(key))) }
        var object: JSONObject = ["type": "object", "properties": .object(properties)]
        let required = shape.keys.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { object.append("required", .array(required)) }
        object.append("additionalProperties", false)
        if !shape.oneOf.isEmpty {
            object.append("oneOf", .array(shape.oneOf.map { ["required": [.string($0)]] }))
        }
        let rules = shape.rules.map { Self.rule($0, oneOf: shape.oneOf) }
        if !rules.isEmpty { object.append("allOf", .array(rules)) }
        return object
    }

    private mutating func property(_ key: ObjectShape.Key) -> JSONObject {
        var object = schema(key.value)
        let preset = key.shownDefault.map { " Default: \($0)." } ?? ""
        object["description"] = .string(key.summary.asSentence + preset)
        if let text = key.defaultText, let value = Self.preset(text, key.value.form) { object.append("default", value) }
        return object
    }

    /// A default as a value, where it is one and not a sentence.
    private static func preset(_ text: String, _ form: Shape.Form) -> JSONValue? {
        switch form {
        case .boolean: return text == "true" ? true : text == "false" ? false : nil
        case .integer: return Int64(text).map { .int($0) }
        case .number: return Int64(text).map { .int($0) } ?? Double(text).map { .double($0) }
        case .duration, .size: return .string(text)
        case .enumeration(let words): return words.contains(text) ? .string(text) : nil
        default: return nil
        }
    }

    private static func rule(_ rule: KeyRule, oneOf: [String]) -> JSONValue {
        func names(_ names: [String]) -> JSONValue { .array(names.map { .string($0) }) }
        switch rule {
        case .only(let others, let key):
            let allowed = [key] + oneOf.filter { $0 != key } + others
            return ["if": ["required": [.string(key)]], "then": ["propertyNames": ["enum": names(allowed)]]]
        case .needs(let needed, let keys, let unless):
            var condition: JSONObject = ["required": names(keys)]
            if !unless.isEmpty {
                condition.append("not", ["anyOf": .array(unless.map { ["required": [.string($0)]] })])
            }
            return ["if": .object(condition), "then": ["required": [.string(needed)]]]
        case .never(let refused, let key, let part):
            let holds: JSONValue = ["type": "object", "required": [.string(part)]]
            let condition: JSONValue = [
                "required": [.string(key)], "properties": .object(JSONObject([(key, holds)])),
            ]
            let refusals = JSONObject(refused.map { ($0, .bool(false)) })
            return ["if": condition, "then": ["properties": .object(refusals)]]
        }
    }
}
