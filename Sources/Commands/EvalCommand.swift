import ArgumentParser
import CEL
import Diagnostics
import Engine
import Interpreter
import JSONText
import Journaling
import RunbookLoading
import RunbookModel
import TerminalIO

/// `rung eval`: tries a condition.
struct EvalCommand: SynchronousCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval", abstract: "Try a condition, on values of your own or on those of a run.",
        discussion: """
            rung eval 'out.redis' --run RUN --step health    as the step saw it
            rung eval 'percent(used) > 90.0' --vars values.json
            rung eval --batch                                reads {"expr": …, "vars": {…}} lines, writes a line for each

            A number without fraction or exponent in the JSON is an int, else a double. Exit codes: 0 it has a value, \
            2 it is wrong or unknown.
            """)

    @Argument(help: ArgumentHelp("The expression.", valueName: "expression"))
    var expression: String?

    @Option(help: ArgumentHelp("Take the values of this run, as they were at its end.", valueName: "run"))
    var run: String?

    @Option(help: ArgumentHelp("With --run: see this step's own result by its names.", valueName: "step"))
    var step: String?

    @Option(
        help: ArgumentHelp("Take variables from a JSON object in this file; - is standard input.", valueName: "file"))
    var vars: String?

    @Flag(help: "Show every part of the expression with its value.")
    var explain = false

    @Flag(help: "Evaluate JSON lines from standard input.")
    var batch = false

    func validate() throws {
        if batch {
            guard expression == nil, run == nil, vars == nil else {
                throw ValidationError("--batch takes its expressions and values from standard input alone")
            }
        } else if expression == nil {
            throw ValidationError("give an expression, or --batch")
        }
        if step != nil, run == nil { throw ValidationError("--step needs --run") }
    }

    func perform(in context: CommandContext) throws -> ExitCode {
        if batch { return EvalBatch(output: context.output).perform() }
        let variables = try vars.map(Self.variables(in:)) ?? [:]
        let stored = try run.map { try Self.walk($0, context) }
        let check = ExpressionCheck(
            expression ?? "", in: stored?.runbooks.main, step: step,
            variables: variables.map { ($0.key, $0.value.type) })
        guard let program = check.program else {
            RunbookFiles.show(check.diagnostics, on: context.errors, context)
            return ExitCodes.invalid
        }
        let activation = LayeredActivation(variables: variables, below: stored?.activation(of: step))
        let explanation = program.explain(activation)
        if explain { context.output.write(explanation.text() + "\n") }
        switch explanation.outcome {
        case .value(let value):
            if !explain {
                context.output.write(Sanitizer.clean(value.description, keeping: [.lineFeeds, .tabs]) + "\n")
            }
            return ExitCodes.success
        case .error(let error):
            context.errors.write("rung: unknown: \(error.message)\n")
            return ExitCodes.invalid
        case .notEvaluated:
            return ExitCodes.failure
        }
    }

    private static func walk(_ id: String, _ context: CommandContext) throws -> Walk {
        guard let journal = try StoredJournal.open(context).1 else {
            throw CommandProblem("there is no run \(id): the journal is empty")
        }
        do {
            let summary = try journal.run(id: id)
            return try StoredRun(journal, summary).replayed(journal, summary)
        } catch let error as JournalError {
            throw CommandProblem(error.message)
        } catch let refusal as SessionRefusal {
            throw WalkSession.problem(refusal)
        }
    }

    private static func variables(in path: String) throws -> [String: Value] {
        let bytes: [UInt8]
        do throws(FileReadError) {
            bytes = try path == "-" ? FileReading.standardInput() : FileReading.read(path, takes: .anything)
        } catch {
            throw CommandProblem("\(path): \(error.message)")
        }
        do throws(JSONProblem) {
            let value = try JSONValue.parse(bytes)
            guard let object = value.objectValue else { throw JSONProblem(message: "it is no JSON object", offset: 0) }
            return object.variables
        } catch {
            throw CommandProblem("\(path): \(error.message) (at byte \(error.offset))")
        }
    }
}

/// Values of one's own above those of a run.
struct LayeredActivation: Activation {
    var variables: [String: Value]
    var below: (any Activation)?

    func value(of name: String) -> Value? {
        variables[name] ?? below?.value(of: name)
    }

    func absence(of name: String) -> String? { below?.absence(of: name) }
}

extension JSONObject {
    /// The members as variables.
    var variables: [String: CEL.Value] {
        Dictionary(members.map { ($0.key, CEL.Value(json: $0.value)) }) { _, last in last }
    }
}
