import YAMLSyntax

/// libyaml's events in the notation of the YAML test suite.
struct SuiteEvents {
    /// The events, one a line; those before the error where there is one.
    private(set) var text = ""
    /// Whether the text was read to its end.
    private(set) var isAccepted = false

    init(of yaml: String) {
        do {
            let reader = try YAMLEventReader(name: "case.yaml", bytes: Array(yaml.utf8))
            while let event = try reader.next() { text += Self.line(event.kind) + "\n" }
            isAccepted = true
        } catch {
            isAccepted = false
        }
    }

    private static func line(_ kind: YAMLEvent.Kind) -> String {
        switch kind {
        case .streamStart: "+STR"
        case .streamEnd: "-STR"
        case .documentStart(let isExplicit): isExplicit ? "+DOC ---" : "+DOC"
        case .documentEnd(let isExplicit): isExplicit ? "-DOC ..." : "-DOC"
        case .alias(let name): "=ALI *\(name)"
        case .sequenceStart(let style, let tag, let anchor):
            "+SEQ" + (style == .flow ? " []" : "") + properties(tag, anchor)
        case .sequenceEnd: "-SEQ"
        case .mappingStart(let style, let tag, let anchor):
            "+MAP" + (style == .flow ? " {}" : "") + properties(tag, anchor)
        case .mappingEnd: "-MAP"
        case .scalar(let scalar, let tag, let anchor):
            "=VAL" + properties(tag, anchor) + " " + mark(scalar.style) + escaped(scalar.text)
        }
    }

    private static func properties(_ tag: String?, _ anchor: String?) -> String {
        (anchor.map { " &\($0)" } ?? "") + (tag.map { " <\($0)>" } ?? "")
    }

    private static func mark(_ style: ScalarStyle) -> String {
        switch style {
        case .plain: ":"
        case .singleQuoted: "'"
        case .doubleQuoted: "\""
        case .literal: "|"
        case .folded: ">"
        }
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\u{8}": result += "\\b"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
