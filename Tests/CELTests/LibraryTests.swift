import CEL
import Testing

/// The module as a host sees it: declarations, messages, references, errors, explanations, its own functions.
@Suite struct LibraryTests {
    private var environment: Environment {
        var environment = Environment()
        environment.declare(
            objectType: ObjectType(
                name: "step", fields: ["ok": .bool, "out": .dyn, "exit": .int, "elapsed": .duration]))
        environment.declare(
            objectType: ObjectType(
                name: "steps", fields: ["health": .object("step"), "redis_ping": .object("step")]))
        environment.declare(variable: "steps", type: .object("steps"))
        environment.declare(variable: "out", type: .list(.map(.string, .dyn)))
        environment.declare(variable: "usage", type: .int)
        environment.declare(variable: "name", type: .string)
        environment.declare(
            function: "percent",
            FunctionOverload(parameters: [.string], result: .double) { values throws(EvaluationError) in
                guard let text = values[0].asString, text.hasSuffix("%"), let number = Double(text.dropLast()) else {
                    throw EvaluationError(code: .invalidArgument, message: "not a percentage")
                }
                return .double(number)
            })
        return environment
    }

    private func problems(_ text: String, expecting: CELType? = .bool) -> [Problem] {
        do throws(CompilationFailure) {
            _ = try environment.compile(text, expecting: expecting)
            return []
        } catch {
            return error.problems
        }
    }

    static let mistakes: [(String, String, String)] = [
        ("steps.helth.ok", "helth", "`steps` has no field `helth` (did you mean `health`?)"),
        ("steps.health.okay", "okay", "`steps.health` has no field `okay`; it has `elapsed`, `exit`, `ok`, `out`"),
        ("usge > 3", "usge", "there is no variable `usge` here (did you mean `usage`?)"),
        ("usage > \"90\"", "usage > \"90\"", "`>` cannot compare int with string; convert one: string(…) or int(…)"),
        ("usage = 3", "=", "`=` compares nothing: write `==`"),
        ("usage > 3 and true", "and", "`and` is no operator: write `&&`"),
        ("name.contain('x')", "contain", "there is no function `contain` (did you mean `contains`?)"),
        ("usage", "usage", "this is an int, and bool is wanted"),
        ("name.matches('(')", "'('", "this regular expression is not well-formed: missing ): ("),
        ("out.exists(c, c.State == )", ")", "`)` stands where a value is expected"),
        ("usage >", ">", "the expression ends where a value is expected"),
        ("'a", "'a", "this string is not closed"),
        (
            "'\\q' == name", "\\q",
            "`\\q` is not an escape that strings know; a lone backslash is written `\\\\`, or the "
                + "string as r\"…\""
        ),
        (
            "percent(usage) > 3.0", "percent(usage)",
            "there is no form percent(int) of this function; there is percent(string)"
        ),
        (
            "usage in name", "name",
            "`in` wants a list or a map on its right, and this is a string; to search a string write "
                + "text.contains(part)"
        ),
    ]

    @Test(arguments: mistakes)
    func `a mistake is named in plain words at its place`(text: String, place: String, message: String) {
        let found = problems(text)
        #expect(found.map(\.description) == [message])
        let bytes = Array(text.utf8)
        #expect(found.first.map { String(decoding: bytes[$0.range], as: UTF8.self) } == place)
    }

    @Test func `all mistakes are named, not the first alone`() {
        #expect(problems("steps.helth.ok && usge > 3 && name > 4").count == 3)
    }

    @Test func `numbers of different types compare, and an option forbids it`() throws {
        #expect(try environment.compile("percent('91%') > usage").evaluate(["usage": 90] as Variables) == true)
        #expect(try environment.compile("usage == 90.0").evaluate(["usage": 90] as Variables) == true)
        var strict = environment
        strict.comparesAcrossNumberTypes = false
        #expect(throws: CompilationFailure.self) { try strict.compile("usage > 1.5") }
    }

    @Test func `a derived environment knows what its parent knows and more`() throws {
        let child = environment.derived(variables: [("exit", .int)])
        #expect(try child.compile("exit == 0 && usage > 1").resultType == .bool)
        #expect(throws: CompilationFailure.self) { try environment.compile("exit == 0") }
    }

    @Test func `an expression says what it reads, without the variables of its macros`() throws {
        var environment = Environment()
        environment.declare(variable: "rows", type: .list(.int))
        environment.declare(variable: "limit", type: .int)
        let program = try environment.compile("rows.exists(row, row > limit) && limit > 3")
        #expect(Set(program.variables) == ["rows", "limit"])
        #expect(program.readsOnly { $0 == "rows" || $0 == "limit" })
        #expect(!program.readsOnly { $0 == "rows" })
        #expect(try environment.compile("1 < 2").readsOnly { _ in false })
    }

    @Test func `a program keeps the functions and time zones that it was compiled with`() throws {
        func answering(_ number: Int64) -> FunctionOverload {
            FunctionOverload(parameters: [], result: .int) { _ in .int(number) }
        }
        var environment = Environment()
        environment.declare(function: "answer", answering(1))
        let first = try environment.compile("answer()")
        environment.declare(function: "answer", answering(2))
        let second = try environment.derived().compile("answer() + size([1])")
        environment = Environment(libraries: .core)
        #expect(try first.evaluate() == .int(1))
        #expect(try second.evaluate() == .int(3))
    }

    @Test func `the references of an expression are its longest paths with their places`() throws {
        let text = "has(steps.health.out.redis) && out.exists(c, c.State == name) && steps.redis_ping['ok']"
        var open = environment
        open.declare(variable: "steps", type: .dyn)
        let references = try open.compile(text).references
        #expect(
            references.map { $0.path.joined(separator: ".") } == [
                "steps.health.out.redis", "out", "name", "steps.redis_ping.ok",
            ])
        let bytes = Array(text.utf8)
        let last = references.last?.ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
        #expect(last == ["steps", "redis_ping", "'ok'"])
        #expect(references.map(\.mayBeAbsent) == [true, false, false, false])
    }

    @Test func `a missing field says what was missing and where it was looked for`() throws {
        let program = try environment.compile("steps.health.out.redis == true")
        let steps: Value = ["health": ["out": ["database": true]]]
        let error = #expect(throws: EvaluationError.self) { try program.evaluate(["steps": steps] as Variables) }
        #expect(error?.message == "steps.health.out.redis: `steps.health.out` has no field `redis`")
        #expect(error?.missing?.container == "steps.health.out")
        #expect(error?.missing?.name == "redis")
        #expect(error?.range == 0..<22)
    }

    @Test func `an explanation shows each part, and what was not looked at`() throws {
        let program = try environment.compile(
            "usage > 90 && name == \"x\" && out.exists(c, c.State == \"up\")")
        let explanation = program.explain(["usage": 95, "name": "y"] as Variables)
        #expect(
            explanation.text() == """
                usage > 90 && name == "x" && out.exists(c, c.State == "up")  → false
                  usage > 90  → true
                    usage  → 95
                  name == "x"  → false
                    name  → "y"
                  out.exists(c, c.State == "up")  · not looked at
                """)
    }

    @Test func `an explanation of a loop shows the first rounds and the last`() throws {
        let program = try environment.compile("out.exists(c, c.n == 9)")
        let rows = Value.list((0..<20).map { ["n": .int($0)] })
        let text = program.explain(["out": rows] as Variables).text()
        #expect(
            text == """
                out.exists(c, c.n == 9)  → true
                  out  → [{"n": 0}, {"n": 1}, {"n": 2}, {"n": 3}, {"n": 4}, {"n": 5}, {"n": 6}, {"n": 7}, …]
                  c = {"n": 0}  → false
                    c.n == 9  → false
                      c.n  → 0
                  c = {"n": 1}  → false
                    c.n == 9  → false
                      c.n  → 1
                  c = {"n": 2}  → false
                    c.n == 9  → false
                      c.n  → 2
                  … 6 more …
                  c = {"n": 9}  → true
                    c.n == 9  → true
                      c.n  → 9
                """)
    }

    /// An object whose fields are counted as they are read.
    private struct Host: ObjectValue {
        var typeName: String { "step" }
        func field(_ name: String) -> Value? { name == "ok" ? true : nil }
    }

    @Test func `a host's object gives its fields, and a missing one is an error`() throws {
        let variables: Variables = ["steps": ["health": .object(Host())]]
        #expect(try environment.compile("steps.health.ok").evaluate(variables) == true)
        #expect(try environment.compile("has(steps.health.exit)").evaluate(variables) == false)
        #expect(throws: EvaluationError.self) { try environment.compile("steps.health.exit == 0").evaluate(variables) }
    }

    static let values: [(Value, String)] = [
        (.null, "null"), (1, "1"), (.uint(1), "1u"), (1.0, "1.0"), (1e300, "1e+300"),
        ("a\"\n\u{1B}", #""a\"\n\u001b""#),
        (.bytes(Bytes([0, 65])), #"b"\x00A""#), ([1, "a"], #"[1, "a"]"#), (["k": [true]], #"{"k": [true]}"#),
        (.duration(.milliseconds(1_500)), #"duration("1.5s")"#), (.optional(nil), "optional.none()"),
        (.timestamp(Timestamp(seconds: 0)), #"timestamp("1970-01-01T00:00:00Z")"#), (.type(.list(.dyn)), "list"),
    ]

    @Test(arguments: values)
    func `a value is shown as the literal that makes it`(value: Value, text: String) throws {
        #expect(value.description == text)
        #expect(try Environment().compile(text).evaluate() == value)
    }

    @Test func `a leading dot before a function names the function of no container`() throws {
        #expect(try Environment().compile(".int('300')").evaluate() == 300)
    }

    @Test func `a large double becomes text as the reference runtimes write it`() {
        #expect(Value.double(1_234_567).celString() == "1.234567e+06")
        #expect(Value.double(123_456.5).celString() == "123456.5")
    }

    @Test(
        arguments: [
            "substring()", "'a'.substring()", "indexOf('a')", "'a'.replace('b')", "format()", "'a'.format()",
            "matches()",
            "size()", "[1].slice(0)", "regex.replace('a')", "math.greatest()", "optional.of()", "'a'.join(1, 2, 3, 4)",
            "ip()", "[1].sort(1, 2)", "timestamp()", "dyn()", "type(1, 2)", "base64.encode()", "sets.contains([1])",
        ])
    func `a call with the wrong number of values is an error of an unchecked expression`(text: String) throws {
        let program = try Environment().compile(text, checked: false)
        #expect(throws: EvaluationError.self) { try program.evaluate() }
    }

    @Test func `a long value is cut`() {
        #expect(Value.list(Array(repeating: 1, count: 1_000)).summary(limit: 10) == "[1, 1, 1, …]")
    }

    @Test func `a regular expression finds groups and replaces them`() throws {
        let regex = try RegularExpression("([a-z]+)=([0-9]+)")
        let match = regex.firstMatch(in: "é a=1 b=22")
        #expect(match?.ranges == [3..<6, 3..<4, 5..<6])
        #expect(try regex.replacing(in: "a=1 b=22", with: #"\2=\1"#) == "1=a 22=b")
        #expect(regex.fullyMatches("a=1") && !regex.fullyMatches("a=1 "))
        #expect(throws: RegularExpression.Failure.self) { try RegularExpression("(") }
        // What only compiling shows is seen when the pattern is read, too.
        #expect(throws: RegularExpression.Failure.self) { try RegularExpression("((a{100}){100}){10}") }
    }

    @Test func `no time zone leads out of the system's folder`() {
        let zones = SystemTimeZones()
        #expect(zones.secondsFromUTC(zone: "../../../etc/passwd", at: 0) == nil)
        #expect(zones.secondsFromUTC(zone: "/etc/passwd", at: 0) == nil)
        #expect(zones.secondsFromUTC(zone: "Europe/Berlin", at: 1_795_000_000) == 3_600)
        #expect(zones.secondsFromUTC(zone: "Europe/Berlin", at: 1_780_000_000) == 7_200)
        #expect(zones.secondsFromUTC(zone: "Europe/Berlin", at: 4_000_000_000) == 7_200)
    }
}
