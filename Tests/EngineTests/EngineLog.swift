import Interpreter
import Synchronization

/// What happened around a driver, in order: commits, executions, what observers were told.
final class EngineLog: Sendable {
    private let entries = Mutex<[String]>([])

    /// All entries so far.
    var all: [String] { entries.withLock { $0 } }

    /// Adds an entry.
    func add(_ entry: String) {
        entries.withLock { $0.append(entry) }
    }

    /// The place of the first entry that begins so.
    func place(of start: String) -> Int? {
        all.firstIndex { $0.hasPrefix(start) }
    }
}

/// In tests, words from outside may stand where a reason is wanted.
extension Reason: ExpressibleByStringLiteral {
    package init(stringLiteral words: String) { self = .words(words) }
}
