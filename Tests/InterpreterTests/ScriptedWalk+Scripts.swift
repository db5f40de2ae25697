import Interpreter

extension ScriptedWalk {
    /// What a step's action comes to, and how long it takes.
    struct Scripted {
        var result: ActionResult
        var takes: Duration = .milliseconds(10)

        static func exit(_ code: Int, _ stdout: String = "", stderr: String = "", takes: Duration = .milliseconds(10))
            -> Self
        {
            Scripted(
                result: .command(
                    CommandOutcome(exit: code, stdout: Captured(stdout), stderr: Captured(stderr), elapsed: takes)),
                takes: takes)
        }

        static func out(_ stdout: String, takes: Duration = .milliseconds(10)) -> Self {
            .exit(0, stdout, takes: takes)
        }

        static var timedOut: Self {
            Scripted(
                result: .command(CommandOutcome(exit: 124, elapsed: .seconds(30), timedOut: true)), takes: .seconds(30))
        }

        static func http(_ status: Int, _ body: String = "", headers: [(name: String, value: String)] = []) -> Self {
            Scripted(
                result: .http(
                    HTTPOutcome(status: status, headers: headers, body: Captured(body), elapsed: .milliseconds(10))))
        }

        static func noAnswer(_ problem: String = "connection refused", timedOut: Bool = false) -> Self {
            Scripted(
                result: .http(HTTPOutcome(status: 0, elapsed: .milliseconds(10), timedOut: timedOut, problem: problem)))
        }

        static func tcp(_ isConnected: Bool) -> Self {
            Scripted(
                result: .tcp(TCPOutcome(isConnected: isConnected, problem: isConnected ? nil : "connection refused")))
        }

        static func edit(_ state: EditOutcome.State) -> Self { Scripted(result: .edit(EditOutcome(state))) }

        static func file(_ content: String?) -> Self {
            Scripted(
                result: .file(
                    FileOutcome(
                        exists: content != nil, size: content?.utf8.count,
                        modified: content == nil ? nil : Instant(nanoseconds: 1_700_000_000_000_000_000),
                        content: content.map { Captured($0) })))
        }
    }

    /// What an order comes to that no script tells: a command exits 0, and an edit does what it should.
    mutating func unscripted(_ order: ActionOrder) -> Scripted {
        guard case .edit(let edit, let stage) = order.action else { return .exit(0) }
        switch stage {
        case .plan where file == "new": return .edit(.unchanged(path: edit.file))
        case .plan:
            return .edit(.planned(EditPlan(path: edit.file, before: file, after: "new", diff: "-old\n+new\n")))
        case .write(let plan):
            guard file == plan.before else { return .edit(.failed("changed by others")) }
            file = plan.after
            return .edit(.written(backup: "/kept"))
        case .look(let plan):
            return .edit(
                file == plan.after ? .isAfter : file == plan.before ? .isBefore : .failed("changed by others"))
        case .putBack(let plan):
            guard file == plan.after, let before = plan.before else { return .edit(.failed("changed by others")) }
            file = before
            return .edit(.putBack)
        }
    }

    static func scriptName(_ order: ActionOrder) -> String {
        if case .edit(_, let stage) = order.action {
            let name =
                switch stage {
                case .plan: "plan"
                case .write: "write"
                case .look: "look"
                case .putBack: "put_back"
                }
            return "\(order.step).\(name)"
        }
        switch order.purpose {
        case .validation: return order.step + ".validate"
        case .application: return order.step + ".apply"
        default: break
        }
        return switch order.purpose {
        case .verification(of: order.step, _): order.step + ".verify"
        case .preview: order.step + ".preview"
        default: order.step
        }
    }
}
