import Engine
import Interpreter
import Synchronization

/// Executes nothing: each step's action ends as its script says, or when the test lets it.
final class ScriptedExecutor: ActionExecutor {
    private let log: EngineLog
    private let exits: [String: Int]
    private let held: Set<String>
    private let state = Mutex(State())

    private struct State {
        var running = 0
        var most = 0
        var released: Set<String> = []
    }

    /// Steps exit 0 unless `exits` says otherwise; those in `held` go on until they are released or cancelled.
    init(_ log: EngineLog, exits: [String: Int] = [:], held: Set<String> = []) {
        self.log = log
        self.exits = exits
        self.held = held
    }

    /// How many actions ran at once at the most.
    var most: Int { state.withLock { $0.most } }

    /// Lets a held step end.
    func release(_ step: String) {
        _ = state.withLock { $0.released.insert(step) }
    }

    func execute(_ order: ActionOrder, events: ActionEvents) async -> ActionEnd {
        state.withLock { state in
            state.running += 1
            state.most = max(state.most, state.running)
        }
        defer { state.withLock { $0.running -= 1 } }
        log.add("execute \(order.step)")
        events.started(ProcessMark(pid: Int32(order.id), startTime: 1, boot: "boot"))
        while held.contains(order.step), !state.withLock({ $0.released.contains(order.step) }) {
            if Task.isCancelled {
                log.add("cancelled \(order.step)")
                return ActionEnd(result: .command(CommandOutcome(exit: 143)), isInterrupted: true)
            }
            try? await Task.sleep(for: .milliseconds(1))
        }
        await Task.yield()
        return ActionEnd(result: .command(CommandOutcome(exit: exits[order.step] ?? 0)))
    }
}
