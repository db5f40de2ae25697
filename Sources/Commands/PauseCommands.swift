import ArgumentParser
import Automation
import ConfigurationLoading
import Engine
import Interpreter
import Journaling
import RunbookModel
import TerminalIO
import WatchService

/// `rung pause`: automation keeps its hands off for a while.
struct PauseCommand: SynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Keep automation's hands off, for a time and with a reason.",
        discussion: "Probes go on, and what they see is told; nothing is remediated. `rung unpause` ends it early.")

    @Option(name: .customLong("for"), help: ArgumentHelp("How long, such as 2h.", valueName: "duration"))
    var length: String

    @Option(help: ArgumentHelp("Why; it stands in the status and in every transcript.", valueName: "text"))
    var reason: String

    @Option(help: ArgumentHelp("One target or watch; without it, everything.", valueName: "name"))
    var target: String?

    @Option(name: .customLong("operator"), help: ArgumentHelp("Who wants it.", valueName: "name"))
    var operatorName: String?

    func perform(in context: CommandContext) throws -> ExitCode {
        guard let duration = DurationText.parse(length), duration > .zero else {
            throw CommandProblem("--for \(length) is no duration; write it as 30m, 2h or 1h30m")
        }
        guard duration <= .seconds(366 * 86_400) else { throw CommandProblem("--for \(length): a year at the most") }
        try requireReason(reason)
        let now = WallClock().now
        let pause = Pause(
            until: now + duration, target: target, reason: reason, by: context.operatorName(operatorName))
        try record(.paused(pause), at: now, context)
        context.output.write(Sanitizer.clean(AutomationState.words(for: pause)) + "\n")
        return ExitCodes.success
    }
}

/// `rung unpause`: ends a pause.
struct UnpauseCommand: SynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "unpause", abstract: "End a pause before its time.")

    @Option(help: ArgumentHelp("The pause of one target or watch; without it, all pauses.", valueName: "name"))
    var target: String?

    @Option(name: .customLong("operator"), help: ArgumentHelp("Who wants it.", valueName: "name"))
    var operatorName: String?

    func perform(in context: CommandContext) throws -> ExitCode {
        let now = WallClock().now
        let inForce = try AutomationState.ofJournal(context).state.pauses.filter { pause in
            pause.until > now && (target == nil || pause.target == target)
        }
        guard !inForce.isEmpty else {
            throw CommandProblem(
                target.map { "there is no pause of \($0); see: rung status" } ?? "there is no pause in force")
        }
        try record(.unpaused(target: target, by: context.operatorName(operatorName)), at: now, context)
        for pause in inForce {
            context.output.write(
                Sanitizer.clean(
                    "ended the pause\(pause.target.map { " of \($0)" } ?? "") by \(pause.by): \(pause.reason)")
                    + "\n")
        }
        return ExitCodes.success
    }
}

/// `rung reset`: closes a breaker.
struct ResetCommand: SynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Close the breaker of a target: automation may try again.")

    @Argument(help: ArgumentHelp("The target, or the watch.", valueName: "target"))
    var target: String

    @Option(help: ArgumentHelp("What was found, and why it may try again.", valueName: "text"))
    var reason: String

    @Option(name: .customLong("operator"), help: ArgumentHelp("Who closes it.", valueName: "name"))
    var operatorName: String?

    func perform(in context: CommandContext) throws -> ExitCode {
        try requireReason(reason)
        let state = try AutomationState.ofJournal(context).state
        let open = state.targets.filter {
            ($0.key.target == target || $0.key.watch == target) && $0.value.breaker != nil
        }
        guard !open.isEmpty else {
            let others = Set(state.targets.filter { $0.value.breaker != nil }.map(\.key.target)).sorted()
            throw CommandProblem(
                "no breaker of \(target) is open"
                    + (others.isEmpty ? "" : "; open are those of \(others.joined(separator: ", "))"))
        }
        try record(
            .breakerReset(target: target, by: context.operatorName(operatorName), reason: reason),
            at: WallClock().now, context)
        for (key, target) in open.sorted(by: { $0.key < $1.key }) {
            context.output.write(
                Sanitizer.clean("closed: \(key.watch), \(key.target) (\(target.breaker?.reason ?? ""))") + "\n")
        }
        return ExitCodes.success
    }
}

/// A reason is for those who come after, so it has to say something.
private func requireReason(_ reason: String) throws {
    guard reason.contains(where: { !$0.isWhitespace }) else {
        throw CommandProblem("--reason says nothing; say why, for whoever reads it at night")
    }
    guard reason.utf8.count <= 1000 else { throw CommandProblem("--reason is longer than 1000 bytes") }
}

private func record(_ event: AutomationEvent, at time: Instant, _ context: CommandContext) throws {
    let storage = RunStorage.open(environment: context.environment, userID: context.userID)
    do throws(JournalError) {
        try AutomationLog(try storage.journal.get()).tell(event, at: time)
    } catch {
        throw CommandProblem(error)
    }
}

extension AutomationState {
    /// What the journal of a folder says of the automation, by default without a configuration.
    static func ofJournal(
        _ context: CommandContext, plan: AutomationPlan = AutomationPlan(watches: [])
    ) throws -> (state: AutomationState, folder: StateFolder) {
        var state = AutomationState(plan: plan)
        let (folder, journal) = try StoredJournal.open(context)
        do throws(JournalError) {
            if let journal { try AutomationLog(journal).fold(into: &state) }
        } catch {
            throw CommandProblem(error)
        }
        return (state, folder)
    }
}
