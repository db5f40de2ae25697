import Documents
import JSONText
import Testing

@Suite struct JSONSchemaTests {
    private static let format = DocumentFormat(
        name: "garden", title: "Garden", summary: "What grows where", shape: Garden.spec.shape)

    @Test func `a declaration becomes a schema with its words, bounds and defaults`() throws {
        let schema = JSONSchema.document(of: Self.format)
        let text = JSONSchema.text(of: Self.format)
        #expect(try JSONValue.parse(text) == schema)
        func at(_ path: String...) -> JSONValue? {
            path.reduce(Optional(schema)) { value, key in
                if case .object(let object)? = value { object[key] } else { nil }
            }
        }
        #expect(at("$schema") == "https://json-schema.org/draft/2020-12/schema")
        #expect(at("description") == "What grows where.")
        #expect(at("required") == ["owner"])
        #expect(at("additionalProperties") == false)
        #expect(at("properties", "soil", "enum") == ["clay", "loam", "sand"])
        #expect(at("properties", "soil", "default") == "loam")
        #expect(at("properties", "soil", "description") == "What the ground is. Default: `loam`.")
        #expect(at("properties", "beds", "propertyNames", "pattern") == "^(?:[a-z]+)$")
        #expect(at("properties", "beds", "additionalProperties", "$ref") == "#/$defs/bed")
        #expect(at("$defs", "bed", "properties", "count", "maximum") == 100)
    }

    @Test func `what holds between keys is in the schema too`() {
        let spec = ObjectSpec<Int>(
            "a tool", oneOf: ["saw", "axe"],
            rules: { [.only(["length"], beside: "saw"), .needs("length", with: ["edge"], unless: ["axe"])] },
            make: { 0 },
            keys: ["saw", "axe", "length", "edge"].map { Key($0, .string(), "A word.") { _, _ in } })
        let schema = JSONSchema.document(of: DocumentFormat(name: "t", title: "T", summary: "T", shape: spec.shape))
        guard case .object(let object) = schema else { return }
        let alternatives: JSONValue = [["required": ["saw"]], ["required": ["axe"]]]
        #expect(object["oneOf"] == alternatives)
        let beside: JSONValue = [
            "if": ["required": ["saw"]], "then": ["propertyNames": ["enum": ["saw", "axe", "length"]]],
        ]
        let unless: JSONValue = ["anyOf": [["required": ["axe"]]]]
        let needed: JSONValue = [
            "if": ["required": ["edge"], "not": unless], "then": ["required": ["length"]],
        ]
        #expect(object["allOf"] == .array([beside, needed]))
    }

    @Test func `the reference page lists every map with its keys`() {
        let page = ReferencePage.markdown(of: Self.format, origin: "Made by a test.")
        #expect(page.hasPrefix("# Garden\n\nWhat grows where. Made by a test.\n"))
        #expect(page.contains("| `soil` | `clay`, `loam`, `sand` | `loam` | What the ground is. |"))
        #expect(page.contains("## A bed\n"))
        #expect(page.contains("| `owner` |"))
    }
}
