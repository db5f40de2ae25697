import Diagnostics
import Threads

/// Where the tree's events come from: tape by tape, of a large text from a thread of its own, where libyaml reads on
/// while the tree is built.
enum EventSource {
    /// Read when they are asked for.
    case parser(TapeWriter)
    /// Read by another thread.
    case thread(Handover<EventTape>)

    /// From how many bytes on a text is worth a thread.
    private static let largeSize = 256 << 10
    /// How many tapes may lie between the threads.
    private static let room = 4

    /// The next tape; nil after the last.
    mutating func next() -> EventTape? {
        switch self {
        case .thread(let handover): return handover.take()
        case .parser(var writer):
            guard !writer.isOver else { return nil }
            let tape = writer.tape()
            self = .parser(writer)
            return tape
        }
    }

    /// Gives a body the events of a text; whatever of them it leaves is not read.
    static func with<Result>(
        _ source: SourceText, _ limits: YAMLLimits, _ body: (consuming EventSource) throws(YAMLSyntaxError) -> Result
    ) throws(YAMLSyntaxError) -> Result {
        let bytes = source.bytes
        func readHere() throws(YAMLSyntaxError) -> Result {
            // Short tapes, whose memory stays in a cache from one to the next.
            try body(.parser(TapeWriter(bytes: bytes, limits: limits, eventsOnTape: 256)))
        }
        guard bytes.count >= largeSize else { return try readHere() }
        let handover = Handover<EventTape>(room: room)
        let work = SideWork.begin {
            // Long ones, so that the handover costs nothing.
            var writer = TapeWriter(bytes: bytes, limits: limits, eventsOnTape: 4096)
            while !writer.isOver, handover.give(writer.tape()) {}
            handover.end()
        }
        guard let work else { return try readHere() }
        defer {
            handover.end()
            work.result()
        }
        return try body(.thread(handover))
    }
}

/// Writes libyaml's events on tapes, to the end of the text or to what it stops at.
struct TapeWriter {
    private let parser: LibYAMLParser
    private let depthLimit: Int
    private var depth = 0
    /// Whether no event follows.
    private(set) var isOver = false

    private let eventsOnTape: Int
    /// How many bytes of text a tape may have before its last event.
    private static let bytesOnTape = 128 << 10

    /// A writer of a text's events, so many on each tape.
    init(bytes: [UInt8], limits: YAMLLimits, eventsOnTape: Int) {
        parser = LibYAMLParser(bytes: bytes)
        depthLimit = limits.depth
        self.eventsOnTape = eventsOnTape
    }

    /// The next tape. It ends with what nests too deep: libyaml is quadratic in that, and must not read on.
    mutating func tape() -> EventTape {
        var tape = EventTape(capacity: eventsOnTape)
        while !isOver, tape.events.count < eventsOnTape, tape.bytes.count < Self.bytesOnTape {
            do throws(LibYAMLProblem) {
                try parser.next()
            } catch {
                tape.problem = error
                isOver = true
                break
            }
            tape.append(parser)
            switch parser.kind {
            case .mappingStart, .sequenceStart:
                depth += 1
                isOver = depth > depthLimit
            case .mappingEnd, .sequenceEnd: depth -= 1
            case .streamEnd: isOver = true
            default: break
            }
        }
        return tape
    }
}
