package import Diagnostics

/// One of libyaml's events, before any rule of Rung's own.
package struct YAMLEvent: Sendable, Hashable {
    /// What happened.
    package enum Kind: Sendable, Hashable {
        /// The text begins.
        case streamStart
        /// The text is over.
        case streamEnd
        /// A document begins; explicit: with `---`.
        case documentStart(isExplicit: Bool)
        /// A document is over; explicit: with `...`.
        case documentEnd(isExplicit: Bool)
        /// `*name`.
        case alias(String)
        /// A scalar.
        case scalar(YAMLScalar, tag: String?, anchor: String?)
        /// A list begins.
        case sequenceStart(CollectionStyle, tag: String?, anchor: String?)
        /// The list that began last is over.
        case sequenceEnd
        /// A map begins; keys and values follow in turn.
        case mappingStart(CollectionStyle, tag: String?, anchor: String?)
        /// The map that began last is over.
        case mappingEnd
    }

    /// What happened.
    package let kind: Kind
    /// The bytes between libyaml's own marks, which for blocks run past blank lines and comments that follow.
    package let range: SourceRange
}
