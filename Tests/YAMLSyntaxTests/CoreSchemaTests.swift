import Diagnostics
import Testing
import YAMLSyntax

@Suite struct CoreSchemaTests {
    @Test(
        arguments: [
            ("", .null), ("~", .null), ("null", .null), ("Null", .null), ("NULL", .null), ("nULL", .string("nULL")),
            ("true", .bool(true)), ("False", .bool(false)), ("TRUE", .bool(true)), ("tRUE", .string("tRUE")),
            ("yes", .string("yes")), ("no", .string("no")), ("on", .string("on")), ("y", .string("y")),
            ("0", .int(0)), ("-0", .int(0)), ("+12", .int(12)), ("007", .int(7)), ("0o17", .int(15)),
            ("0x1F", .int(31)),
            ("0xfg", .string("0xfg")), ("0o8", .string("0o8")), ("-0x1", .string("-0x1")), ("0x", .string("0x")),
            ("1_000", .string("1_000")), ("0b1", .string("0b1")), ("12:30", .string("12:30")), ("-", .string("-")),
            ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
            ("9223372036854775808", .float(9_223_372_036_854_775_808)), ("0x10000000000000000", .float(0x1p64)),
            ("1.5", .float(1.5)), ("-.5", .float(-0.5)), ("1.", .float(1)), ("1e3", .float(1_000)),
            ("+1.5E-2", .float(0.015)),
            (".", .string(".")), ("1e", .string("1e")), ("1.e+", .string("1.e+")), (".e1", .string(".e1")),
            (".inf", .float(.infinity)), ("-.INF", .float(-.infinity)), ("+.Inf", .float(.infinity)),
            ("inf", .string("inf")), ("-.nan", .string("-.nan")), ("1.2.3", .string("1.2.3")), ("30s", .string("30s")),
        ] as [(String, YAMLValue)])
    func `a plain scalar has the core schema's type`(text: String, value: YAMLValue) {
        #expect(YAMLScalar(text: text, style: .plain).resolved == value)
    }

    @Test func `not a number is a float`() {
        guard case .float(let value) = YAMLScalar(text: ".NaN", style: .plain).resolved else {
            Issue.record("not a float")
            return
        }
        #expect(value.isNaN)
    }

    @Test(arguments: [ScalarStyle.singleQuoted, .doubleQuoted, .literal, .folded])
    func `what is not plain is a text`(style: ScalarStyle) {
        #expect(YAMLScalar(text: "12", style: style).resolved == .string("12"))
    }

    @Test(
        arguments: [
            ("!!str 12", .string("12")), ("!!int '12'", .int(12)), ("!!float 12", .float(12)),
            ("!!bool \"true\"", .bool(true)),
            ("!!null ''", .null), ("! 12", .string("12")), ("!own 12", .string("12")), ("!!null", .null),
        ] as [(String, YAMLValue)])
    func `a core tag decides the type`(text: String, value: YAMLValue) throws {
        #expect(try document("key: " + text).root?["key"]?.value == value)
    }

    @Test(arguments: ["!!int x", "!!bool yes", "!!null x", "!!map x", "!!str [a]", "!!seq {a: b}", "!!float y"])
    func `a core tag that does not fit is reported at the tag`(text: String) {
        let diagnostics = YAMLReader.read(name: "t", bytes: Array(("k: " + text).utf8)).diagnostics
        #expect(diagnostics.map(\.code) == ["tag-mismatch"])
        #expect(diagnostics.first?.range.start == 3)
        #expect(diagnostics.first?.range.end == 3 + text.prefix(while: { $0 != " " }).utf8.count)
    }
}
