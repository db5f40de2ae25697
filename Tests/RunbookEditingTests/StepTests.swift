import RunbookEditing
import RunbookLoading
import Testing

/// Adding, removing, moving and connecting steps.
@Suite struct StepTests {
    @Test func `a step is added with its comments, and with a blank line as between the others`() throws {
        let body = "# why\ncheck: swapon --show\nparse: lines    # one a device\n"
        let after = try edited(sample, .addStep("swap", body: Array(body.utf8), .after("memory")))
        #expect(
            after
                == sample.replacing(
                    "    check: [free, -m]\n",
                    with:
                        "    check: [free, -m]\n\n  swap:\n    # why\n    check: swapon --show\n    parse: lines    # one a device\n"
                ))
    }

    @Test func `a step of a flow map, and a place before another`() throws {
        let after = try edited(sample, .addStep("pause", body: Array("{wait: 5s, next: look}".utf8), .before("disk")))
        #expect(after == sample.replacing("  disk:\n", with: "  pause:\n    wait: 5s\n    next: look\n\n  disk:\n"))
        let last = try edited(sample, .addStep("pause", body: Array("    wait: 5s\n    next: look\n".utf8), .last))
        #expect(last == sample + "\n  pause:\n    wait: 5s\n    next: look\n")
    }

    @Test(arguments: [
        ("disk", "{wait: 5s}", "there is a step `disk` already"),
        ("Disk", "{wait: 5s}", "cannot be the name of a step"),
        ("null", "{wait: 5s}", "a word of YAML's own"), ("x", "wait", "is a map"), ("x", "", "holds nothing"),
        ("x", "a: [", "cannot be edited as YAML"), ("x", "x: {wait: 5s}", "begins with the step's own name"),
    ])
    func `a step that cannot be added is refused`(_ name: String, _ body: String, _ words: String) throws {
        let found = try failure(sample, .addStep(name, body: Array(body.utf8), .last))
        #expect(found.message.contains(words), "\(found.message)")
    }

    @Test func `a step is removed with its comments, and what led to it leads elsewhere`() throws {
        let result = try RunbookEditor(name: "x", bytes: Array(sample.utf8)).apply(.removeStep("clean", rewire: "stop"))
        let text = String(decoding: result.bytes, as: UTF8.self)
        let gone =
            "  # Old files\n  clean:\n    fix: rm -f /tmp/old\n    verify: {step: disk, within: 10s}\n    next: look\n    else: stop\n\n"
        #expect(text == sample.replacing(gone, with: "").replacing("goto: clean", with: "goto: stop"))
        // `visits.clean` is no way: it is told, and stays.
        #expect(result.dangling.map(\.holder) == ["an expression of `look`"])
        #expect(result.summary == "removed the step `clean`; branch 2 of `look` leads to `stop` now")
    }

    @Test func `a step that is removed leaves its groups`() throws {
        let result = try RunbookEditor(name: "x", bytes: Array(sample.utf8)).apply(
            .removeStep("memory", rewire: "disk"))
        #expect(String(decoding: result.bytes, as: UTF8.self).contains("all: [disk]\n"))
        #expect(result.dangling.map(\.role) == [.expression])
    }

    @Test func `without another step the places that name it are told`() throws {
        let result = try RunbookEditor(name: "x", bytes: Array(sample.utf8)).apply(.removeStep("stop"))
        #expect(result.dangling.map(\.holder) == ["`fallback`", "the `else` of `look`", "the `else` of `clean`"])
        #expect(try failure(sample, .removeStep("stp")).hint == "did you mean `stop`?")
        #expect(try failure(sample, .removeStep("stop", rewire: "stop")).kind == .badWords)
        #expect(try failure(sample, .removeStep("stop", rewire: "nowhere")).kind == .noSuchPlace)
    }

    @Test func `a step is moved with its comments and the blank line`() throws {
        let lines =
            "  # Old files\n  clean:\n    fix: rm -f /tmp/old\n    verify: {step: disk, within: 10s}\n    next: look\n    else: stop\n"
        let after = try edited(sample, .move("clean", .after("look")))
        #expect(after == sample.replacing("\n" + lines, with: "").replacing("  disk:\n", with: lines + "\n  disk:\n"))
        #expect(try edited(after, .move("clean", .after("memory"))) == sample)
        #expect(try failure(sample, .move("clean", .after("clean"))).kind == .badWords)
    }

    @Test func `a heading stays where it is`() throws {
        let text = sample.replacing("  # Old files\n", with: "  # ── Mending ──────\n  # Old files\n")
        let after = try edited(text, .move("clean", .after("look")))
        #expect(after.contains("  # Old files\n  clean:\n"))
        #expect(after.contains("    check: [free, -m]\n\n  # ── Mending ──────\n  stop:\n"))
        #expect(after.split(separator: "\n").count == text.split(separator: "\n").count)
    }

    @Test func `a branch is added in the style of the others`() throws {
        let after = try edited(sample, .connect("look", to: "stop", when: "!steps.memory.ok", before: 2))
        #expect(
            after
                == sample.replacing(
                    "      - {when: causes.full",
                    with: "      - {when: '!steps.memory.ok', goto: stop}\n      - {when: causes.full"))
        let last = try edited(sample, .connect("look", to: "stop", when: "steps.disk.exit == 2"))
        #expect(last.contains("goto: clean}\n      - {when: steps.disk.exit == 2, goto: stop}\n    else: stop\n"))
    }

    @Test func `a branch is tried before one that is always taken`() throws {
        let text = sample.replacing("    else: stop\n\n  disk:", with: "      - {when: true, goto: stop}\n\n  disk:")
        let after = try edited(text, .connect("look", to: "stop", when: "steps.disk.exit == 2"))
        #expect(after.contains("      - {when: steps.disk.exit == 2, goto: stop}\n      - {when: true, goto: stop}\n"))
    }

    @Test(arguments: [
        ("next: look\n    else: stop\n", "next: look\n    else: stop\n", "ok"),
        ("next: look\n    else: stop\n", "next: look\n", "ok"),
    ])
    func `a next alone becomes branches that lead as it did`(_ old: String, _ next: String, _ condition: String) throws
    {
        let text = sample.replacing(old, with: next)
        let after = try edited(text, .connect("clean", to: "done", when: "steps.disk.ok"))
        #expect(
            after
                == text.replacing(
                    "next: look\n",
                    with: "next:\n      - {when: steps.disk.ok, goto: done}\n      - {when: \(condition), goto: look}\n"
                ))
    }

    @Test func `a check's next alone is taken in any case`() throws {
        let text = sample.replacing("    check: [free, -m]\n", with: "    check: [free, -m]\n    next: stop\n")
        let after = try edited(text, .connect("memory", to: "clean", when: "exit == 3"))
        #expect(after.contains("    next:\n      - {when: exit == 3, goto: clean}\n      - {when: true, goto: stop}\n"))
    }

    @Test func `without a condition only what leads nowhere is connected`() throws {
        #expect(try edited(sample, .connect("memory", to: "stop")).contains("    check: [free, -m]\n    next: stop\n"))
        #expect(try failure(sample, .connect("clean", to: "done")).message == "`clean` leads to `look` already")
        #expect(try failure(sample, .connect("look", to: "done")).message == "`look` has branches already")
        #expect(try failure(sample, .connect("done", to: "look")).message.contains("the walk ends at `done`"))
        #expect(
            try failure(sample, .connect("look", to: "done", when: "ok", before: 3)).message.contains("no branch 3"))
        #expect(try failure(sample, .connect("look", to: "don", when: "ok")).hint == "did you mean `done`?")
    }
}
