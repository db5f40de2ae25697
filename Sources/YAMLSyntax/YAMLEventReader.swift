import Diagnostics

/// libyaml's events one by one, for conformance tests and benchmarks. Not Sendable: one user.
package final class YAMLEventReader {
    private let parser: LibYAMLParser
    private let input: YAMLInput
    private var marks: MarkMap
    private var isOver = false

    /// A reader of `bytes`; throws where they are not UTF-8 or too many.
    package init(name: String, bytes: [UInt8], limits: YAMLLimits = .standard) throws(YAMLSyntaxError) {
        input = try YAMLInput(name: name, bytes: bytes, limits: limits)
        parser = LibYAMLParser(bytes: input.source.bytes)
        marks = MarkMap(of: input)
    }

    /// The next event, or nil after the end of the stream; throws where the text is not YAML.
    package func next() throws(YAMLSyntaxError) -> YAMLEvent? {
        guard !isOver else { return nil }
        do throws(LibYAMLProblem) {
            try parser.next()
        } catch {
            isOver = true
            throw YAMLSyntaxError(diagnostic: SyntaxProblem(error, in: input).diagnostic)
        }
        let start = marks.offset(ofScalar: parser.startIndex)
        let end = marks.offset(ofScalar: parser.endIndex)
        let kind = kind()
        isOver = kind == .streamEnd
        return YAMLEvent(kind: kind, range: SourceRange(start: start, end: end))
    }

    /// Lets libyaml make all events of `bytes` and only counts them: the floor that benchmarks compare with.
    package static func countEvents(in bytes: [UInt8]) -> Int? {
        let parser = LibYAMLParser(bytes: bytes)
        var count = 0
        while true {
            do throws(LibYAMLProblem) {
                try parser.next()
            } catch {
                return nil
            }
            count += 1
            if parser.kind == .streamEnd { return count }
        }
    }

    private func kind() -> YAMLEvent.Kind {
        switch parser.kind {
        case .streamStart: .streamStart
        case .streamEnd: .streamEnd
        case .documentStart: .documentStart(isExplicit: parser.isExplicit)
        case .documentEnd: .documentEnd(isExplicit: parser.isExplicit)
        case .alias: .alias(parser.anchor ?? "")
        case .scalar: .scalar(parser.scalar, tag: parser.tag, anchor: parser.anchor)
        case .sequenceStart: .sequenceStart(parser.collectionStyle, tag: parser.tag, anchor: parser.anchor)
        case .sequenceEnd: .sequenceEnd
        case .mappingStart: .mappingStart(parser.collectionStyle, tag: parser.tag, anchor: parser.anchor)
        case .mappingEnd: .mappingEnd
        }
    }
}
