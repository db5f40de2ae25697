/// Some of libyaml's events in a row, copied, so that they can be taken to another thread.
struct EventTape: Sendable {
    /// An event; its texts are the tape's.
    struct Event: Sendable {
        /// What happened.
        var kind: LibYAMLParser.EventKind
        /// How a scalar is written.
        var scalarStyle = ScalarStyle.plain
        /// How a list or a map is written.
        var collectionStyle = CollectionStyle.block
        /// Where it begins and ends, in Unicode scalars.
        var start: UInt32
        var end: UInt32
        /// The bytes of a scalar's text.
        fileprivate var text: Range<UInt32> = 0..<0
        /// The places of the tag and the anchor, -1 for none.
        fileprivate var tag: Int32 = -1
        fileprivate var anchor: Int32 = -1

        /// An event without texts.
        init(kind: LibYAMLParser.EventKind, start: UInt32, end: UInt32) {
            self.kind = kind
            self.start = start
            self.end = end
        }
    }

    /// The events.
    private(set) var events: [Event] = []
    /// What keeps libyaml from reading on after them.
    var problem: LibYAMLProblem?
    /// The texts of the scalars.
    private(set) var bytes: [UInt8] = []
    /// The tags and the anchors.
    private var words: [String] = []

    /// An empty tape with room for a number of events.
    init(capacity: Int) { events.reserveCapacity(capacity) }

    /// Adds a parser's latest event.
    mutating func append(_ parser: LibYAMLParser) {
        var event = Event(kind: parser.kind, start: UInt32(parser.startIndex), end: UInt32(parser.endIndex))
        switch event.kind {
        case .scalar:
            event.scalarStyle = parser.scalarStyle
            let start = UInt32(bytes.count)
            parser.appendText(to: &bytes)
            event.text = start..<UInt32(bytes.count)
        case .mappingStart, .sequenceStart: event.collectionStyle = parser.collectionStyle
        default: break
        }
        if parser.hasProperties(event.kind) {
            event.tag = place(of: parser.tag)
            event.anchor = place(of: parser.anchor)
        }
        events.append(event)
    }

    private mutating func place(of word: String?) -> Int32 {
        guard let word else { return -1 }
        words.append(word)
        return Int32(words.count - 1)
    }

    /// The scalar of a scalar event.
    func scalar(of event: Event) -> YAMLScalar {
        let text = bytes[Int(event.text.lowerBound)..<Int(event.text.upperBound)]
        return YAMLScalar(text: String(decoding: text, as: UTF8.self), style: event.scalarStyle)
    }

    /// The full tag of a node, nil without one.
    func tag(of event: Event) -> String? { event.tag < 0 ? nil : words[Int(event.tag)] }

    /// The name that a node is given, or that an alias means; nil without one.
    func anchor(of event: Event) -> String? { event.anchor < 0 ? nil : words[Int(event.anchor)] }
}
