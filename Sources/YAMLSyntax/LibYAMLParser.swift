internal import CLibYAML

/// libyaml's parser over a text: one event at a time, whose values can be asked for until the next is.
///
/// Not Sendable: whoever makes it uses it alone. All that touches C is in this file and `LibYAMLParser+Event.swift`:
/// the pointers stay within, and what is given out is copied.
@safe final class LibYAMLParser {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let feed: Feed
    /// The latest event; its pointers are libyaml's and live until `next()` is called again.
    let event: UnsafeMutablePointer<yaml_event_t>

    /// A parser of `bytes`: valid UTF-8 without a byte-order mark.
    init(bytes: [UInt8]) {
        unsafe parser = .allocate(capacity: 1)
        unsafe event = .allocate(capacity: 1)
        unsafe event.initialize(to: yaml_event_t())
        feed = Feed(bytes)
        guard unsafe yaml_parser_initialize(parser) == 1 else {
            preconditionFailure("libyaml could not get the memory for a parser")
        }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input(parser, readFeed, Unmanaged.passUnretained(feed).toOpaque())
    }

    deinit {
        unsafe yaml_event_delete(event)
        unsafe yaml_parser_delete(parser)
        unsafe event.deallocate()
        unsafe parser.deallocate()
    }

    /// Goes on to the next event; throws where the text cannot be read any further.
    func next() throws(LibYAMLProblem) {
        unsafe yaml_event_delete(event)
        guard unsafe yaml_parser_parse(parser, event) == 1 else { throw problem() }
    }

    private func problem() -> LibYAMLProblem {
        let state = unsafe parser.pointee
        let isReader = unsafe state.error == YAML_READER_ERROR
        let problem = unsafe state.problem.map { unsafe String(cString: $0) }
        let context = unsafe state.context.map { unsafe String(cString: $0) }
        return unsafe LibYAMLProblem(
            problem: problem ?? "out of memory", context: context ?? "",
            index: isReader ? nil : state.problem_mark.index,
            contextIndex: context == nil ? nil : state.context_mark.index,
            offset: isReader ? state.problem_offset : nil, value: Int(state.problem_value))
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
    guard let context = unsafe context, let buffer = unsafe buffer, let count = unsafe count else { return 0 }
    let feed = unsafe Unmanaged<Feed>.fromOpaque(context).takeUnretainedValue()
    let length = min(size, feed.bytes.count - feed.taken)
    unsafe feed.bytes.withUnsafeBufferPointer { bytes in
        if length > 0, let base = bytes.baseAddress {
            unsafe buffer.update(from: base + feed.taken, count: length)
        }
    }
    feed.taken += length
    unsafe count.pointee = length
    return 1
}
