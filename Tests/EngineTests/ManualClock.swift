import Engine
import Interpreter
import Synchronization

/// A clock that stands still until a test moves it.
final class ManualClock: RunClock {
    private struct Sleeper {
        let id: Int
        let deadline: Instant
        let wake: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Instant(nanoseconds: 1_750_000_000_000_000_000)
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
        var lastID = 0
    }

    private let state = Mutex(State())

    var now: Instant { state.withLock { $0.now } }

    /// How long the next sleeper still sleeps.
    var nextSleep: Duration? {
        state.withLock { state in state.sleepers.map { $0.deadline - state.now }.min() }
    }

    func sleep(until deadline: Instant) async {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if deadline <= state.now || state.cancelled.contains(id) { return true }
                    state.sleepers.append(Sleeper(id: id, deadline: deadline, wake: continuation))
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                state.cancelled.insert(id)
                guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else { return nil }
                return state.sleepers.remove(at: index)
            }
            sleeper?.wake.resume()
        }
    }

    /// Moves the time on, and wakes who has slept enough.
    func advance(by duration: Duration) {
        let woken = state.withLock { state in
            let now = state.now + duration
            state.now = now
            let woken = state.sleepers.filter { $0.deadline <= now }
            state.sleepers.removeAll { $0.deadline <= now }
            return woken
        }
        for sleeper in woken { sleeper.wake.resume() }
    }
}
