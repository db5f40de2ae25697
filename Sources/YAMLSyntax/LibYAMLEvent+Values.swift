internal import CLibYAML

extension UnsafePointer<yaml_event_t> {
    /// A C text of the event as a string, or nil where there is none.
    func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    /// The scalar of a scalar event.
    func scalar() -> YAMLScalar {
        let data = pointee.data.scalar
        let text = String(decoding: UnsafeBufferPointer(start: data.value, count: data.length), as: UTF8.self)
        return YAMLScalar(text: text, style: ScalarStyle(data.style))
    }
}

extension ScalarStyle {
    /// libyaml's style as ours; a parser never gives "any".
    init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: self = .literal
        case YAML_FOLDED_SCALAR_STYLE: self = .folded
        default: self = .plain
        }
    }
}
