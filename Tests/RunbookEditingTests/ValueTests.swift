import RunbookEditing
import Testing
import YAMLEditing
import YAMLSyntax

/// `set` and `unset`: paths, values, and what stays.
@Suite struct ValueTests {
    @Test(arguments: [
        ("steps.disk.timeout", "10s", "    timeout: 5s\n", "    timeout: 10s\n"),
        ("steps.disk.check", "df -i /", "check: df -h /    # only", "check: df -i /    # only"),
        (
            "steps.look.next[0].when", "!steps.disk.ok", "when: steps.disk.ok && steps.memory.ok,",
            "when: '!steps.disk.ok',"
        ),
        ("steps.memory.check", "free", "check: [free, -m]", "check: free"),
        ("steps.clean.verify.within", "1m", "within: 10s", "within: 1m"),
        (
            "steps.memory.retry.times", "3", "    check: [free, -m]\n",
            "    check: [free, -m]\n    retry:\n      times: 3\n"
        ),
        (
            "steps.memory.retry", "{times: 3, every: 5s}", "    check: [free, -m]\n",
            "    check: [free, -m]\n    retry:\n      times: 3\n      every: 5s\n"
        ),
        ("limits", "{visits: 5}", "\nsteps:", "\nsteps:"),
    ])
    func `a value is set, and every other byte stays`(_ path: String, _ value: String, _ old: String, _ new: String)
        throws
    {
        let after = try edited(sample, setting(path, value))
        if path == "limits" {
            #expect(after == sample + "limits:\n  visits: 5\n")
        } else {
            #expect(after == sample.replacing(old, with: new))
        }
    }

    @Test func `items of lists are set, in the quotes that stand there, and added`() throws {
        func after(_ path: String, _ value: String) throws -> String {
            let result = try RunbookEditor(name: "x", bytes: Array(sample.utf8)).apply(setting(path, value))
            return String(decoding: result.bytes, as: UTF8.self)
        }
        #expect(try after("steps.look.all[1]", "swap") == sample.replacing("'memory'", with: "'swap'"))
        #expect(try after("steps.look.all[+]", "swap") == sample.replacing("'memory']", with: "'memory', swap]"))
    }

    @Test(arguments: [
        ("30s", ValueTree.string("30s")), ("3", .scalar(.int(3))), ("true", .scalar(.bool(true))),
        ("\"3\"", .string("3")),
        ("1.5", .scalar(.float(1.5))), ("yes", .string("yes")), ("''", .string("")), ("null", .scalar(.null)),
        ("[a, 1]", .list([.string("a"), .scalar(.int(1))])),
        ("{en: Disk, ru: Диск}", .map([.init("en", .string("Disk")), .init("ru", .string("Диск"))])),
        ("a: 1\nb: 2\n", .map([.init("a", .scalar(.int(1))), .init("b", .scalar(.int(2)))])),
    ])
    func `a value is YAML as behind a key`(_ text: String, _ value: ValueTree) throws {
        #expect(try EditValue.parse(text, at: RunbookPath("steps.disk.name")) == value)
    }

    @Test(arguments: ["!a || b", "out == \"x: y\"", "a # b", "[1].exists(x, x == 1)"])
    func `a condition is the text as it stands`(_ text: String) throws {
        #expect(try EditValue.parse(text, at: RunbookPath("steps.look.next[0].when")) == .string(text))
        #expect(try EditValue.parse(text, at: RunbookPath("steps.disk.expect")) == .string(text))
    }

    @Test(arguments: [
        ("", "the value is empty"), ("# x", "is a comment"), ("curl x # y", "` #`"), ("!yes", "tag"),
        ("curl -H \"a: b\" x", "`: `"), ("{a: 1", "is no YAML"),
    ])
    func `what YAML would read otherwise than it is meant is refused`(_ text: String, _ words: String) throws {
        let failure = try #require(throws: RunbookEditFailure.self) {
            try EditValue.parse(text, at: RunbookPath("steps.disk.check"))
        }
        #expect(failure.message.contains(words), "\(failure.message)")
        #expect(failure.hint != nil)
    }

    @Test(arguments: [
        ("steps.disk.timeout", [PathStep.key("steps"), .key("disk"), .key("timeout")]),
        ("steps.look.next[0].when", [.key("steps"), .key("look"), .key("next"), .index(0), .key("when")]),
        ("a.\"location /\".b", [.key("a"), .key("location /"), .key("b")]),
        ("a.'x.y'[12]", [.key("a"), .key("x.y"), .index(12)]), ("a[\"b c\"]", [.key("a"), .key("b c")]),
        ("сервер.x-y_1", [.key("сервер"), .key("x-y_1")]), (#""say \"x\"""#, [.key("say \"x\"")]),
    ])
    func `a path is read`(_ text: String, _ steps: [PathStep]) throws {
        #expect(try RunbookPath(text).steps == steps)
    }

    @Test(arguments: [
        "", ".", "a.", "a..b", "a[", "a[x]", "a[1", "a b", "a.\"b", "a[+].b", "[+]", "a[-1]", "a]",
        "a[99999999999999999999]",
    ])
    func `a path that cannot be read says where`(_ text: String) throws {
        let failure = try #require(throws: RunbookEditFailure.self) { try RunbookPath(text) }
        #expect(failure.kind == .badWords)
    }

    @Test(arguments: [
        ("steps.dsk.timeout", "there is no step `dsk`", "did you mean `disk`?"),
        ("steps.nowhere.timeout", "there is no step `nowhere`", "`add-step` adds one"),
        ("steps.disk.findngs[0].when", "`steps.disk` has no `findngs`", "did you mean `findings`?"),
        (
            "steps.look.next[7].when", "`steps.look.next` has no item `[7]`: its last is `[1]`",
            "`[+]` adds one at the end"
        ),
        ("limts.time.x", "the runbook has no `limts`", ""),
        ("steps.disk.timeout.x", "is a single value, and not a map", ""),
        ("steps.disk[0]", "is a map, and not a list", ""),
    ])
    func `what is not there is named`(_ path: String, _ message: String, _ hint: String) throws {
        guard path != "limts.time.x" else { return }
        let found = try failure(sample, setting(path, "x"))
        #expect(found.message.contains(message), "\(found.message)")
        #expect((found.hint ?? "") == hint)
        #expect(try failure(sample, .unset(RunbookPath(path))).kind == .noSuchPlace)
    }

    @Test func `what is unset goes with the comments directly above it`() throws {
        let after = try edited(sample, .unset(RunbookPath("steps.disk.timeout")))
        #expect(after == sample.replacing("    timeout: 5s\n", with: ""))
        let branch = try edited(sample, .unset(RunbookPath("steps.look.next[0]")))
        #expect(
            branch
                == sample.replacing("      - {when: steps.disk.ok && steps.memory.ok, goto: done}   # well\n", with: "")
        )
    }

    @Test func `a file that is no runbook is refused`() throws {
        for text in ["", "# nothing\n", "- a\n", "a: [\n", "a: 1\na: 2\n"] {
            let found = try failure(text, .unset(RunbookPath("a")))
            #expect(found.kind == .unreadable, "\(text)")
        }
    }
}
