import FileEditing
import Testing

/// `replace`, `ensure_line` and `block`.
@Suite struct LineTests {
    @Test(arguments: [
        ("a = 1\nb = 2\n", "(?m)^b = (\\d+)$", "b = \\1\\1", "a = 1\nb = 22\n"),
        ("x", "x", "\\\\", "\\"), ("größe 1\r\n", "1", "2", "größe 2\r\n"),
    ])
    func `the one place that matches is replaced`(_ text: String, _ pattern: String, _ with: String, _ after: String)
        throws
    {
        #expect(try changed(text, .replace(pattern: pattern, with: with), path: "x") == after)
    }

    @Test(arguments: [
        ("a\nb\n", "c", "x", "nothing matches"), ("a\nb\na\n", "a", "x", "matches 2 places (lines 1 and 3)"),
        ("a", "(", "x", "cannot be used"), ("a", "a", "\\1", "the pattern has 0"), ("a", "a", "\\", "lone backslash"),
        (String(repeating: "a\n", count: 100), "a", "x", "more than 8 places"),
    ])
    func `none or several places are a failure`(_ text: String, _ pattern: String, _ with: String, _ says: String)
        throws
    {
        let failure = try failure(text, .replace(pattern: pattern, with: with), path: "x")
        #expect(failure.message.contains(says), "\(failure.message)")
    }

    @Test(
        arguments: [
            ("a\nb\n", "c", nil, "a\nb\nc\n"), ("a\nb", "c", nil, "a\nb\nc"), ("a\r\n", "c", nil, "a\r\nc\r\n"),
            ("", "c", nil, "c\n"), ("a\nc\n", "c", nil, "a\nc\n"), ("a=1\nb\n", "a=2", "^a=", "a=2\nb\n"),
            ("a=1\r\nb\r\n", "a=2", "^a=\\d$", "a=2\r\nb\r\n"), ("b\n", "a=2", "^a=", "b\na=2\n"),
            ("#a=1\nc\n", "a=1", "^a=", "#a=1\nc\na=1\n"),
        ] as [(String, String, String?, String)])
    func `a line is made sure of`(_ text: String, _ line: String, _ pattern: String?, _ after: String) throws {
        let change = FileChange.ensureLine(line: line, pattern: pattern)
        #expect(try changed(text, change, path: "x") == after)
        #expect(try changed(after, change, path: "x") == after)
    }

    @Test func `several lines that match are a failure`() throws {
        let failure = try failure("a=1\nb\na=2\n", .ensureLine(line: "a=3", pattern: "^a="), path: "x")
        #expect(failure.message.contains("2 lines (lines 1 and 3)"))
    }

    @Test func `a block is made, changed, and left`() throws {
        let first = try changed("a\n", .block(name: "n", text: "x\ny\n"), path: "/etc/hosts")
        #expect(first == "a\n# >>> rung n >>>\nx\ny\n# <<< rung n <<<\n")
        #expect(try changed(first, .block(name: "n", text: "x\ny"), path: "/etc/hosts") == first)
        let second = try changed(first + "b\n", .block(name: "n", text: "z"), path: "/etc/hosts")
        #expect(second == "a\n# >>> rung n >>>\nz\n# <<< rung n <<<\nb\n")
        #expect(
            try changed("a\r\n", .block(name: "n", text: "x\n"), path: "x.sql")
                == "a\r\n-- >>> rung n >>>\r\nx\r\n-- <<< rung n <<<\r\n")
        #expect(try changed("", .block(name: "n", text: "x"), path: "x.css").hasPrefix("/* >>> rung n >>> */\nx\n"))
    }

    @Test(arguments: [
        ("# >>> rung n >>>\nx\n", "only one of its two markers (line 1)"),
        ("x\n# <<< rung n <<<\n", "only one of its two markers (line 2)"),
        ("# <<< rung n <<<\n# >>> rung n >>>\n", "wrong way round"),
        ("# >>> rung n >>>\n# <<< rung n <<<\n# >>> rung n >>>\n# <<< rung n <<<\n", "marked twice (lines 1 and 3)"),
    ])
    func `broken markers are a failure`(_ text: String, _ says: String) throws {
        let failure = try failure(text, .block(name: "n", text: "y"), path: "x")
        #expect(failure.message.contains(says), "\(failure.message)")
    }

    @Test func `JSON takes no block`() throws {
        #expect(try failure("{}", .block(name: "n", text: "y"), path: "x.json").message.contains("no comments"))
    }

    @Test func `a line or a name that would break the file is a failure`() throws {
        #expect(try failure("", .ensureLine(line: "a\nb", pattern: nil), path: "x").message.contains("line break"))
        #expect(try failure("", .block(name: "a\nb", text: ""), path: "x").message.contains("one line"))
        #expect(try failure("", .block(name: "n", text: "# <<< rung n <<<"), path: "x").message.contains("own marker"))
    }
}
