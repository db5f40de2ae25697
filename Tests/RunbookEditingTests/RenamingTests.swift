import EditTrials
import RunbookEditing
import RunbookLoading
import RunbookModel
import TestSupport
import Testing

/// `rename-step`: every place that names a step, and nothing else.
@Suite struct RenamingTests {
    @Test func `a step is renamed wherever it is named`() throws {
        let after = try edited(sample, .renameStep("disk", to: "root_disk"))
        #expect(
            after
                == sample.replacing("[disk, ", with: "[root_disk, ").replacing("steps.disk.", with: "steps.root_disk.")
                .replacing("\n  disk:", with: "\n  root_disk:").replacing("step: disk,", with: "step: root_disk,"))
        let quoted = try edited(sample, .renameStep("memory", to: "ram"))
        #expect(quoted.contains("all: [disk, 'ram']") && quoted.contains("steps.ram.ok, goto: done}   # well"))
    }

    /// An expression in each form that a scalar has, and what becomes of it.
    @Test(arguments: [
        (#"when: steps.x.ok && "x" != "y""#, #"when: steps.new.ok && "x" != "y""#),
        (#"when: "steps.x.ok || visits.x > 1""#, #"when: "steps.new.ok || visits.new > 1""#),
        (#"when: '!steps.x.ok && "steps.x" != ""'"#, #"when: '!steps.new.ok && "steps.x" != ""'"#),
        (
            "when: >-\n          steps.x.ran\n          && steps.x.ok\n        ",
            "when: >-\n          steps.new.ran\n          && steps.new.ok\n        "
        ),
        (
            "when: |\n          steps.x.ran  &&\n            steps.x.ok\n        ",
            "when: |\n          steps.new.ran  &&\n            steps.new.ok\n        "
        ),
        (#"when: "steps.\x78.ok""#, #"when: "steps.new.ok""#),
        (#"when: steps.x.?out.orValue("x") == "x""#, #"when: steps.new.?out.orValue("x") == "x""#),
        ("when: steps.x.ok &&\n          steps.x.ran", "when: steps.new.ok &&\n          steps.new.ran"),
        ("when: '[1].exists(x, x == 1) && steps.x.ok'", "when: '[1].exists(x, x == 1) && steps.new.ok'"),
    ])
    func `a condition in any form`(_ old: String, _ new: String) throws {
        func text(_ condition: String, _ name: String) -> String {
            let isBlock = condition.contains("|\n") || condition.contains(">-\n")
            return """
                version: 1
                id: forms
                start: \(name)
                fallback: stop
                steps:
                  \(name):
                    check: echo x
                    next:
                      - \(condition)\(isBlock ? "" : "\n        ")goto: stop
                    else: stop
                  stop: {end: unresolved}

                """
        }
        #expect(try edited(text(old, "x"), .renameStep("x", to: "new")) == text(new, "new"))
    }

    @Test func `a text in any form, and no script`() throws {
        func text(_ name: String) -> String {
            """
            version: 1
            id: forms
            description: {en: "it was ${steps.\(name).out}, $${steps.x.out}", ru: '${steps["\(name)"].out}'}
            start: \(name)
            fallback: stop
            steps:
              \(name):
                check: [sh, -c, "echo ${x}", "x"]
                env: {A: "${steps.\(name).ran ? 'x' : \\"y\\"}"}
              "mend":
                fix: echo "$x ${x:-steps.x.ok}"
                verify: "\(name)"
                next: stop
                else: '\(name)'
              human:
                manual: >-
                  Look at ${steps.\(name).out}
                  and at x
                unattended: {goto: \(name)}
                next: stop
              write:
                edit: {file: "/tmp/${steps.\(name).out}", set: {"${steps.\(name).out}": [x, "${visits.\(name)}"]}}
                next: stop
              stop: {end: unresolved}

            """
        }
        let result = try RunbookEditor(name: "x.yaml", bytes: Array(text("x").utf8)).apply(.renameStep("x", to: "new"))
        #expect(String(decoding: result.bytes, as: UTF8.self) == text("new"))
        #expect(result.summary == "renamed `x` to `new`, in 12 places")
    }

    @Test func `names that stand behind an alias change once`() throws {
        let text = """
            version: 1
            id: aliases
            start: &first x
            fallback: stop
            steps:
              x:
                check: echo
                env: &shared {A: "${steps.x.ran}"}
                next: stop
              y:
                check: echo
                env: *shared
                next: *first
              stop: {end: unresolved}

            """
        let after = try edited(text, .renameStep("x", to: "new"))
        #expect(
            after
                == text.replacing("&first x", with: "&first new").replacing("  x:", with: "  new:").replacing(
                    "steps.x", with: "steps.new"))
    }

    @Test(arguments: [
        ("disk", "memory", "there is a step `memory` already"), ("dsk", "x", "there is no step `dsk`"),
        ("disk", "Bad", "cannot be the name"),
    ])
    func `a name that cannot be is refused`(_ old: String, _ new: String, _ words: String) throws {
        #expect(try failure(sample, .renameStep(old, to: new)).message.contains(words))
    }

    /// What the finder calls a mention is what the loader calls one: each step of each shipped runbook in turn.
    @Test(arguments: ["502-bad-gateway.yaml", "host-health.yaml", "backend-monitor.yaml"])
    func `every step of the shipped runbooks can be renamed, and back`(_ file: String) throws {
        let bytes = try readFile(PackageRoot.path + "/runbooks/" + file)
        let runbook = try #require(RunbookTrial.load(bytes))
        for step in runbook.steps {
            let renamed = try RunbookEditor(name: file, bytes: bytes).apply(.renameStep(step.id, to: "another_name"))
            #expect(RunbookTrial.load(renamed.bytes) != nil, "\(step.id)")
            let back = try RunbookEditor(name: file, bytes: renamed.bytes).apply(
                .renameStep("another_name", to: step.id))
            #expect(back.bytes == bytes, "\(step.id)")
        }
    }
}
