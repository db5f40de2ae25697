package import CEL
package import Interpreter
import RunbookModel
package import Wording

/// A run as it is told afterwards: what all forms of a report are made of. It is made from the events alone, and the
/// names of the runbooks.
package struct RunStory: Sendable {
    /// How a run stands at the last event.
    package enum Ending: Sendable {
        /// It ended.
        case ended(WalkEnd)
        /// It was interrupted, for a reason, and can be taken up.
        case interrupted(Reason)
        /// It goes on, or its process died.
        case open
    }

    /// Somebody who walked it, from when on, and how.
    package struct Walker: Sendable {
        /// The name; empty where nobody said it.
        package var name: String
        /// How it was walked.
        package var mode: Mode
        /// Since when.
        package var since: Instant
    }

    /// Something that was said beside the steps.
    package struct Note: Sendable {
        /// When.
        package var time: Instant
        /// What.
        package var text: String
        /// By whom.
        package var by: String
        /// The number of the visit during which it was said; 0: before the first.
        package var visit: Int
    }

    /// Who was called at the end.
    package struct Call: Sendable {
        /// Who.
        package var to: String
        /// With which message, in the reader's language.
        package var message: String?
    }

    /// The run's id.
    package var run = ""
    /// The machine it ran on.
    package var host = ""
    /// What was healed.
    package var target = ""
    /// How it began.
    package var mode = Mode.guided
    /// The inputs, by name.
    package var params: [(name: String, value: Value)] = []
    /// Who walked it, the first first.
    package var walkers: [Walker] = []
    /// The first event's time.
    package var began = Instant(nanoseconds: 0)
    /// The last event's time.
    package var ended = Instant(nanoseconds: 0)
    /// How it stands.
    package var ending = Ending.open
    /// The visits of steps, in order.
    package var visits: [StoryVisit] = []
    /// What was noted.
    package var notes: [Note] = []
    /// What was found, in the order in which it was.
    package var causes: [StoryCause] = []
    /// Who was called.
    package var call: Call?
    /// How long it waited for people.
    package var waited = Duration.zero
    /// How long it was paused, or nobody walked it.
    package var paused = Duration.zero
    /// Which items of a task are ticked, by the path of its step: as it was on its last visit.
    package var ticks: [String: [Bool]] = [:]
    /// What each check came to, the first and the last time; by its path.
    package var looks: [String: (first: StoryVerdict, last: StoryVerdict)] = [:]
    /// The paths of the calls through which runbooks were entered, each followed by `/`; first the main one's, empty.
    package var passages: [String] = [""]
    /// The names of the runbooks.
    package let names: RunbookNames

    init(names: RunbookNames) {
        self.names = names
    }

    /// The runbook's title.
    package var title: String { names.runbook ?? run }

    /// Whether nothing was changed, since it was a dry run.
    package var isPlan: Bool { mode == .dryRun }

    /// The visits that changed something, tried to, or would have.
    package var changes: [StoryVisit] { visits.filter { $0.change != nil } }

    /// How it ended, where it did.
    package var end: WalkEnd? {
        if case .ended(let end) = ending { end } else { nil }
    }

    /// What the runbook and the causes advise, where that matters.
    package var advice: [String] {
        guard let end, end.outcome != .resolved || !causes.isEmpty else { return [] }
        return names.advice(causes: causes.filter { !$0.step.contains("/") }.map(\.id))
    }
}

/// What a step, a check or a try came to.
package enum StoryVerdict: Sendable, Equatable {
    case ok, notOk, noVerdict, notRun

    /// The verdict of a result.
    init(_ record: StepRecord) {
        self = !record.ran ? .notRun : record.ok.map { $0 ? .ok : .notOk } ?? .noVerdict
    }

    /// Its word.
    package var word: ReportWord {
        switch self {
        case .ok: .ok
        case .notOk: .notOk
        case .noVerdict: .noVerdict
        case .notRun: .notRun
        }
    }

    /// Its mark.
    package var mark: String {
        switch self {
        case .ok: "✓"
        case .notOk: "✗"
        case .noVerdict: "?"
        case .notRun: "–"
        }
    }
}

/// A cause that was found.
package struct StoryCause: Sendable {
    /// Its id.
    package var id: String
    /// Its name.
    package var name: String?
    /// The path of the step that found it first.
    package var step: String
    /// The number of the visit during which it was found first.
    package var visit: Int
    /// Whether it holds after the last event.
    package var holds: Bool
}
