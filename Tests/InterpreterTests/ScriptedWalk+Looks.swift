import CEL
import Interpreter
import RunbookModel
import Wording

/// What a test looks at.
extension ScriptedWalk {
    /// How the walk ended.
    var end: WalkEnd? {
        if case .ended(let end) = walk.phase { end } else { nil }
    }

    var outcome: Outcome? { end?.outcome }

    /// What was recorded.
    var records: [WalkRecord] {
        events.compactMap { if case .record(let record) = $0.event { record } else { nil } }
    }

    /// The steps that were entered, in order.
    var path: [String] {
        records.compactMap { if case .stepEntered(let step, _, _) = $0 { step } else { nil } }
    }

    /// The results that a step had, in order.
    func results(of step: String) -> [StepRecord] {
        records.compactMap { if case .stepEnded(step, let result) = $0 { result } else { nil } }
    }

    /// A step's last result.
    func result(of step: String) -> StepRecord? { results(of: step).last }

    /// The decisions that left a step, in order.
    func decisions(of step: String) -> [Decision] {
        records.compactMap { if case .decided(let decision) = $0, decision.step == step { decision } else { nil } }
    }

    /// The orders for a step, in order.
    func orders(of step: String) -> [ActionOrder] { orders.filter { $0.step == step } }

    /// A step's last verdict.
    func verdict(_ step: String) -> Verdict {
        guard let result = result(of: step) else { return .noResult }
        return switch result.ok {
        case true?: .ok
        case false?: .notOK
        case nil: .none
        }
    }

    enum Verdict { case ok, notOK, none, noResult }

    /// Why the walk went to `fallback`, each time that it did.
    var fallbacks: [String] {
        records.compactMap { if case .fellBack(_, let reason) = $0 { reason.words } else { nil } }
    }

    /// What the walk refused.
    var refusals: [String] {
        records.compactMap { if case .refused(let reason) = $0 { reason.words } else { nil } }
    }

    /// The limits that were reached.
    var limits: [String] {
        records.compactMap { if case .limitReached(_, let limit) = $0 { limit.text(in: .english) } else { nil } }
    }

    /// How each verification of a step came out.
    func verifications(of step: String) -> [(passed: Bool, tries: Int)] {
        records.compactMap {
            if case .verified(step, let passed, let tries, _) = $0 { (passed, tries) } else { nil }
        }
    }

    /// The steps of the walk itself, without the two that every test's runbook ends with.
    var way: [String] { path.filter { $0 != "stop" && $0 != "help" } }

    /// What an edit did, in order: its stages, and its commands.
    func stages(of step: String) -> [String] {
        orders(of: step).map(Self.stage)
    }

    /// What an order of an edit does.
    static func stage(_ order: ActionOrder) -> String {
        switch (order.action, order.purpose) {
        case (.edit(_, .plan), _): "plan"
        case (.edit(_, .write), _): "write"
        case (.edit(_, .look), _): "look"
        case (.edit(_, .putBack), _): "put back"
        case (_, .validation): "validate"
        case (_, .application(let again)): again ? "apply again" : "apply"
        case (_, .preview): "preview"
        default: "verify"
        }
    }

    /// When each order for a step was given, since the beginning.
    func orderTimes(of step: String) -> [Duration] {
        events.compactMap {
            guard case .record(.actionOrdered(let order)) = $0.event, order.step == step else { return nil }
            return $0.time - Self.begin
        }
    }

    /// Whether a text stands anywhere in what is stored.
    func isStored(_ text: String) -> Bool {
        events.contains { $0.event.payload.contains(text) }
    }

    /// How long the walk took.
    var elapsed: Duration { now - Self.begin }
}

extension Reason {
    /// The reason as an English reader gets it.
    var words: String { text(in: .english) }
}

/// In tests, words from outside may stand where a reason is wanted.
extension Reason: ExpressibleByStringLiteral {
    package init(stringLiteral words: String) { self = .words(words) }
}
