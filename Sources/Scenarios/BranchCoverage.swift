package import Diagnostics
import Interpreter
package import RunbookModel

/// Which ways of a runbook its scenarios have taken: each branch, each `else`, and each `next`.
package struct BranchCoverage: Sendable {
    /// A way that leaves a step.
    package struct Way: Sendable, Hashable {
        /// Which of a step's ways.
        package enum Exit: Sendable, Hashable {
            /// The branch of this number, from 1.
            case branch(Int)
            /// `next` without branches.
            case next
            /// `else`.
            case otherwise
        }

        /// The runbook that the step stands in.
        package var runbook: RunbookKey
        /// The step.
        package var step: String
        /// Which of its ways.
        package var exit: Exit
    }

    /// A way with its place.
    package struct Place: Sendable {
        /// The way.
        package var way: Way
        /// Where it leads.
        package var goto: String
        /// Where it stands.
        package var range: SourceRange
    }

    /// All the ways of the runbook and of those that it calls.
    package private(set) var places: [Place] = []
    /// Those that were taken.
    package private(set) var taken: Set<Way> = []

    private let runbooks: RunbookSet

    /// The coverage of a runbook that no scenario has walked yet.
    package init(of runbooks: RunbookSet) {
        self.runbooks = runbooks
        for path in runbooks.members.keys.sorted() {
            let key = RunbookKey(path: path)
            for step in runbooks[key].steps { places += Self.ways(of: step, in: key) }
        }
    }

    /// The ways that were not taken, in the order of the files.
    package var untaken: [Place] { places.filter { !taken.contains($0.way) } }

    /// Adds the ways that a walk took.
    package mutating func add(_ run: ScenarioRun) {
        for case .decided(let decision) in run.records {
            guard let (runbook, step) = runbooks.place(of: decision.step), decision.goto != nil else { continue }
            let exit: Way.Exit
            switch decision.reason {
            case .branch(let number): exit = .branch(number)
            case .ok, .next: exit = .next
            case .notOk, .otherwise: exit = .otherwise
            default: continue
            }
            taken.insert(Way(runbook: runbook, step: step, exit: exit))
        }
    }

    private static func ways(of step: Step, in runbook: RunbookKey) -> [Place] {
        func place(_ exit: Way.Exit, _ goto: String, _ range: SourceRange) -> Place {
            Place(way: Way(runbook: runbook, step: step.id, exit: exit), goto: goto, range: range)
        }
        var places: [Place] = []
        switch step.way.next {
        case .none: return []
        case .step(let next): places.append(place(.next, next, step.range))
        case .branches(let branches):
            for (index, branch) in branches.enumerated() {
                places.append(place(.branch(index + 1), branch.goto, branch.when.range))
            }
        }
        if let otherwise = step.way.otherwise { places.append(place(.otherwise, otherwise, step.range)) }
        return places
    }
}
