import Glibc
import JSONText
import Testing

@Suite struct `Reading JSON` {
    private static let numbers: [(String, JSONValue)] = [
        ("0", .int(0)), ("-0", .int(0)), ("1", .int(1)), ("1.0", .double(1)), ("1e2", .double(100)),
        ("1E+2", .double(100)), ("12.5e-1", .double(1.25)), ("-0.0", .double(-0.0)),
        ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
        ("9223372036854775808", .unsigned(9_223_372_036_854_775_808)), ("18446744073709551615", .unsigned(.max)),
        ("18446744073709551616", .double(18_446_744_073_709_551_616)),
        ("-9223372036854775809", .double(-9_223_372_036_854_775_808)),
        ("100000000000000000000000000000000000000000", .double(1e41)), ("5e-324", .double(.leastNonzeroMagnitude)),
        ("1e-999", .double(0)), ("1.7976931348623157e308", .double(.greatestFiniteMagnitude)),
    ]

    private static let accepted: [(String, JSONValue)] = [
        ("null", .null), ("true", true), (" false\r\n\t", false),
        ("[]", []), ("{}", [:]), ("[ ]", []), ("{ }", [:]), ("[1,[2,[]],{}]", [1, [2, []], [:]]),
        ("\"\"", ""), ("\"a\\u0000b\"", "a\u{0}b"), ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\u{8}\u{c}\n\r\t"),
        ("\"\\ud83d\\ude00\"", "😀"), ("\"ё\u{7f}\"", "ё\u{7f}"), ("\"\\u00e9\\u00E9\"", "éé"),
        ("{\"\":0,\"a b\":{\"c\":[null]}}", ["": 0, "a b": ["c": [nil]]]),
    ]

    @Test(arguments: accepted)
    func `accepts what RFC 8259 allows`(text: String, value: JSONValue) throws {
        #expect(try JSONValue.parse(text) == value)
    }

    @Test(arguments: numbers)
    func `tells whole numbers from doubles`(text: String, value: JSONValue) throws {
        #expect(try JSONValue.parse(text) == value)
        #expect(try JSONValue.parse("[\(text)]") == [value])
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "True", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1}", "{\"a\"}",
        "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\" 1}", "{\"a\":1]", "{1:1}", "{\"a\":1 \"b\":2}", "1 2",
        "1,",
        "[1]x", "01", "-01", "-", "+1", ".5", "1.", "1.e1", "1e", "1e+", "0x10", "1_000", "NaN", "Infinity",
        "-Infinity",
        "1e999", "-1e999", "\"", "\"a", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\U0041\"", "\"a\nb\"",
        "\"a\tb\"", "'a'", "// c\n1", "[1/**/]", "\u{FEFF}1", "\u{A0}1", "\u{0}", "1\u{0}", "\"\\ud800\\uZZZZ\"",
    ])
    func `refuses what RFC 8259 does not allow`(text: String) {
        #expect(throws: JSONProblem.self) { try JSONValue.parse(text) }
    }

    @Test(arguments: [
        ("\"\\ud800\"", "\u{FFFD}"), ("\"\\udc00x\"", "\u{FFFD}x"), ("\"\\ud800\\ud83d\\ude00\"", "\u{FFFD}😀"),
        ("\"\\ud800\\u0041\"", "\u{FFFD}A"), ("\"\\ud800\\n\"", "\u{FFFD}\n"),
    ])
    func `makes U+FFFD of half a surrogate pair`(text: String, value: String) throws {
        #expect(try JSONValue.parse(text).stringValue == value)
    }

    @Test(arguments: [
        [0xFF], [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82, 0x22],
    ])
    func `refuses bytes that are not UTF-8`(bytes: [UInt8]) {
        #expect(throws: JSONProblem.self) { try JSONValue.parse(bytes) }
    }

    @Test(arguments: [
        ("[1, x]", "a value was expected, not “x”", 4), ("[1", "a comma or ] was expected, but the text ends here", 2),
        ("{\"a\" 1}", "a colon was expected after the name, not “1”", 5),
        ("1 1", "the end of the text was expected after the value, not “1”", 2),
        ("\u{FEFF}1", "the text begins with a byte-order mark, which JSON does not allow", 0),
        ("\"\u{1}\"", "control characters in a string are written with a backslash, not the byte 0x01", 1),
        ("[\"abc", "the string that begins here has no closing quote", 1),
        ("[1e999]", "the number is too large for a double", 1),
        ("[007]", "a number does not begin with a needless zero", 1),
    ])
    func `says what is wrong and where`(text: String, message: String, offset: Int) {
        #expect(throws: JSONProblem(message: message, offset: offset)) { try JSONValue.parse(text) }
    }

    @Test func `finds the last of duplicate keys and keeps all`() throws {
        let object = try #require(try JSONValue.parse(#"{"b":1,"a":2,"b":3}"#).objectValue)
        #expect(object.keys == ["b", "a", "b"])
        #expect(object["b"] == 3)
        #expect(object["c"] == nil)
    }

    @Test func `every cut of a text is refused or another text`() throws {
        let text = Array(#"{"a":[1,2.5e3,"é\u00e9\ud83d\ude00",true,null],"b":{"c":-0}}"#.utf8)
        for length in 0..<text.count {
            #expect(throws: JSONProblem.self) { try JSONValue.parse(text[..<length]) }
        }
        #expect(try JSONValue.parse(text[...])["b"]?["c"] == 0)
    }

    @Test func `refuses what lies too deep`() throws {
        let deep = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(try JSONValue.parse(deep(256)).arrayValue?.count == 1)
        #expect(throws: JSONProblem(message: "the text is nested deeper than 256 levels", offset: 256)) {
            try JSONValue.parse(deep(257))
        }
        #expect(throws: JSONProblem.self) { try JSONValue.parse(String(repeating: "{\"a\":", count: 1_000_000)) }
        #expect(throws: JSONProblem.self) { try JSONValue.parse("[[1]]", maximumDepth: 1) }
        #expect(throws: JSONProblem.self) { try JSONValue.parse("[]", maximumDepth: 0) }
    }

    @Test func `works at full depth on a small stack`() {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, 512 * 1024)
        var thread = pthread_t()
        let created = pthread_create(
            &thread, &attributes,
            { _ in
                let half = String(repeating: "[{\"a\":", count: 128)
                let text = half + "1" + String(repeating: "}]", count: 128)
                let value = try? JSONValue.parse(text)
                let isSame = value?.serialized() == text && value == (try? JSONValue.parse(text))
                return UnsafeMutableRawPointer(bitPattern: isSame ? 1 : 2)
            }, nil)
        #expect(created == 0)
        var result: UnsafeMutableRawPointer?
        pthread_join(thread, &result)
        #expect(result == UnsafeMutableRawPointer(bitPattern: 1))
    }
}

@Suite struct `Reading several JSON values` {
    @Test func `takes values that follow one another`() throws {
        let values = try JSONValue.parseConcatenated(Array(" {}{\"a\":1}\n[2] 3 4\"x\" ".utf8))
        #expect(values.map(\.value) == [[:], ["a": 1], [2], 3, 4, "x"])
        #expect(values.map(\.offset) == [1, 3, 11, 15, 17, 18])
        #expect(try JSONValue.parseConcatenated(Array("  \n".utf8)).isEmpty)
    }

    @Test func `takes one value on each line`() throws {
        let values = try JSONValue.parseLines(Array("{\"a\":1}\r\n\n [2] \n3".utf8))
        #expect(values.map(\.value) == [["a": 1], [2], 3])
        #expect(values.map(\.offset) == [0, 11, 16])
        #expect(try JSONValue.parseLines([UInt8]()).isEmpty)
    }

    @Test(arguments: [("1 2\n3", 2), ("[1,\n2]", 3), ("1\n}\n", 2), ("1\n2x", 3)])
    func `refuses a line that is not exactly one value`(text: String, offset: Int) {
        #expect {
            try JSONValue.parseLines(Array(text.utf8))
        } throws: {
            ($0 as? JSONProblem)?.offset == offset
        }
    }
}
