import Diagnostics
import Documents
import YAMLSyntax

/// A document of no importance, declared as all are: what the tests decode.
struct Garden: Sendable {
    enum Soil: String, CaseIterable, Sendable {
        case clay, loam, sand
    }

    struct Bed: Sendable {
        var plant = ""
        var count = 1
    }

    var owner = ""
    var soil = Soil.loam
    var area = 1.0
    var isFenced = false
    var watering = Duration.seconds(60)
    var store = 1024
    var beds: [MapEntry<Bed>] = []
    var tools: [String] = []

    static let bed = ObjectSpec<Bed>(
        "a bed", example: "{plant: rose}", make: { Bed() },
        keys: [
            Key("plant", .string(), required: true, "what grows there") { $0.plant = $1 },
            Key("count", .int(1...100), default: "1", "How many there are.") { $0.count = $1 },
        ])

    static let names = NameRule(
        what: "the name of a bed", words: "it has only lower-case letters", pattern: "[a-z]+",
        accepts: { $0.utf8.allSatisfy { $0 >= 0x61 && $0 <= 0x7A } })

    static let spec = ObjectSpec<Garden>(
        "a garden", otherWords: ["proprietor": "whose garden it is stands in `owner`"], make: { Garden() },
        keys: [
            Key("owner", .string(), required: true, "whose garden it is") { $0.owner = $1 },
            Key("soil", .enumeration(), default: "loam", "What the ground is.") { $0.soil = $1 },
            Key("area", .number(0...1e6), default: "1", "Its area in hectares.") { $0.area = $1 },
            Key("fenced", .bool, default: "false", "Whether there is a fence.") { $0.isFenced = $1 },
            Key(
                "watering",
                .duration(
                    atLeast: .seconds(1), parse: { Int($0.dropLast()).map { Duration.seconds($0) } },
                    format: { "\($0)" }),
                default: "60s", "How long it is watered."
            ) { $0.watering = $1 },
            Key("store", .size(1...(1 << 20)), default: "1KiB", "How much the shed holds.") { $0.store = $1 },
            Key("beds", .map(of: bed.value, names: names, "a map of beds"), "The beds by their names.") {
                $0.beds = $1
            },
            Key("tools", .list(of: .string(), "a list of tools", minimum: 1), "The tools.") { $0.tools = $1 },
        ])

    /// What is read of a text, and what is said of it.
    static func read(_ text: String) -> (garden: Garden?, messages: [String]) {
        let read = YAMLReader.read(name: "garden.yaml", bytes: Array(text.utf8))
        guard let document = read.document, let root = document.root else {
            return (nil, read.diagnostics.map(\.message))
        }
        var decoder = DocumentDecoder(source: document.source, subject: "a garden")
        let decoded = spec.decode(root, &decoder)
        let messages = decoder.diagnostics.map { diagnostic in
            let place = document.source.position(of: diagnostic.range.start)
            let hint = diagnostic.hint.map { " (\($0))" } ?? ""
            return "\(place.line):\(place.column): \(diagnostic.message)\(hint)"
        }
        return (decoded?.model, messages)
    }
}
