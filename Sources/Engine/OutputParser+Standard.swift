import CEL
package import Interpreter
import YAMLSyntax

extension OutputParser {
    /// The parser of runs: YAML by the system's libyaml.
    package static let standard = OutputParser { text in
        guard let root = YAMLReader.read(name: "output", bytes: Array(text.utf8)).document?.root else { return nil }
        return Value(yaml: root)
    }
}

extension Value {
    /// A value as YAML 1.2's core schema says it; nil where a tag is not of that schema. The reader bounds the depth.
    init?(yaml node: YAMLNode) {
        if let items = node.items {
            var values: [Value] = []
            for item in items {
                guard let value = Value(yaml: item) else { return nil }
                values.append(value)
            }
            self = .list(values)
        } else if let pairs = node.pairs {
            var members: [(String, Value)] = []
            for pair in pairs {
                guard let value = Value(yaml: pair.value) else { return nil }
                members.append((pair.keyText, value))
            }
            self = .fields(members)
        } else {
            switch node.value {
            case .null?: self = .null
            case .bool(let flag)?: self = .bool(flag)
            case .int(let number)?: self = .int(number)
            case .float(let number)?: self = .double(number)
            case .string(let text)?: self = .string(text)
            case nil: return nil
            }
        }
    }
}
