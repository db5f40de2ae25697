import Interpreter
import RunbookLoading

/// What a result is for: a step's own action, or another command of it.
struct ActionName: Sendable, Hashable {
    /// Which of a step's actions.
    enum Part: String, Sendable, Hashable, CaseIterable {
        /// What the step itself does.
        case step
        /// The check that its `verify` holds.
        case verify
        /// The command that shows what a destroy would lose.
        case preview
        /// The command of an edit that looks at the new file.
        case validate
        /// The command that makes an edit effective.
        case apply
    }

    /// The step: its name, after the names of the calls that lead to it, joined by `/`.
    var step: String
    /// Which of its actions.
    var part: Part

    init(step: String, part: Part = .step) {
        self.step = step
        self.part = part
    }

    /// A name as written: `health`, `restart.verify`, `call/health`; nil: it is none.
    init?(_ text: String) {
        let pieces = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = pieces.first else { return nil }
        var part = Part.step
        if pieces.count > 1 {
            guard let named = Part(rawValue: String(pieces[1])), named != .step else { return nil }
            part = named
        }
        let names = path.split(separator: "/", omittingEmptySubsequences: false)
        guard names.allSatisfy({ Names.isName(String($0)) }) else { return nil }
        self.init(step: String(path), part: part)
    }

    /// What an order is for.
    init(of order: ActionOrder) {
        let part: Part =
            switch order.purpose {
            // A verification by a step gives that step its results; by a check of its own, the step that it verifies.
            case .verification(of: order.step, attempt: _): .verify
            case .step, .verification: .step
            case .preview: .preview
            case .validation: .validate
            case .application: .apply
            }
        self.init(step: order.step, part: part)
    }

    /// The name as written.
    var text: String { part == .step ? step : "\(step).\(part.rawValue)" }
}
