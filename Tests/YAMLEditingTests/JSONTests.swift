import Testing
import YAMLEditing
import YAMLSyntax

/// Setting trees in JSON files of several habits.
@Suite struct JSONTests {
    static let rows = [
        SetTests.Row("nothing", "", "a: {b: 1}", "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n"),
        SetTests.Row("empty braces", "{}\n", "a: 1", "{\n  \"a\": 1\n}\n"),
        SetTests.Row("braces with blanks", "{\n}\n", "a: 1", "{\n  \"a\": 1\n}\n"),
        SetTests.Row(
            "four columns", "{\n    \"a\": \"x\",\n    \"b\": [\"y\"]\n}", "c: {d: {e: -1}}",
            "{\n    \"a\": \"x\",\n    \"b\": [\"y\"],\n    \"c\": {\n        \"d\": {\n            \"e\": -1\n        }\n    }\n}"
        ),
        SetTests.Row(
            "tabs and CR LF", "{\r\n\t\"a\": {\r\n\t\t\"b\": 1\r\n\t}\r\n}\r\n", "a: {c: {d: true}}",
            "{\r\n\t\"a\": {\r\n\t\t\"b\": 1,\r\n\t\t\"c\": {\r\n\t\t\t\"d\": true\r\n\t\t}\r\n\t}\r\n}\r\n"),
        SetTests.Row("one line", "{\"a\": 1, \"b\": 2}", "c: [x, y]", "{\"a\": 1, \"b\": 2, \"c\": [\"x\", \"y\"]}"),
        SetTests.Row("tight", "{\"a\":1,\"b\":{}}", "b: {c: \"q\\\"\"}", "{\"a\":1,\"b\":{\"c\":\"q\\\"\"}}"),
        SetTests.Row(
            "an escape is a text", "{\"a\": \"\\u0078\\ud83d\\ude00\"}", "a: \"x😀\"",
            "{\"a\": \"\\u0078\\ud83d\\ude00\"}"),
        SetTests.Row(
            "a list shrinks", "{\n  \"a\": [\n    1,\n    2,\n    3\n  ]\n}\n", "a: [1]",
            "{\n  \"a\": [\n    1\n  ]\n}\n"),
        SetTests.Row(
            "a list loses its middle", "{\n  \"a\": [\n    1,\n    2,\n    3\n  ]\n}\n", "a: [1, 3]",
            "{\n  \"a\": [\n    1,\n    3\n  ]\n}\n"),
        SetTests.Row(
            "a map becomes a number", "{\n  \"a\": {\n    \"b\": 1\n  },\n  \"c\": 1\n}\n", "a: 7",
            "{\n  \"a\": 7,\n  \"c\": 1\n}\n"),
    ]

    @Test(arguments: rows) func `a tree is set, and nothing else changes`(_ row: SetTests.Row) throws {
        let wanted = try tree(row.tree)
        let after = try edited(row.before, .set(wanted), dialect: .json)
        #expect(after == row.after)
        #expect(try edited(after, .set(wanted), dialect: .json) == after, "a second application changes nothing")
    }

    @Test(arguments: [
        ("{\"a\": 1,}", "a key"), ("{\"a\": 01}", "no JSON value"), ("{\"a\": 1} x", "after the end"),
        ("{\"a\": 1, \"a\": 2}", "twice"), ("{// c\n}", "a key"), ("{\"a\": \"\n\"}", "control character"),
        (String(repeating: "[", count: 100_000), "nested"),
    ])
    func `a text that is no JSON is refused with its line`(_ text: String, _ says: String) throws {
        let failure = try failure(text, .set(.map([.init("b", .scalar(.int(1)))])), dialect: .json)
        #expect(failure.message.contains(says), "\(failure.message)")
        #expect(failure.line == 1)
    }
}
