/// A scalar: its text as decoded, and how it was written.
package struct YAMLScalar: Sendable, Hashable {
    /// The text, with folding and escapes done.
    package let text: String
    /// How it was written.
    package let style: ScalarStyle

    /// A scalar of `text` in `style`.
    package init(text: String, style: ScalarStyle) {
        self.text = text
        self.style = style
    }

    /// The value by the core schema; whatever is not plain is a string.
    package var resolved: YAMLValue {
        style == .plain ? CoreSchema.resolve(text) : .string(text)
    }

    /// The value by the core schema and a tag, or nil where the tag is not the core schema's or the text does not fit.
    package func resolved(tag: String?) -> YAMLValue? {
        guard let tag else { return resolved }
        switch tag {
        case "!", YAMLTag.string:
            return .string(text)
        case YAMLTag.int:
            if case .int(let value) = CoreSchema.resolve(text) { return .int(value) }
            return nil
        case YAMLTag.float:
            switch CoreSchema.resolve(text) {
            case .int(let value): return .float(Double(value))
            case .float(let value): return .float(value)
            default: return nil
            }
        case YAMLTag.bool:
            if case .bool(let value) = CoreSchema.resolve(text) { return .bool(value) }
            return nil
        case YAMLTag.null:
            if case .null = CoreSchema.resolve(text) { return .null }
            return nil
        default:
            return nil
        }
    }
}
