/// What a value of a document looks like: a plain description, from which a schema and a reference page are made.
///
/// Every `ValueSpec` carries its shape, so that what decodes and what is documented cannot differ.
package struct Shape: Sendable, Equatable {
    /// The forms that a value can have.
    package indirect enum Form: Sendable, Equatable {
        /// Any value at all.
        case any
        /// Nothing: an empty value.
        case null
        /// `true` or `false`.
        case boolean
        /// A whole number within bounds.
        case integer(minimum: Int64?, maximum: Int64?)
        /// A number within bounds.
        case number(minimum: Double?, maximum: Double?)
        /// A text; the whole of it matches the pattern where there is one.
        case string(pattern: String?)
        /// A number with its unit: `500ms`, `30s`, `1h30m`.
        case duration
        /// A number of bytes, with or without a unit: `65536`, `64KiB`, `1MiB`.
        case size
        /// One of these words.
        case enumeration([String])
        /// A list of at least this many values of one shape.
        case list(Shape, minimum: Int)
        /// A map from names of a pattern to values of one shape.
        case map(keyPattern: String?, value: Shape)
        /// One of several shapes.
        case oneOf([Shape])
        /// A map with declared keys.
        case object(ObjectShape)
        /// A shape that is described elsewhere under a name: what makes recursion possible.
        case named(String)
    }

    /// The form.
    package var form: Form
    /// What such a value means, in one sentence; nil where its key says all.
    package var summary: String?
    /// The name under which a schema defines it once, for all keys that take it; nil: where it stands.
    package var name: String?

    /// A shape of a form.
    package init(_ form: Form, summary: String? = nil, name: String? = nil) {
        self.form = form
        self.summary = summary
        self.name = name
    }

    /// Any text.
    package static let string = Shape(.string(pattern: nil))
}

/// The shape of a map with declared keys.
package struct ObjectShape: Sendable, Equatable {
    /// A declared key.
    package struct Key: Sendable, Equatable {
        /// The key.
        package var name: String
        /// What it means, in one sentence.
        package var summary: String
        /// What its value looks like.
        package var value: Shape
        /// Whether it must be there.
        package var isRequired: Bool
        /// What holds where it is left out, as it would be written; nil: nothing.
        package var defaultText: String?

        /// A key with its value's shape.
        package init(name: String, summary: String, value: Shape, isRequired: Bool, defaultText: String?) {
            self.name = name
            self.summary = summary
            self.value = value
            self.isRequired = isRequired
            self.defaultText = defaultText
        }
    }

    /// What the map is, as messages call it: `a step`.
    package var name: String
    /// The declared keys, in the order of the declaration.
    package var keys: [Key]
    /// The keys of which exactly one must be there; empty: no such rule.
    package var oneOf: [String]
    /// What else holds between its keys.
    package var rules: [KeyRule]

    /// A map with keys.
    package init(name: String, keys: [Key], oneOf: [String] = [], rules: [KeyRule] = []) {
        self.name = name
        self.keys = keys
        self.oneOf = oneOf
        self.rules = rules
    }
}

/// What holds between the keys of a map, beyond what each of them says: for the schema and the reference; whoever reads
/// such a map holds it with words of its own.
package enum KeyRule: Sendable, Equatable {
    /// Where a key is, only these others may be there too.
    case only([String], beside: String)
    /// A key must be there where all of some others are, unless one of `unless` is.
    case needs(String, with: [String], unless: [String] = [])
    /// Where a key's value is a map that has `part`, these must not be there.
    case never([String], beside: String, with: String)
}
