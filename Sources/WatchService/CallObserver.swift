import Engine
import Interpreter
import Synchronization

/// Remembers whom the runbook of a run calls.
final class CallObserver: RunObserver {
    private let state = Mutex<ServiceControl.Call?>(nil)

    /// Whom it called, and what it said.
    var call: ServiceControl.Call? { state.withLock { $0 } }

    func recorded(_ events: [RecordedEvent]) {
        for event in events {
            guard case .record(.escalated(_, let to, let message)) = event.event else { continue }
            let text = ShownText.version(of: message, for: "en") ?? ""
            state.withLock { $0 = ServiceControl.Call(to: to, message: text) }
        }
    }
}
