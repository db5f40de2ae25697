internal import CLibYAML
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
        let event = parser.event
        let start = marks.offset(ofScalar: event.pointee.start_mark.index)
        let end = marks.offset(ofScalar: event.pointee.end_mark.index)
        let kind = Self.kind(of: event)
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
            if parser.event.pointee.type == YAML_STREAM_END_EVENT { return count }
        }
    }

    private static func kind(of event: UnsafePointer<yaml_event_t>) -> YAMLEvent.Kind {
        switch event.pointee.type {
        case YAML_DOCUMENT_START_EVENT:
            return .documentStart(isExplicit: event.pointee.data.document_start.implicit == 0)
        case YAML_DOCUMENT_END_EVENT:
            return .documentEnd(isExplicit: event.pointee.data.document_end.implicit == 0)
        case YAML_ALIAS_EVENT:
            return .alias(event.text(event.pointee.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let data = event.pointee.data.scalar
            return .scalar(event.scalar(), tag: event.text(data.tag), anchor: event.text(data.anchor))
        case YAML_SEQUENCE_START_EVENT:
            let data = event.pointee.data.sequence_start
            let style: CollectionStyle = data.style == YAML_FLOW_SEQUENCE_STYLE ? .flow : .block
            return .sequenceStart(style, tag: event.text(data.tag), anchor: event.text(data.anchor))
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            let data = event.pointee.data.mapping_start
            let style: CollectionStyle = data.style == YAML_FLOW_MAPPING_STYLE ? .flow : .block
            return .mappingStart(style, tag: event.text(data.tag), anchor: event.text(data.anchor))
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        case YAML_STREAM_START_EVENT: return .streamStart
        default: return .streamEnd
        }
    }
}
