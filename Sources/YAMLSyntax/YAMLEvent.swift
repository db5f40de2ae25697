package import Diagnostics

/// One of libyaml's events, before any rule of Rung's own.
package struct YAMLEvent: Sendable, Hashable {
    /// What happened.
    package enum Kind: Sendable, Hashable {
        case streamStart
        case streamEnd
        /// Explicit: with `---`.
        case documentStart(isExplicit: Bool)
        /// Explicit: with `...`.
        case documentEnd(isExplicit: Bool)
        case alias(String)
        case scalar(YAMLScalar, tag: String?, anchor: String?)
        case sequenceStart(CollectionStyle, tag: String?, anchor: String?)
        case sequenceEnd
        case mappingStart(CollectionStyle, tag: String?, anchor: String?)
        case mappingEnd
    }

    /// What happened.
    package let kind: Kind
    /// The bytes between libyaml's own marks, which for blocks run past blank lines and comments that follow.
    package let range: SourceRange
}
