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
    private let errors: OutputChannel

    init(names: RunbookNames, channel: OutputChannel, errors: OutputChannel, context: CommandContext) {
        let style = TextTranscript.Style(
            isColoured: context.isColoured(channel), detail: .brief, timeOfDay: LocalTime.timeOfDay)
        transcript = Mutex(TextTranscript(names: names, style: style))
        self.channel = channel
        self.errors = errors
    }

    func recorded(_ events: [RecordedEvent]) {
        let text = transcript.withLock { transcript in
            events.map { transcript.render($0.event, at: $0.time) }.joined()
        }
        if !text.isEmpty { channel.write(text) }
    }

    func journalFailed(_ reason: String) {
        errors.write("rung: \(JournalFailurePrinter.words(reason))\n")
    }
}

/// Tells only that the journal failed.
struct JournalFailurePrinter: RunObserver {
    let errors: OutputChannel

    func recorded(_ events: [RecordedEvent]) {}

    func journalFailed(_ reason: String) {
        errors.write("rung: \(Self.words(reason))\n")
    }

    static func words(_ reason: String) -> String {
        "events cannot be recorded: \(reason). Checks go on; nothing that changes starts until they can be"
    }
}

/// Remembers when the run's first and last events were.
final class EndingObserver: RunObserver {
    private let seen = Mutex<(begin: Instant, end: Instant)?>(nil)

    var times: (begin: Instant, end: Instant)? { seen.withLock { $0 } }

    func recorded(_ events: [RecordedEvent]) {
        guard let first = events.first, let last = events.last else { return }
        seen.withLock { seen in
            seen = (seen?.begin ?? first.time, last.time)
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
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_APPEND | (isNew ? O_TRUNC : 0)
        descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else {
            throw CommandProblem("--transcript \(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        channel = OutputChannel(descriptor: descriptor)
        self.errors = errors
        self.path = path
    }

    deinit { close(descriptor) }

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
