import CEL
import Glibc
import Testing

/// Nothing that an expression says may hang the evaluation, fill the memory or overflow a small stack.
@Suite struct LimitTests {
    /// Runs work on a thread with a stack of 1 MiB and waits for it.
    private func onSmallStack(_ work: @escaping @Sendable () -> Void) {
        final class Box: Sendable {
            let work: @Sendable () -> Void
            init(_ work: @escaping @Sendable () -> Void) { self.work = work }
        }
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 1 << 20)
        var thread = pthread_t()
        let box = Unmanaged.passRetained(Box(work))
        let status = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().work()
                return nil
            }, box.toOpaque())
        #expect(status == 0)
        pthread_join(thread, nil)
    }

    static let nests: [(String, String, String)] = [
        ("(", "1", ")"), ("[", "1", "]"), ("{'k': ", "1", "}"), ("-(", "1", ")"), ("!(", "true", ")"),
        ("true ? (", "1", ") : 2"), ("size([", "1", "])"), ("dyn(", "1", ")"), ("1 + (", "1", ")"),
        ("1 == 1 && (", "true", ")"), ("[1].all(x, ", "true", ")"), ("[1].map(x, ", "1", ")"),
        ("cel.bind(x, 1, ", "x", ")"), ("[1][", "0", "]"), ("optional.of(", "1", ")"), ("{}.?a.orValue(", "1", ")"),
        ("'a'.replace('a', ", "'b'", ")"), ("[?optional.of(", "1", ")]"), ("1 < (", "1", ") ? 1 : 2"),
        ("math.greatest(1, 2, 3, ", "4", ")"), ("1 in [", "1", "] ? 1 : 1"),
    ]

    @Test(arguments: nests)
    func `the deepest expression that is allowed fits a stack of 1 MiB`(
        open: String, core: String, close: String
    ) {
        onSmallStack {
            for depth in [83, 124, 248, 249, 250, 251, 2_000, 30_000] {
                let text =
                    String(repeating: open, count: depth) + core + String(repeating: close, count: depth)
                for isChecked in [true, false] {
                    guard let program = try? Environment().compile(text, checked: isChecked) else { continue }
                    let value = try? program.evaluate()
                    _ = value?.description
                    _ = value.map { $0 == $0 }
                    _ = program.explain().text()
                    _ = program.references
                }
            }
        }
    }

    @Test(arguments: [".a", "[0]", " + 1", ".f()", " && a", " ? 1 : 1", " == 1", ".map(x, x)"])
    func `a chain of any length is parsed or refused within a stack of 1 MiB`(link: String) {
        onSmallStack {
            for count in [100, 249, 250, 1_000, 12_000] {
                let text = "a" + String(repeating: link, count: count)
                var environment = Environment()
                environment.declare(variable: "a", type: .dyn)
                let program = try? environment.compile(text)
                _ = program?.explain(["a": 1] as Variables).text()
                _ = program?.references
            }
        }
    }

    @Test func `two hundred and forty nested parentheses are fine and a thousand are refused in words`() throws {
        func nested(_ count: Int) -> String {
            String(repeating: "(", count: count) + "1" + String(repeating: ")", count: count)
        }
        #expect(try Environment().compile(nested(240)).evaluate() == 1)
        let failure = #expect(throws: CompilationFailure.self) { try Environment().compile(nested(1_000)) }
        #expect(failure?.description == "the expression nests deeper than 250 levels")
    }

    @Test func `a long condition of many terms is no deep one`() throws {
        let text = Array(repeating: "a.b == 1", count: 2_000).joined(separator: " && ")
        var environment = Environment()
        environment.declare(variable: "a", type: .dyn)
        #expect(try environment.compile(text).evaluate(["a": ["b": 1]] as Variables) == true)
    }

    @Test func `an expression above the size limit is refused`() {
        let text = "'" + String(repeating: "x", count: 100_000) + "'"
        #expect(throws: CompilationFailure.self) { try Environment().compile(text) }
    }

    /// An expression that would take endless time or memory if nothing stopped it.
    struct Bomb: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let expression: String

        init(_ name: String, _ expression: String) {
            testDescription = name
            self.expression = expression
        }

        /// Sixty bindings, each of which uses the one before twice.
        init(_ name: String, from first: String, each: (String) -> String, then last: String) {
            var text = "cel.bind(a0, \(first), "
            for index in 1...60 { text += "cel.bind(a\(index), \(each("a\(index - 1)")), " }
            self.init(name, text + last + String(repeating: ")", count: 61))
        }
    }

    static let bombs = [
        Bomb("doubled strings", from: "'x'", each: { "\($0) + \($0)" }, then: "size(a60)"),
        Bomb("doubled lists", from: "[1]", each: { "\($0) + \($0)" }, then: "size(a60)"),
        Bomb("comparing shared lists", from: "[1]", each: { "[\($0), \($0)]" }, then: "a60 == [a59, a59]"),
        Bomb("formatting shared lists", from: "[1]", each: { "[\($0), \($0)]" }, then: "'%s'.format([a60])"),
        Bomb("flattening shared lists", from: "[1]", each: { "[\($0), \($0)]" }, then: "a60.flatten(70)"),
        Bomb("counting shared lists as keys", from: "[1]", each: { "[\($0), \($0)]" }, then: "[a60, a60].distinct()"),
        Bomb("a long range", "lists.range(10000000000)"),
        Bomb("the longest range", "lists.range(9223372036854775807)"),
        Bomb(
            "nested loops",
            "lists.range(5000).all(a, lists.range(5000).all(b, lists.range(5000).all(c, true)))"),
        Bomb("a list of lists", "lists.range(100000).map(x, lists.range(100000))"),
        Bomb(
            "replacing nothing by much",
            "lists.range(100000).map(x, string(x)).join('y').replace('', 'zzzzzzzzzz').replace('', 'zzzzzz').size()"),
        Bomb("comparing all with all", "lists.range(30000).map(x, [x]).distinct()"),
        Bomb("many patterns", "lists.range(20000).exists(x, 'a'.matches('(a+)+' + string(x)))"),
        Bomb("a wide number", "'%.1000f'.format([1.0e300])"),
    ]

    @Test(arguments: bombs)
    func `a bomb goes off small`(bomb: Bomb) throws {
        let program = try Environment().compile(bomb.expression)
        let elapsed = ContinuousClock().measure { _ = try? program.evaluate() }
        #expect(elapsed < .seconds(20))
    }

    @Test func `a reached limit is not absorbed by a logical operator`() throws {
        var limits = Limits()
        limits.iterations = 100
        let program = try Environment().compile("lists.range(1000).all(x, x >= 0) || true")
        let error = #expect(throws: EvaluationError.self) { try program.evaluate(limits: limits) }
        #expect(error?.code == .limitExceeded)
    }

    @Test func `a regular expression that would ruin a backtracking engine answers at once`() throws {
        var environment = Environment()
        environment.declare(variable: "log", type: .string)
        let program = try environment.compile("log.matches('(a+)+$')")
        let log = Value.string(String(repeating: "a", count: 1 << 20) + "!")
        var limits = Limits()
        limits.cost = .max
        let start = ContinuousClock.now
        #expect(try program.evaluate(["log": log] as Variables, limits: limits) == false)
        let elapsed = ContinuousClock.now - start
        #expect(elapsed < .seconds(2))
    }

    @Test func `values that could nest too deeply to be freed are refused when compiling`() {
        var text = "cel.bind(a, 1, "
        let lists = String(repeating: "[", count: 100)
        for index in 0..<40 {
            let inner = index == 0 ? "a" : "a\(index - 1)"
            text += "cel.bind(a\(index), " + lists + inner + String(repeating: "]", count: 100) + ", "
        }
        text += "1" + String(repeating: ")", count: 41)
        #expect(throws: CompilationFailure.self) { try Environment().compile(text) }
    }
}
