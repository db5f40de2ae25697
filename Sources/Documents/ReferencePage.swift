/// A format as a page in Markdown: every map with its keys, what they take, what holds without them, what they mean.
package struct ReferencePage {
    private var sections: [(name: String, text: String)] = []
    private var waiting: [ObjectShape] = []
    private var known: Set<String> = []
    private var named: [String: Shape] = [:]
    /// The shapes that have names of their own and are no maps.
    private var values: [Shape] = []

    /// The page of a format; `origin` says what made it.
    package static func markdown(of format: DocumentFormat, origin: String) -> String {
        var page = ReferencePage()
        for definition in format.definitions { page.named[definition.name] = definition.shape }
        page.open(format.shape)
        while !page.waiting.isEmpty { page.write(page.waiting.removeFirst()) }
        if !page.values.isEmpty { page.writeValues() }
        return "# \(format.title)\n\n\(format.summary.asSentence) \(origin)\n"
            + page.sections.map { "\n## \($0.name)\n\n\($0.text)" }.joined()
    }

    private init() {}

    /// Puts the maps of a shape among those that get a section.
    private mutating func open(_ shape: Shape) {
        if let name = shape.name, known.insert("value " + name).inserted { values.append(shape) }
        switch shape.form {
        case .object(let object):
            if known.insert(object.shortName).inserted { waiting.append(object) }
        case .list(let element, _): open(element)
        case .map(_, let value): open(value)
        case .oneOf(let shapes): for shape in shapes { open(shape) }
        case .named(let name): if let shape = named[name] { open(shape) }
        default: break
        }
    }

    private mutating func write(_ object: ObjectShape) {
        var text = "| key | takes | without it | means |\n|---|---|---|---|\n"
        for key in object.keys {
            open(key.value)
            let preset = key.isRequired ? "required" : key.shownDefault ?? ""
            text +=
                "| `\(key.name)` | \(Self.words(key.value, named)) | \(preset) | \(Self.cell(key.summary.asSentence)) |\n"
        }
        if !object.oneOf.isEmpty { text += "\nExactly one of \(object.oneOf.asKeyList) is there.\n" }
        let rules = object.rules.map { Self.words($0) }
        if !rules.isEmpty { text += "\n" + rules.map { "- \($0)\n" }.joined() }
        sections.append((Self.heading(object), text))
    }

    /// The values that several keys take.
    private mutating func writeValues() {
        var text = "| value | is | means |\n|---|---|---|\n"
        for shape in values.sorted(by: { ($0.name ?? "") < ($1.name ?? "") }) {
            let name = Self.spaced(shape.name ?? "")
            let form = Self.words(Shape(shape.form), named)
            text += "| \(name) | \(form) | \(Self.cell(shape.summary?.asSentence ?? "")) |\n"
        }
        sections.append(("Values", text))
    }

    private static func spaced(_ name: String) -> String { name.split(separator: "_").joined(separator: " ") }

    private static func heading(_ object: ObjectShape) -> String {
        object.name.hasPrefix("`") ? object.name : object.name.prefix(1).uppercased() + object.name.dropFirst()
    }

    private static func anchor(_ object: ObjectShape) -> String {
        heading(object).lowercased().filter { $0 != "`" }.split(separator: " ").joined(separator: "-")
    }

    private static func words(_ rule: KeyRule) -> String {
        switch rule {
        case .only(let keys, let key):
            keys.isEmpty ? "Beside `\(key)` nothing is there." : "Beside `\(key)` there may be \(keys.asKeyList)."
        case .needs(let needed, let keys, let unless):
            "\(keys.asKeyList) \(keys.count == 1 ? "wants" : "together want") `\(needed)`"
                + (unless.isEmpty ? "." : ", but for \(unless.asKeyList).")
        case .never(let refused, let key, let part):
            "Where `\(key)` is `{\(part): …}`, \(refused.asKeyList) \(refused.count == 1 ? "does" : "do") not fit."
        }
    }

    /// What a value looks like, in a few words.
    private static func words(_ shape: Shape, _ named: [String: Shape]) -> String {
        if let name = shape.name { return "[\(spaced(name))](#values)" }
        switch shape.form {
        case .any: return "any value"
        case .null: return "nothing"
        case .boolean: return "`true` or `false`"
        case .integer(let minimum, let maximum):
            let last = maximum == .max ? nil : maximum.map { "\($0)" }
            return "a whole number" + bounds(minimum.map { "\($0)" }, last)
        case .number(let minimum, let maximum):
            return "a number" + bounds(minimum.map { "\($0)" }, maximum.map { "\($0)" })
        case .string(let pattern): return pattern.map { "a text like `\(cell($0))`" } ?? "a text"
        case .duration: return "a duration such as `30s`"
        case .size: return "a number of bytes such as `64KiB`"
        case .enumeration(let words): return words.map { "`\($0)`" }.joined(separator: ", ")
        case .list(let element, _): return "a list: " + words(element, named)
        case .map(let pattern, let value):
            return "a map from \(pattern.map { "`\(cell($0))`" } ?? "names") to " + words(value, named)
        case .oneOf(let shapes): return shapes.map { words($0, named) }.joined(separator: ", or ")
        case .object(let object): return "[\(object.name)](#\(anchor(object)))"
        case .named(let name): return named[name].map { words($0, named) } ?? name
        }
    }

    private static func bounds(_ minimum: String?, _ maximum: String?) -> String {
        switch (minimum, maximum) {
        case (let minimum?, let maximum?): minimum == maximum ? ": `\(minimum)`" : " from \(minimum) to \(maximum)"
        case (let minimum?, nil): " from \(minimum)"
        case (nil, let maximum?): " to \(maximum)"
        case (nil, nil): ""
        }
    }

    /// A text that does not end a cell of a table.
    private static func cell(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}

extension [String] {
    /// Keys as a sentence lists them.
    fileprivate var asKeyList: String { map { "`\($0)`" }.asSentenceList }
}
