package import YAMLSyntax

/// How a node of a document becomes a value, and what it may look like.
///
/// Decoding never throws: what is wrong goes to the decoder as a diagnostic, nil is returned, and the caller goes on,
/// so that all errors of a file are found at once.
package struct ValueSpec<Value>: Sendable {
    /// Makes the shape: only a schema or a reference page asks for it, and a program that validates pays nothing.
    private let makeShape: @Sendable () -> Shape
    /// Reads a node; nil where it is wrong, which was then said.
    package let decode: @Sendable (YAMLNode, inout DocumentDecoder) -> Value?

    /// A spec of a shape and what reads it.
    package init(
        _ shape: @autoclosure @escaping @Sendable () -> Shape,
        decode: @escaping @Sendable (YAMLNode, inout DocumentDecoder) -> Value?
    ) {
        makeShape = shape
        self.decode = decode
    }

    /// What the value looks like; made anew by each call.
    package var shape: Shape { makeShape() }

    /// The spec of what a function makes of the value; nil from it means that it said what is wrong.
    package func map<Other>(
        _ transform: @escaping @Sendable (Value, YAMLNode, inout DocumentDecoder) -> Other?
    ) -> ValueSpec<Other> {
        let (decode, makeShape) = (decode, makeShape)
        return ValueSpec<Other>(makeShape()) { node, decoder in
            guard let value = decode(node, &decoder) else { return nil }
            return transform(value, node, &decoder)
        }
    }

    /// The spec with a name under which a schema defines it once, for all keys that take it.
    package func named(_ name: String) -> ValueSpec {
        let makeShape = makeShape
        return ValueSpec(Shape(makeShape().form, summary: makeShape().summary, name: name), decode: decode)
    }

    /// The spec with a sentence about what such a value means.
    package func described(_ summary: String) -> ValueSpec {
        let makeShape = makeShape
        return ValueSpec(Shape(makeShape().form, summary: summary, name: makeShape().name), decode: decode)
    }
}

extension ValueSpec where Value == YAMLNode {
    /// Any node as it is, for what is decoded later; it is documented by the shape given.
    package static func node(_ shape: @autoclosure @escaping @Sendable () -> Shape) -> ValueSpec {
        ValueSpec(shape()) { node, _ in node }
    }
}
