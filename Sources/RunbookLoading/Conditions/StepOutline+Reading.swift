import Diagnostics
import RunbookModel
import YAMLSyntax

extension StepOutline {
    /// The outline of a step as it is written; what is wrong in it is said when the step itself is read.
    init(id: String, range: SourceRange, node: YAMLNode) {
        self.id = id
        self.range = range
        result = .unknown
        guard case .mapping(let pairs, _) = node.content else { return }
        var parse = ParseFormat.text
        var value: YAMLNode?
        var answer: YAMLNode?
        var hasSeveral = false
        for pair in pairs {
            guard let key = pair.key.text else { continue }
            switch key {
            case "parse": parse = pair.value.text.flatMap(ParseFormat.init) ?? .text
            case "sensitive": isSensitive = pair.value.text == "true"
            case "answer": answer = pair.value
            case "next", "else", "name", "expect", "findings", "verify": break
            default:
                guard let found = StepKind(rawValue: key) else { continue }
                hasSeveral = hasSeveral || kind != nil
                kind = found
                value = pair.value
            }
        }
        if hasSeveral { kind = nil }
        guard let kind else { return }
        result = Self.result(of: kind, value: value, parse: parse, answer: answer)
    }

    private static func result(
        of kind: StepKind, value: YAMLNode?, parse: ParseFormat, answer: YAMLNode?
    ) -> ResultShape {
        switch kind {
        case .check:
            guard let pairs = value?.pairs else { return .command(parse) }
            for pair in pairs {
                switch pair.keyText {
                case "http": return .http(parse)
                case "file": return .file(parse)
                case "tcp": return .plain
                default: continue
                }
            }
            return .unknown
        case .fix: return .command(parse)
        case .ask:
            guard let answer else { return .answer(.bool) }
            guard answer.pairs != nil else { return .unknown }
            guard let type = answer["type"] else { return .answer(.bool) }
            return type.text.flatMap(Param.Kind.init).map(ResultShape.answer) ?? .unknown
        case .call: return .call
        default: return .plain
        }
    }
}
