import Testing
import YAMLEditing
import YAMLSyntax

/// The edits of single entries and items.
@Suite struct EditTests {
    static let steps = """
        steps:
          # looks
          a:
            check: true
            next: b

          # repairs
          # for real
          b: # the fix
            fix: true

          c: {end: resolved}
        # the end

        """

    static let path: [PathStep] = [.key("steps")]

    @Test func `a step is removed with the comments that stand directly above it`() throws {
        let after = try edited(Self.steps, .remove(Self.path + [.key("b")]))
        #expect(after == "steps:\n  # looks\n  a:\n    check: true\n    next: b\n\n  c: {end: resolved}\n# the end\n")
    }

    @Test func `a step is moved with the comments that stand directly above it`() throws {
        let after = try edited(Self.steps, .move(Self.path + [.key("b")], .before(.key("a"))))
        #expect(
            after == """
                steps:
                  # repairs
                  # for real
                  b: # the fix
                    fix: true

                  # looks
                  a:
                    check: true
                    next: b

                  c: {end: resolved}
                # the end

                """)
        let last = try edited(Self.steps, .move(Self.path + [.key("a")], .last))
        #expect(last.hasSuffix("  c: {end: resolved}\n\n  # looks\n  a:\n    check: true\n    next: b\n# the end\n"))
    }

    @Test func `a step is renamed in place`() throws {
        let after = try edited(Self.steps, .rename(Self.path + [.key("b")], to: "mend"))
        #expect(after == Self.steps.replacing("  b: #", with: "  mend: #"))
        let twice = try failure(Self.steps, .rename(Self.path + [.key("b")], to: "a"))
        #expect(twice.kind == .duplicateKey)
    }

    @Test func `a step is added before another`() throws {
        let entry = ValueTree.Entry("x", .map([.init("wait", .string("5s"))]))
        let after = try edited(Self.steps, .insertEntry(entry, at: Self.path, .before(.key("c"))))
        #expect(after == Self.steps.replacing("    fix: true\n", with: "    fix: true\n\n  x:\n    wait: 5s\n"))
        let last = try edited(Self.steps, .insertEntry(entry, at: Self.path, .last))
        #expect(last.contains("  c: {end: resolved}\n\n  x:\n    wait: 5s\n# the end"))
    }

    @Test(arguments: [
        ("a: [1, 2, 3]\n", 0, TreeEdit.Position.last, "a: [2, 3, 1]\n"),
        ("a:\n  - 1 # one\n  - 2\n", 1, .first, "a:\n  - 2\n  - 1 # one\n"),
        ("a:\n- - 1\n- 2\n", 0, .last, "a:\n- 2\n- - 1\n"),
    ])
    func `items are moved`(_ text: String, _ index: Int, _ position: TreeEdit.Position, _ after: String) throws {
        #expect(try edited(text, .move([.key("a"), .index(index)], position)) == after)
    }

    @Test func `items of a list within a list are moved`() throws {
        #expect(try edited("- - 1\n  - 2\n", .move([.index(0), .index(0)], .last)) == "- - 2\n  - 1\n")
    }

    @Test(arguments: [
        ("a: 1\nb: 2\n", "a", "b: 2\n"), ("a: 1\nb: 2\n", "b", "a: 1\n"), ("a: 1", "a", "{}"),
        ("{a: 1, b: 2}\n", "a", "{b: 2}\n"), ("{a: 1, b: 2}\n", "b", "{a: 1}\n"),
        ("{\n  a: 1, # x\n  b: 2, # y\n}\n", "b", "{\n  a: 1, # x\n}\n"),
        ("{\n  a: 1, # x\n  b: 2 # y\n}\n", "b", "{\n  a: 1 # x\n}\n"),
    ])
    func `a key is removed`(_ text: String, _ key: String, _ after: String) throws {
        #expect(try edited(text, .remove([.key(key)])) == after)
    }

    @Test func `an exact replacement removes what is not in it, and keeps the rest as it is written`() throws {
        let text = "a:\n  x: '1' # c\n  y: 2\n  z: 3\nb: 1\n"
        #expect(
            try edited(text, .replace(try tree("x: \"1\"\nw: 4"), at: [.key("a")]))
                == "a:\n  x: '1' # c\n  w: 4\nb: 1\n")
    }

    @Test func `what is not there is named`() throws {
        #expect(try failure("a: {b: 1}\n", .remove([.key("a"), .key("c")])).message.contains("has no `c`"))
        #expect(try failure("a: [1]\n", .remove([.key("a"), .index(3)])).message.contains("has no `[3]`"))
    }
}
