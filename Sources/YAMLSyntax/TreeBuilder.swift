import Diagnostics

/// Builds the tree from libyaml's events, with a stack of its own, and holds the limits while they come.
struct TreeBuilder {
    /// A list or map that is still open.
    private struct Frame {
        var isMapping: Bool
        var style: CollectionStyle
        var start: Int
        /// Where its children begin in `nodes`.
        var first: Int
        /// `written` before it, to know its size.
        var sizeBefore: Int
        var properties: YAMLNodeProperties?
    }

    /// A node that has a name; without content while it is still open.
    private struct Anchor {
        var content: YAMLNode.Content?
        var tag: String?
        var size: Int
    }

    private let input: YAMLInput
    private let limits: YAMLLimits
    private var tape = EventTape(capacity: 0)
    /// The event that is looked at, of the tape.
    private var event = EventTape.Event(kind: .streamStart, start: 0, end: 0)
    private var marks: MarkMap
    private var nodes: [YAMLNode] = []
    private var frames: [Frame] = []
    private var anchors: [String: Anchor] = [:]
    private var keys: KeyRules
    /// Nodes so far, those by aliases included.
    private var size = 0
    private var aliasNodes = 0
    private var aliasNames: Set<String> = []
    /// The end of the last scalar, alias or bracket.
    private var lastEnd = 0

    /// A builder of one tree, to be used once.
    init(input: YAMLInput, limits: YAMLLimits) {
        self.input = input
        self.limits = limits
        marks = MarkMap(of: input)
        keys = KeyRules(source: input.source)
    }

    /// Builds to the end of the events; throws at what makes the whole text unusable.
    mutating func build(from source: consuming EventSource) throws(YAMLSyntaxError) -> YAMLReadResult {
        var documents = 0
        while let next = source.next() {
            tape = next
            for index in tape.events.indices {
                event = tape.events[index]
                switch event.kind {
                case .scalar: addScalar()
                case .mappingStart, .sequenceStart: try open()
                case .mappingEnd, .sequenceEnd: close()
                case .alias: try addAlias()
                case .documentStart:
                    documents += 1
                    if documents > 1 { throw secondDocument() }
                case .streamStart, .streamEnd, .documentEnd: break
                }
            }
            if let problem = tape.problem {
                throw YAMLSyntaxError(diagnostic: SyntaxProblem(problem, in: input).diagnostic)
            }
        }
        return result()
    }

    private func result() -> YAMLReadResult {
        var root = nodes.first
        if let only = root, only.range.isEmpty, only.propertiesRange == nil, only.scalar?.style == .plain { root = nil }
        let document = YAMLDocument(
            source: input.source, root: root, hasByteOrderMark: input.hasByteOrderMark, aliasNames: aliasNames)
        return YAMLReadResult(document: document, diagnostics: keys.diagnostics)
    }

    // MARK: Nodes

    private mutating func addScalar() {
        let scalar = tape.scalar(of: event)
        var start = marks.offset(ofScalar: Int(event.start))
        var end = marks.offset(ofScalar: Int(event.end))
        let (tag, anchor) = (tape.tag(of: event), tape.anchor(of: event))
        var properties: YAMLNodeProperties?
        if tag != nil || anchor != nil {
            let found = self.properties(at: start, tag: tag, anchor: anchor)
            properties = found.properties
            start = found.valueStart
        }
        if scalar.style == .plain {
            if scalar.text.isEmpty {
                start = properties?.range?.end ?? SourceScan.placeOfNothing(at: start, after: lastEnd, in: input.source)
                end = start
            }
        } else if scalar.style.isBlock {
            end = BlockScalarLayout(start: start, bytes: input.source.bytes).ownEnd(endMark: end, text: scalar.text)
        }
        let node = YAMLNode(
            content: .scalar(scalar), range: SourceRange(start: start, end: end), properties: properties)
        if let properties {
            keys.checkTag(of: node)
            define(properties.anchor, as: node, size: 1)
        }
        lastEnd = end
        size += 1
        nodes.append(node)
    }

    private mutating func open() throws(YAMLSyntaxError) {
        var frame = Frame(
            isMapping: event.kind == .mappingStart, style: event.collectionStyle,
            start: marks.offset(ofScalar: Int(event.start)), first: nodes.count, sizeBefore: size)
        let (tag, anchor) = (tape.tag(of: event), tape.anchor(of: event))
        if tag != nil || anchor != nil {
            let found = properties(at: frame.start, tag: tag, anchor: anchor)
            frame.properties = found.properties
            frame.start = found.valueStart
        }
        guard frames.count < limits.depth else {
            throw error(
                "too-deep", "lists and maps are nested more than \(limits.depth) levels deep here",
                SourceRange(start: frame.start, end: frame.start + 1), hint: nil)
        }
        if let name = frame.properties?.anchor { anchors[name] = Anchor(size: 0) }
        size += 1
        frames.append(frame)
    }

    private mutating func close() {
        guard let frame = frames.popLast() else {
            preconditionFailure("libyaml ended a collection that it had not begun, at node \(nodes.count)")
        }
        var end = nodes.count > frame.first ? nodes[nodes.count - 1].range.end : frame.start
        // Only a closing bracket has a width; the ends of blocks, and of `a: b` alone in a list, are mere places.
        if frame.style == .flow, Int(event.end) > Int(event.start) {
            end = marks.offset(ofScalar: Int(event.end))
        }
        let content: YAMLNode.Content
        if frame.isMapping {
            content = .mapping(keys.pairs(of: nodes[frame.first...]), frame.style)
        } else {
            content = .sequence(Array(nodes[frame.first...]), frame.style)
        }
        nodes.removeLast(nodes.count - frame.first)
        let node = YAMLNode(
            content: content, range: SourceRange(start: frame.start, end: end), properties: frame.properties)
        if let properties = frame.properties {
            keys.checkTag(of: node)
            define(properties.anchor, as: node, size: size - frame.sizeBefore)
        }
        lastEnd = end
        nodes.append(node)
    }

    // MARK: Anchors and aliases

    private mutating func define(_ anchor: String?, as node: YAMLNode, size: Int) {
        guard let anchor else { return }
        anchors[anchor] = Anchor(content: node.content, tag: node.tag, size: size)
    }

    private mutating func addAlias() throws(YAMLSyntaxError) {
        let name = tape.anchor(of: event) ?? ""
        let range = SourceRange(
            start: marks.offset(ofScalar: Int(event.start)),
            end: marks.offset(ofScalar: Int(event.end)))
        guard let anchor = anchors[name] else {
            throw error(
                "unknown-alias", "nothing before this has the anchor `&\(name)`", range,
                hint: "a text that begins with `*` needs quotes")
        }
        guard let content = anchor.content else {
            throw error("recursive-alias", "the alias `*\(name)` stands within its own anchor", range, hint: nil)
        }
        aliasNames.insert(name)
        // The alias's place stands for one node; whatever else it brings was not written here.
        aliasNodes += anchor.size - 1
        guard aliasNodes <= limits.aliasNodes else {
            throw error(
                "alias-bomb",
                "with the alias `*\(name)` the aliases of this file stand for more than \(limits.aliasNodes) values",
                range, hint: "write out what is needed, or take aliases of aliases away")
        }
        size += anchor.size
        lastEnd = range.end
        let properties = YAMLNodeProperties(tag: anchor.tag, anchor: nil, aliasName: name, range: nil)
        nodes.append(YAMLNode(content: content, range: range, properties: properties))
    }

    private func properties(
        at start: Int, tag: String?, anchor: String?
    ) -> (properties: YAMLNodeProperties, valueStart: Int) {
        let end = SourceScan.endOfProperties(
            at: start, tag: tag != nil, anchor: anchor != nil, in: input.source)
        let properties = YAMLNodeProperties(
            tag: tag, anchor: anchor, aliasName: nil, range: SourceRange(start: start, end: end))
        return (properties, SourceScan.skipBlanksAndComments(from: end, in: input.source))
    }

    // MARK: Errors

    private mutating func secondDocument() -> YAMLSyntaxError {
        let start = marks.offset(ofScalar: Int(event.start))
        return error(
            "several-documents", "a second document begins here, and a file holds one",
            SourceRange(start: start, end: SourceScan.endOfWord(at: start, in: input.source)),
            hint: "put it into a file of its own")
    }

    private func error(_ code: String, _ message: String, _ range: SourceRange, hint: String?) -> YAMLSyntaxError {
        YAMLSyntaxError(
            diagnostic: Diagnostic(code: code, message: message, range: range, source: input.source, hint: hint))
    }
}
