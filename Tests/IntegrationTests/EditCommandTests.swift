import Glibc
import TestSupport
import Testing

/// `rung edit` and `rung fmt`, as a user meets them.
@Suite struct `Editing runbooks` {
    private static let runbook = """
        version: 1
        id: shop
        causes: {full: {name: The disk is full}}
        start: look
        fallback: stop

        steps:
          # First of all
          look:
            check: df -h /        # only looks
            timeout: 5s
            next:
              - {when: steps.look.ok, goto: mend}
            else: stop

          mend:
            fix: rm -f /tmp/old
            verify: look
            next: done

          stop: {escalate: {to: ops}}
          done: {end: resolved}

        """

    private func withRunbook(_ body: (Workshop, String) async throws -> Void) async throws {
        try await withWorkshop { workshop in
            let path = workshop.folder + "/x.yaml"
            try writeFile(path, Self.runbook)
            try await body(workshop, path)
        }
    }

    @Test func `a value is set, and the file keeps its mode and its link`() async throws {
        try await withRunbook { workshop, path in
            chmod(path, 0o640)
            symlink("x.yaml", workshop.folder + "/link.yaml")
            let end = try await workshop.rung("edit", "link.yaml", "set", "steps.look.timeout", "10s")
            #expect(end.exit == 0 && end.out == "link.yaml: set steps.look.timeout\n", "\(end)")
            #expect(workshop.content("x.yaml") == Self.runbook.replacing("5s", with: "10s"))
            var status = stat()
            #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o640)
            #expect(lstat(workshop.folder + "/link.yaml", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
            let again = try await workshop.rung("edit", "x.yaml", "set", "steps.look.timeout", "10s")
            #expect(again.exit == 0 && again.out == "x.yaml: nothing to change\n", "\(again)")
        }
    }

    @Test func `a dry run shows the difference and changes nothing`() async throws {
        try await withRunbook { workshop, _ in
            let end = try await workshop.rung("edit", "x.yaml", "--dry-run", "rename-step", "look", "see")
            #expect(end.exit == 0, "\(end)")
            #expect(end.out.hasPrefix("--- a/x.yaml\n+++ b/x.yaml\n@@ "), "\(end)")
            #expect(end.out.contains("-      - {when: steps.look.ok, goto: mend}\n"))
            #expect(end.out.contains("+      - {when: steps.see.ok, goto: mend}\n"))
            #expect(workshop.content("x.yaml") == Self.runbook)
        }
    }

    @Test func `a result that is not valid is refused with its places, unless it is forced`() async throws {
        try await withRunbook { workshop, _ in
            let refused = try await workshop.rung("edit", "x.yaml", "set", "steps.mend.verify", "lok")
            #expect(refused.exit == 2 && refused.out.isEmpty, "\(refused)")
            #expect(refused.err.contains("x.yaml:18:13: error: there is no step `lok`"), "\(refused)")
            #expect(refused.err.contains("did you mean `look`?"))
            #expect(refused.err.contains("x.yaml is not changed"))
            #expect(workshop.content("x.yaml") == Self.runbook)
            let forced = try await workshop.rung("edit", "x.yaml", "set", "steps.mend.verify", "lok", "--force")
            #expect(forced.exit == 0, "\(forced)")
            #expect(workshop.content("x.yaml").contains("verify: lok\n"))
        }
    }

    @Test func `a step that is still named is not removed`() async throws {
        try await withRunbook { workshop, _ in
            let refused = try await workshop.rung("edit", "x.yaml", "remove-step", "mend")
            #expect(refused.exit == 2, "\(refused)")
            #expect(refused.err.contains("x.yaml:13:37: error: branch 1 of `look` names the step"), "\(refused)")
            #expect(refused.err.contains("`--rewire TO`"))
            let done = try await workshop.rung("edit", "x.yaml", "remove-step", "mend", "--rewire", "done")
            #expect(done.exit == 0, "\(done)")
            #expect(done.out.contains("removed the step `mend`; branch 1 of `look` leads to `done` now"), "\(done)")
            #expect(!workshop.content("x.yaml").contains("mend"))
        }
    }

    @Test func `steps are added from a file, connected and moved`() async throws {
        try await withRunbook { workshop, _ in
            try writeFile(workshop.folder + "/body", "# counts\ncheck: df -i /    # inodes\n")
            let added = try await workshop.rung(
                "edit", "x.yaml", "add-step", "inodes", "--after", "look", "--from", "body")
            #expect(added.exit == 0, "\(added)")
            #expect(
                workshop.content("x.yaml").contains(
                    "\n\n  inodes:\n    # counts\n    check: df -i /    # inodes\n\n  mend:\n"))
            let connected = try await workshop.rung("edit", "x.yaml", "connect", "inodes", "stop")
            #expect(connected.exit == 0, "\(connected)")
            let branch = try await workshop.rung(
                "edit", "x.yaml", "connect", "look", "inodes", "--when", "!steps.look.ok", "--before", "1")
            #expect(branch.exit == 0, "\(branch)")
            #expect(workshop.content("x.yaml").contains("      - {when: \"!steps.look.ok\", goto: inodes}\n"))
            let moved = try await workshop.rung("edit", "x.yaml", "move", "inodes", "--before", "look")
            #expect(moved.exit == 0, "\(moved)")
            let valid = try await workshop.rung("validate", "x.yaml")
            #expect(valid.exit == 0, "\(valid)")
        }
    }

    @Test(arguments: [
        (["edit", "x.yaml"], "say what to do"),
        (["edit", "nowhere.yaml", "unset", "a"], "nowhere.yaml does not exist"),
        (["edit", "x.yaml", "set", "steps.lok.timeout", "1s"], "there is no step `lok`; did you mean `look`?"),
        (["edit", "x.yaml", "set", "steps..x", "1s"], "has an empty name at character 7"),
        (["edit", "x.yaml", "set", "steps.look.check", "a: b"], "`--text` takes it as a text"),
        (["edit", "x.yaml", "frobnicate"], "frobnicate"),
        (["edit", "set", "x.yaml", "steps.look.timeout", "1s"], "the file comes first"),
        (["edit", "x.yaml", "move", "look"], "--after STEP or --before STEP"),
        (["edit", "x.yaml", "add-step", "new"], "--yaml or by --from"),
        (["fmt", "nowhere.yaml"], "nowhere.yaml does not exist"),
    ])
    func `wrong words are answered with what to do`(_ arguments: [String], _ words: String) async throws {
        try await withRunbook { workshop, _ in
            let end = try await workshop.start(arguments).end()
            #expect(end.exit == 2, "\(end)")
            #expect(end.err.contains(words), "\(end)")
            #expect(workshop.content("x.yaml") == Self.runbook)
        }
    }

    @Test func `the form is checked, shown and written`() async throws {
        try await withRunbook { workshop, _ in
            let well = try await workshop.rung("fmt", "--check", "x.yaml")
            #expect(well.exit == 0 && well.out.isEmpty, "\(well)")
            let other = Self.runbook.replacing("timeout: 5s", with: "timeout:  5s").replacing(
                "resolved}", with: "resolved }")
            try writeFile(workshop.folder + "/x.yaml", other)
            let check = try await workshop.rung("fmt", "--check", "x.yaml")
            #expect(check.exit == 2 && check.out.contains("x.yaml: not formatted"), "\(check)")
            let diff = try await workshop.rung("fmt", "--diff", "x.yaml")
            #expect(diff.exit == 0 && diff.out.contains("+  done: {end: resolved}\n"), "\(diff)")
            #expect(workshop.content("x.yaml") == other)
            let done = try await workshop.rung("fmt", "x.yaml")
            #expect(done.exit == 0 && done.out == "x.yaml: formatted\n", "\(done)")
            #expect(workshop.content("x.yaml") == Self.runbook)
            try writeFile(workshop.folder + "/bad.yaml", "a: [\n")
            let bad = try await workshop.rung("fmt", "bad.yaml", "x.yaml")
            #expect(bad.exit == 2 && bad.err.contains("bad.yaml:"), "\(bad)")
        }
    }

    @Test func `standard input goes to standard output`() async throws {
        try await withRunbook { workshop, _ in
            try writeFile(workshop.folder + "/in.yaml", Self.runbook.replacing("id: shop", with: "id:  shop"))
            let formatted = try await workshop.run(["/bin/sh", "-c", "\"$0\" fmt - < in.yaml", RungBinary.path])
            #expect(formatted.exit == 0 && formatted.out == Self.runbook, "\(formatted)")
            let edited = try await workshop.run(
                ["/bin/sh", "-c", "\"$0\" edit - set steps.look.timeout 9s < x.yaml", RungBinary.path])
            #expect(edited.exit == 0 && edited.out == Self.runbook.replacing("5s", with: "9s"), "\(edited)")
        }
    }
}
