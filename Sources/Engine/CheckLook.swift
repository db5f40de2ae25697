package import CEL
package import Interpreter
package import RunbookModel

/// Looks once at a check, or at the checks of a group, outside a run: what probes and `unless` do.
///
/// The walk is a real one, with its timeouts, tries and conditions; it is not recorded, and nothing that changes can
/// start in it.
package struct CheckLook: Sendable {
    /// What was seen.
    package struct Verdict: Sendable, Equatable {
        /// Whether it is ok; nil: no verdict.
        package var ok: Bool?
        /// What decided it.
        package var reason: Reason
        /// How long it took.
        package var elapsed: Duration
    }

    private let executor: any ActionExecutor
    private let clock: any RunClock

    /// A look through an executor.
    package init(executor: any ActionExecutor, clock: any RunClock) {
        self.executor = executor
        self.clock = clock
    }

    /// Walks a runbook that only looks, and tells what its step's result was.
    package func look(_ runbooks: RunbookSet, step: String, params: [String: Value], run: String) async -> Verdict {
        var walk = Walk(runbooks: runbooks, parser: .standard)
        var verdict = Verdict(ok: nil, reason: .words("it was not looked at"), elapsed: .zero)
        let executor = executor
        let facts = StartFacts(run: run, mode: .unattended, params: params, target: runbooks.main.id)
        await withTaskGroup(of: Message.self) { group in
            var armed: Instant?
            take(walk.handle(.started(facts), at: clock.now))
            while case .walking = walk.phase {
                // An earlier time takes the place of what was waited for; the later alarm then says nothing any more.
                if let time = walk.wakeTime, armed.map({ time < $0 }) ?? true {
                    armed = time
                    let clock = clock
                    group.addTask {
                        await clock.sleep(until: time)
                        return .woke(time)
                    }
                }
                guard let message = await group.next(), !Task.isCancelled else { break }
                switch message {
                case .ended(let action, let result):
                    take(walk.handle(.actionEnded(action: action, result, nil), at: clock.now))
                case .woke(let time):
                    guard time == armed else { continue }
                    armed = nil
                    guard let due = walk.wakeTime, due <= clock.now else { continue }
                    take(walk.handle(.woke, at: clock.now))
                }
            }
            group.cancelAll()

            func take(_ outputs: [Walk.Output]) {
                for output in outputs {
                    switch output {
                    case .record(.stepEnded(step, let record)):
                        verdict = Verdict(ok: record.ok, reason: record.reason, elapsed: record.elapsed)
                    case .perform(.execute(let order)) where order.effect == .read:
                        group.addTask {
                            let quiet = ActionEvents(started: { _ in }, wrote: { _, _ in })
                            return .ended(order.id, await executor.execute(order, events: quiet).result)
                        }
                    case .record, .perform: break
                    }
                }
            }
        }
        return verdict
    }

    private enum Message: Sendable {
        case ended(Int, ActionResult)
        case woke(Instant)
    }
}
