import ArgumentParser
import RunbookEditing
import RunbookLoading
import YAMLEditing

/// What `rung edit FILE` can be told to do.
protocol EditOperation: ParsableCommand {
    /// The switches that all operations have.
    var switches: EditSwitches { get }
    /// Whether it reads standard input.
    var readsInput: Bool { get }
    /// The edit of the runbook.
    func edit() throws(RunbookEditFailure) -> RunbookEdit
}

extension EditOperation {
    var readsInput: Bool { false }
}

/// The switches of every operation.
struct EditSwitches: ParsableArguments {
    @Flag(help: "Change nothing; show the difference.")
    var dryRun = false

    @Flag(help: "Write the result even where it is no valid runbook.")
    var force = false
}

/// Where a step comes to stand.
struct EditPlace: ParsableArguments {
    @Option(help: ArgumentHelp("Directly after this step.", valueName: "step"))
    var after: String?

    @Option(help: ArgumentHelp("Directly before this step.", valueName: "step"))
    var before: String?

    func validate() throws {
        if after != nil, before != nil { throw ValidationError("--after and --before exclude one another") }
    }

    var place: RunbookEdit.Place {
        after.map { .after($0) } ?? before.map { .before($0) } ?? .last
    }
}

struct SetOperation: EditOperation {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Make the value at a path exactly this; what is missing on the way is made.",
        discussion: """
            PATH: names joined by dots, items of lists in brackets from 0, `[+]` for a new item; names with other \
            characters in quotes: steps.tune.edit.set."location /".proxy_read_timeout

            VALUE is YAML as it would stand behind the key: 30s is a text, 3 a number, true a bool, "3" a text, [a, b] a \
            list, {en: Disk, ru: Диск} a map. A condition (`when`, `expect`) is taken as it stands.
            """)

    @Argument(help: ArgumentHelp("The place.", valueName: "path"))
    var path: String

    @Argument(help: ArgumentHelp("The value, in YAML; one that begins with - stands behind a --.", valueName: "value"))
    var value: String

    @Flag(help: "Take VALUE as a text, just as it stands.")
    var text = false

    @OptionGroup var switches: EditSwitches

    func edit() throws(RunbookEditFailure) -> RunbookEdit { try Self.edit(path, to: value, isText: text) }

    /// The edit of words.
    static func edit(_ path: String, to value: String, isText: Bool) throws(RunbookEditFailure) -> RunbookEdit {
        let path = try RunbookPath(path)
        return .set(path, isText ? .string(value) : try EditValue.parse(value, at: path))
    }
}

struct UnsetOperation: EditOperation {
    static let configuration = CommandConfiguration(
        commandName: "unset", abstract: "Remove what stands at a path, with the comments directly above it.")

    @Argument(help: ArgumentHelp("The place: steps.health.retry, steps.diagnose.next[0].", valueName: "path"))
    var path: String

    @OptionGroup var switches: EditSwitches

    func edit() throws(RunbookEditFailure) -> RunbookEdit { .unset(try RunbookPath(path)) }
}

struct AddStepOperation: EditOperation {
    static let configuration = CommandConfiguration(
        commandName: "add-step", abstract: "Add a step; `connect` then leads to it.",
        discussion: "The step's keys are YAML, a map: of --yaml, or of a file by --from. Its comments stay.")

    @Argument(help: ArgumentHelp("The new step's name.", valueName: "name"))
    var name: String

    @OptionGroup var place: EditPlace

    @Option(help: ArgumentHelp("The step's keys: '{check: df -h /, next: done}'.", valueName: "text"))
    var yaml: String?

    @Option(help: ArgumentHelp("The file that holds the step's keys; - is standard input.", valueName: "file"))
    var from: String?

    @OptionGroup var switches: EditSwitches

    func validate() throws {
        if (yaml == nil) == (from == nil) { throw ValidationError("give the step's keys by --yaml or by --from") }
    }

    var readsInput: Bool { from == "-" }

    func edit() throws(RunbookEditFailure) -> RunbookEdit {
        guard let from else { return .addStep(name, body: Array((yaml ?? "").utf8), place.place) }
        do throws(FileReadError) {
            let body = readsInput ? try FileReading.standardInput() : try FileReading.read(from, takes: .anything)
            return .addStep(name, body: body, place.place)
        } catch {
            throw RunbookEditFailure(.badWords, "--from \(from): \(error.message)")
        }
    }
}

struct RemoveStepOperation: EditOperation {
    static let configuration = CommandConfiguration(
        commandName: "remove-step", abstract: "Remove a step, with the comments directly above it.",
        discussion: """
            What names the step keeps it from being removed, and is listed. With --rewire, what leads to it leads to TO \
            (next, else, branches, start, fallback, unattended), and groups are without it; a `verify` and conditions \
            that read it stay listed.
            """)

    @Argument(help: ArgumentHelp("The step.", valueName: "step"))
    var step: String

    @Option(help: ArgumentHelp("Where what leads to the step leads then.", valueName: "to"))
    var rewire: String?

    @OptionGroup var switches: EditSwitches

    func edit() throws(RunbookEditFailure) -> RunbookEdit { .removeStep(step, rewire: rewire) }
}

struct RenameStepOperation: EditOperation {
    static let configuration = CommandConfiguration(
        commandName: "rename-step", abstract: "Rename a step, also where ways, groups and conditions name it.")

    @Argument(help: ArgumentHelp("The step.", valueName: "old"))
    var old: String

    @Argument(help: ArgumentHelp("Its new name.", valueName: "new"))
    var new: String

    @OptionGroup var switches: EditSwitches

    func edit() throws(RunbookEditFailure) -> RunbookEdit { .renameStep(old, to: new) }
}

struct ConnectOperation: EditOperation {
    static let configuration = CommandConfiguration(
        commandName: "connect", abstract: "Lead from a step to another.",
        discussion: """
            With --when, by a branch, which is tried after all others, save a last one that is always taken; a `next` \
            alone becomes branches that lead where it led. Without --when, by `next`, where there is none yet.
            """)

    @Argument(help: ArgumentHelp("The step that leads.", valueName: "from"))
    var from: String

    @Argument(help: ArgumentHelp("The step that it leads to.", valueName: "to"))
    var to: String

    @Option(parsing: .unconditional, help: ArgumentHelp("The condition of the branch.", valueName: "expression"))
    var when: String?

    @Option(help: ArgumentHelp("Try it before this branch, counted from 1 as in transcripts.", valueName: "n"))
    var before: Int?

    @OptionGroup var switches: EditSwitches

    func edit() throws(RunbookEditFailure) -> RunbookEdit { .connect(from, to: to, when: when, before: before) }
}

struct MoveOperation: EditOperation {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Move a step within the file, with the comments directly above it.")

    @Argument(help: ArgumentHelp("The step.", valueName: "step"))
    var step: String

    @OptionGroup var place: EditPlace

    @OptionGroup var switches: EditSwitches

    func validate() throws {
        if place.after == nil, place.before == nil { throw ValidationError("say where: --after STEP or --before STEP") }
    }

    func edit() throws(RunbookEditFailure) -> RunbookEdit { .move(step, place.place) }
}
