import Engine
import Glibc
import Interpreter
import Reports
import StepExecution
import Synchronization
import TerminalIO

/// Prints the walk as it goes.
final class WalkPrinter: RunObserver {
    private let transcript: Mutex<TextTranscript>
    private let channel: OutputChannel

    init(names: RunbookNames, channel: OutputChannel, context: CommandContext) {
        let style = TextTranscript.Style(
            isColoured: context.isColoured(channel), detail: .brief, timeOfDay: LocalTime.timeOfDay)
        transcript = Mutex(TextTranscript(names: names, style: style))
        self.channel = channel
    }

    /// Takes in an event of before, without printing it: what is printed later builds on it.
    func remember(_ event: RunEvent, at time: Instant) {
        _ = transcript.withLock { $0.render(event, at: time) }
    }

    func recorded(_ events: [RecordedEvent]) {
        let text = transcript.withLock { transcript in
            events.map { transcript.render($0.event, at: $0.time) }.joined()
        }
        if !text.isEmpty { channel.write(text) }
    }

}

/// Tells that the journal failed, and that it works again.
struct JournalFailurePrinter: RunObserver {
    let errors: OutputChannel

    func recorded(_ events: [RecordedEvent]) {}

    func journalFailed(_ reason: String) {
        errors.write(
            "rung: events cannot be recorded: \(reason). Checks go on; nothing that changes starts until they can be\n")
    }

    func journalRecovered() {
        errors.write("rung: events can be recorded again, and none is missing\n")
    }
}

/// Remembers when the run's first and last events were.
final class EndingObserver: RunObserver {
    private let seen = Mutex<(begin: Instant, end: Instant)?>(nil)

    var times: (begin: Instant, end: Instant)? { seen.withLock { $0 } }

    /// Takes in when a run began that is taken up.
    func remember(beginning: Instant) { seen.withLock { $0 = (beginning, beginning) } }

    func recorded(_ events: [RecordedEvent]) {
        guard let first = events.first, let last = events.last else { return }
        seen.withLock { seen in
            seen = (seen?.begin ?? first.time, last.time)
        }
    }
}

/// Gathers the story of the run, for its report and for whoever walks beside it.
final class StoryObserver: RunObserver {
    private let builder: Mutex<StoryBuilder>

    init(names: RunbookNames) {
        builder = Mutex(StoryBuilder(names: names))
    }

    /// The story as far as it is known.
    var story: RunStory { builder.withLock { $0.story } }

    /// Takes in an event of before.
    func remember(_ event: RunEvent, at time: Instant) {
        builder.withLock { $0.add(event, at: time) }
    }

    func recorded(_ events: [RecordedEvent]) {
        builder.withLock { builder in
            for event in events { builder.add(event.event, at: event.time) }
        }
    }
}

/// Writes events to a file as JSON lines, each after it was recorded.
final class TranscriptFile: RunObserver {
    private let descriptor: Int32
    private let channel: OutputChannel
    private let errors: OutputChannel
    private let path: String
    private let isBroken = Mutex(false)

    init(path: String, isNew: Bool, errors: OutputChannel) throws {
        let flags = O_CREAT | O_CLOEXEC | O_APPEND | O_NOCTTY
        // Read as well where it may have an end to mend; a pipe or a device may not let itself be read.
        let readable = isNew ? -1 : open(path, O_RDWR | flags, 0o600)
        descriptor = readable >= 0 ? readable : open(path, O_WRONLY | flags | (isNew ? O_TRUNC : 0), 0o600)
        guard descriptor >= 0 else {
            throw CommandProblem("--transcript \(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        if readable >= 0 { Self.cutBrokenLine(descriptor) }
        channel = OutputChannel(descriptor: descriptor)
        self.errors = errors
        self.path = path
    }

    deinit { close(descriptor) }

    /// Removes a last line without its end: it was being written when the process before died.
    private static func cutBrokenLine(_ descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        var end = Int(status.st_size)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while end > 0 {
            let start = max(0, end - buffer.count)
            guard pread(descriptor, &buffer, end - start, off_t(start)) == end - start else { return }
            if let newline = buffer[..<(end - start)].lastIndex(of: UInt8(ascii: "\n")) {
                end = start + newline + 1
                break
            }
            end = start
        }
        if end < Int(status.st_size) { ftruncate(descriptor, off_t(end)) }
    }

    func recorded(_ events: [RecordedEvent]) {
        let text = events.map { event in
            JSONTranscript.line(run: event.run, sequence: event.sequence, time: event.time, event: event.event)
        }.joined()
        if !channel.write(text) { tellOnce() }
    }

    private func tellOnce() {
        let isFirst = isBroken.withLock { broken in
            defer { broken = true }
            return !broken
        }
        if isFirst {
            let reason = channel.problem ?? "nobody reads it any more"
            errors.write(
                "rung: --transcript \(path) cannot be written any more (\(reason)); the walk goes on without it\n")
        }
    }
}
