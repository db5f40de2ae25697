internal import CLibYAML

/// libyaml's parser over a text: one event at a time, which stays valid until the next is asked for.
///
/// Not Sendable: whoever makes it uses it alone. All calls into C are here.
final class LibYAMLParser {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let eventStorage: UnsafeMutablePointer<yaml_event_t>
    private let feed: Feed

    /// The latest event; its pointers are libyaml's and live until `next()` is called again.
    var event: UnsafePointer<yaml_event_t> { UnsafePointer(eventStorage) }

    /// A parser of `bytes`: valid UTF-8 without a byte-order mark.
    init(bytes: [UInt8]) {
        parser = .allocate(capacity: 1)
        eventStorage = .allocate(capacity: 1)
        eventStorage.initialize(to: yaml_event_t())
        feed = Feed(bytes)
        guard yaml_parser_initialize(parser) == 1 else {
            preconditionFailure("libyaml could not get the memory for a parser")
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input(parser, readFeed, Unmanaged.passUnretained(feed).toOpaque())
    }

    deinit {
        yaml_event_delete(eventStorage)
        yaml_parser_delete(parser)
        eventStorage.deallocate()
        parser.deallocate()
    }

    /// Goes on to the next event, which `event` then holds; throws where the text cannot be read any further.
    func next() throws(LibYAMLProblem) {
        yaml_event_delete(eventStorage)
        guard yaml_parser_parse(parser, eventStorage) == 1 else { throw problem() }
    }

    private func problem() -> LibYAMLProblem {
        let state = parser.pointee
        let isReader = state.error == YAML_READER_ERROR
        return LibYAMLProblem(
            problem: state.problem.map { String(cString: $0) } ?? "out of memory",
            context: state.context.map { String(cString: $0) } ?? "",
            index: isReader ? nil : state.problem_mark.index,
            contextIndex: state.context == nil ? nil : state.context_mark.index,
            offset: isReader ? state.problem_offset : nil,
            value: Int(state.problem_value))
    }
}

/// The text, and how far libyaml has taken it.
private final class Feed {
    let bytes: [UInt8]
    var taken = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}

/// Gives libyaml the next part of a `Feed`; it asks for a few kilobytes at a time.
private func readFeed(
    context: UnsafeMutableRawPointer?, buffer: UnsafeMutablePointer<UInt8>?, size: Int,
    count: UnsafeMutablePointer<Int>?
) -> Int32 {
    guard let context, let buffer, let count else { return 0 }
    let feed = Unmanaged<Feed>.fromOpaque(context).takeUnretainedValue()
    let length = min(size, feed.bytes.count - feed.taken)
    feed.bytes.withUnsafeBufferPointer { bytes in
        if length > 0, let base = bytes.baseAddress { buffer.update(from: base + feed.taken, count: length) }
    }
    feed.taken += length
    count.pointee = length
    return 1
}
