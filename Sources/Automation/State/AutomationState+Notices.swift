import CEL
import Interpreter
import RunbookModel

// What people are told, and what they tell.

extension AutomationState {
    /// Calls a person for the incident of a target, once; later calls are updates.
    ///
    /// - Parameter namesBreaker: whether the text itself says that the breaker is open.
    mutating func escalate(
        _ key: TargetKey, _ text: String, run: String?, to name: String? = nil, namesBreaker: Bool = false
    ) {
        guard targets[key]?.incident?.isEscalated != true else {
            if run != nil { notice(.update, key, text, run: run, to: name) }
            return
        }
        var text = text
        if !namesBreaker, let breaker = targets[key]?.breaker {
            text += "; automation stops here (\(breaker.reason)) until: rung reset \(key.target) --reason …"
        }
        notice(.escalation, key, text, run: run, to: name)
    }

    /// Records what people are told, and has it delivered.
    mutating func notice(_ kind: Notice.Kind, _ key: TargetKey, _ text: String, run: String?, to name: String? = nil) {
        var names = watch(key.watch)?.notify ?? []
        if let name, !names.contains(name) { names.append(name) }
        names = names.filter { plan.recipients[$0] != nil }
        let notice = Notice(
            id: lastNotice + 1, kind: kind, watch: key.watch, target: key.target, text: text, run: run, to: names)
        record(.noticed(notice))
        for name in names { perform(.deliver(notice, to: name)) }
    }

    mutating func delivered(_ id: Int, _ name: String) {
        tries[.notice(id, to: name)] = nil
        record(.noticeDelivered(id, to: name))
    }

    mutating func deliveryFailed(_ id: Int, _ name: String, _ reason: String, _ now: Instant) {
        guard undelivered[id] != nil else { return }
        let item = DueQueue.Item.notice(id, to: name)
        let count = (tries[item] ?? 0) + 1
        guard count < Self.retries.count, plan.recipients[name] != nil else {
            tries[item] = nil
            return record(.noticeGivenUp(id, to: name, reason: reason))
        }
        tries[item] = count
        queue.add(item, at: now + Self.retries[count])
    }

    /// The pauses between tries to tell somebody: about a day in all.
    private static let retries: [Duration] =
        [.zero, .seconds(5), .seconds(15), .seconds(60), .seconds(300), .seconds(900)]
        + Array(repeating: .seconds(3600), count: 23)

    /// Somebody else recorded an event.
    mutating func told(_ event: AutomationEvent, _ now: Instant) {
        apply(event, at: now)
        switch event {
        case .paused(let pause):
            for (key, state) in targets.sorted(by: { $0.key < $1.key }) where pause.covers(key) {
                guard let run = state.run else { continue }
                perform(.note(run: run.id, text: Self.words(for: pause)))
            }
        case .unpaused, .breakerReset:
            for key in targets.keys.sorted() { consider(key, now) }
        default: break
        }
    }

    /// A pause as transcripts show it.
    package static func words(for pause: Pause) -> String {
        let what = pause.target.map { " for \($0)" } ?? ""
        let until = Timestamp(seconds: pause.until.timestamp.seconds, nanoseconds: 0)
        return "automation is paused\(what) until \(until) by \(pause.by): \(pause.reason)"
    }
}
