internal import CLibYAML

extension LibYAMLParser {
    /// What an event says happened.
    enum EventKind: UInt8, Sendable {
        /// The text begins.
        case streamStart
        /// The text is over.
        case streamEnd
        /// A document begins.
        case documentStart
        /// A document is over.
        case documentEnd
        /// `*name`.
        case alias
        /// A scalar.
        case scalar
        /// A list begins.
        case sequenceStart
        /// The list that began last is over.
        case sequenceEnd
        /// A map begins.
        case mappingStart
        /// The map that began last is over.
        case mappingEnd
    }

    /// What happened.
    var kind: EventKind {
        switch unsafe event.pointee.type {
        case YAML_STREAM_START_EVENT: .streamStart
        case YAML_DOCUMENT_START_EVENT: .documentStart
        case YAML_DOCUMENT_END_EVENT: .documentEnd
        case YAML_ALIAS_EVENT: .alias
        case YAML_SCALAR_EVENT: .scalar
        case YAML_SEQUENCE_START_EVENT: .sequenceStart
        case YAML_SEQUENCE_END_EVENT: .sequenceEnd
        case YAML_MAPPING_START_EVENT: .mappingStart
        case YAML_MAPPING_END_EVENT: .mappingEnd
        default: .streamEnd
        }
    }

    /// Where the event begins, in Unicode scalars.
    var startIndex: Int { unsafe event.pointee.start_mark.index }

    /// Where the event ends, in Unicode scalars.
    var endIndex: Int { unsafe event.pointee.end_mark.index }

    /// Whether a document begins with `---` or ends with `...`.
    var isExplicit: Bool {
        switch kind {
        case .documentStart: unsafe event.pointee.data.document_start.implicit == 0
        case .documentEnd: unsafe event.pointee.data.document_end.implicit == 0
        default: false
        }
    }

    /// How a list or map that begins is written.
    var collectionStyle: CollectionStyle {
        let isFlow =
            kind == .mappingStart
            ? unsafe event.pointee.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
            : unsafe event.pointee.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
        return isFlow ? .flow : .block
    }

    /// Whether the event, which is of a kind, has a tag or the name of an anchor.
    func hasProperties(_ kind: EventKind) -> Bool {
        switch kind {
        case .alias: true
        case .scalar: unsafe event.pointee.data.scalar.tag != nil || event.pointee.data.scalar.anchor != nil
        case .sequenceStart:
            unsafe event.pointee.data.sequence_start.tag != nil || event.pointee.data.sequence_start.anchor != nil
        case .mappingStart:
            unsafe event.pointee.data.mapping_start.tag != nil || event.pointee.data.mapping_start.anchor != nil
        default: false
        }
    }

    /// The full tag of a node, or nil without one.
    var tag: String? {
        switch kind {
        case .scalar: unsafe text(event.pointee.data.scalar.tag)
        case .sequenceStart: unsafe text(event.pointee.data.sequence_start.tag)
        case .mappingStart: unsafe text(event.pointee.data.mapping_start.tag)
        default: nil
        }
    }

    /// The name that a node is given, or that an alias means; nil without one.
    var anchor: String? {
        switch kind {
        case .alias: unsafe text(event.pointee.data.alias.anchor)
        case .scalar: unsafe text(event.pointee.data.scalar.anchor)
        case .sequenceStart: unsafe text(event.pointee.data.sequence_start.anchor)
        case .mappingStart: unsafe text(event.pointee.data.mapping_start.anchor)
        default: nil
        }
    }

    /// The scalar of a scalar event.
    var scalar: YAMLScalar {
        let data = unsafe event.pointee.data.scalar
        let bytes = unsafe UnsafeBufferPointer(start: data.value, count: data.length)
        return unsafe YAMLScalar(text: String(decoding: bytes, as: UTF8.self), style: ScalarStyle(data.style))
    }

    /// How a scalar event's scalar is written.
    var scalarStyle: ScalarStyle { unsafe ScalarStyle(event.pointee.data.scalar.style) }

    /// Adds the text of a scalar event's scalar.
    func appendText(to bytes: inout [UInt8]) {
        let data = unsafe event.pointee.data.scalar
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: data.value, count: data.length))
    }

    private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        unsafe pointer.map { unsafe String(cString: $0) }
    }
}

extension ScalarStyle {
    /// libyaml's style as ours; a parser never gives "any".
    fileprivate init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: self = .singleQuoted
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .doubleQuoted
        case YAML_LITERAL_SCALAR_STYLE: self = .literal
        case YAML_FOLDED_SCALAR_STYLE: self = .folded
        default: self = .plain
        }
    }
}
