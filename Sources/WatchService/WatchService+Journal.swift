import Automation
import ConfigurationLoading
import Engine
import Interpreter
import Journaling
import RunbookModel

extension WatchService {
    /// Reads the events of before into the state.
    mutating func readEvents() throws(ServiceProblem) {
        let (log, clock) = (log, clock)
        do throws(JournalError) {
            lastSequence = try AutomationLog(journal).fold(into: &state) { record, problem in
                log.say(
                    .warning, "an event of the automation cannot be read, and is passed over",
                    [("sequence", "\(record.sequence)"), ("kind", record.kind), ("why", problem.message)], at: clock.now
                )
            }
        } catch {
            throw ServiceProblem(message: error.description)
        }
    }

    /// Records the events of some answers, and what could not be recorded before; false where that is not possible.
    @discardableResult
    mutating func record(_ outputs: [AutomationState.Output]) -> Bool {
        let now = clock.now
        var isWeighty = false
        for case .record(let event) in outputs {
            unwritten.append(NewEvent(time: now.nanoseconds, kind: event.kind, payload: event.payload))
            isWeighty = isWeighty || event.isWeighty
            counts.note(event)
            log.say(event.logLevel, event.kind, event.logFacts, at: now)
        }
        guard !unwritten.isEmpty else { return true }
        do throws(JournalError) {
            let last = try journal.appendAutomation(unwritten, durability: isWeighty ? .powerSafe : .killSafe)
            // What somebody else recorded in between has still to be read.
            if last - Int64(unwritten.count) == lastSequence {
                lastSequence = last
            } else {
                skipped.append(last - Int64(unwritten.count) + 1...last)
            }
            unwritten.removeAll(keepingCapacity: true)
            return true
        } catch {
            counts.journalFailures += 1
            log.say(.error, "the journal cannot be written", [("why", error.description)], at: now)
            return false
        }
    }

    /// Takes in what others have recorded: pauses, and breakers that were closed.
    mutating func readForeignEvents(in group: inout DiscardingTaskGroup) {
        do throws(JournalError) {
            guard try journal.lastAutomationSequence() > lastSequence else { return }
            for record in try journal.automationPage(after: lastSequence) {
                lastSequence = record.sequence
                if skipped.contains(where: { $0.contains(record.sequence) }) { continue }
                guard let event = try? AutomationEvent(kind: record.kind, payload: record.payload) else { continue }
                switch event {
                case .paused, .unpaused, .breakerReset:
                    log.say(.info, event.kind, event.logFacts, at: clock.now)
                    handle(.told(event), in: &group)
                default: break
                }
            }
            skipped.removeAll { $0.upperBound <= lastSequence }
        } catch {
            log.say(.error, "the journal cannot be read", [("why", error.description)], at: clock.now)
        }
    }

    /// Clears away what is older than the configuration wants kept, now and then.
    mutating func tidy() {
        let now = clock.now
        if let lastTidied, now - lastTidied < .seconds(3600), now >= lastTidied { return }
        lastTidied = now
        let retention = configuration.retention
        let before = now.nanoseconds - retention.age.inNanoseconds
        do throws(JournalError) {
            let runs = try journal.clearRuns(endedBefore: before, largerThan: retention.size)
            let events = try AutomationLog(journal).clear(before: Instant(nanoseconds: before), for: state)
            state.forget(before: Instant(nanoseconds: before))
            guard runs + events > 0 else { return }
            log.say(.info, "cleared away", [("runs", "\(runs)"), ("events", "\(events)")], at: now)
        } catch {
            log.say(.warning, "nothing could be cleared away", [("why", error.description)], at: now)
        }
    }
}

extension AutomationEvent {
    /// Whether somebody relies on it at once: it must survive a power cut.
    var isWeighty: Bool {
        switch self {
        case .alertAccepted, .alertPersists, .runStarting, .noticed, .breakerOpened, .scheduled: true
        default: false
        }
    }

    var logLevel: LogSettings.Level {
        switch self {
        case .noticed(let notice) where notice.kind != .recovery: .warning
        case .breakerOpened, .alertRefused, .noticeGivenUp: .warning
        default: .info
        }
    }

    /// What the event is about, for the log.
    var logFacts: [(String, String)] {
        var facts: [(String, String)] = []
        if let key {
            facts.append(("watch", key.watch))
            if !key.target.isEmpty { facts.append(("target", key.target)) }
        }
        switch self {
        case .healthChanged(_, let health, let reason):
            facts += [("health", health.rawValue), ("why", reason)]
        case .alertAccepted(_, let alert):
            facts += [("fingerprint", alert.key.fingerprint), ("says", alert.summary)]
        case .alertPersists(_, let alert), .alertResolved(_, let alert):
            facts.append(("fingerprint", alert.fingerprint))
        case .alertRefused(_, let alert, let reason):
            facts += [("fingerprint", alert.fingerprint), ("why", reason)]
        case .runStarting(_, let run), .runDidNotHelp(_, let run): facts.append(("run", run))
        case .runNotBegun(_, _, let reason, _), .incidentClosed(_, let reason), .breakerOpened(_, let reason):
            facts.append(("why", reason))
        case .runEnded(_, let run, let end):
            facts += [("run", run), ("outcome", end.outcome?.rawValue ?? "none"), ("why", end.reason)]
        case .held(_, let hold): facts += [("by", hold.by.rawValue), ("why", hold.reason)]
        case .breakerReset(let target, let by, let reason): facts += [("target", target), ("by", by), ("why", reason)]
        case .paused(let pause): facts.append(("why", AutomationState.words(for: pause)))
        case .unpaused(_, let by): facts.append(("by", by))
        case .noticed(let notice): facts += [("notice", "\(notice.id)"), ("says", notice.text)]
        case .noticeDelivered(let id, let to): facts += [("notice", "\(id)"), ("to", to)]
        case .noticeGivenUp(let id, let to, let reason): facts += [("notice", "\(id)"), ("to", to), ("why", reason)]
        case .scheduled, .probeSeen, .clockSetBack: break
        }
        return facts
    }
}
