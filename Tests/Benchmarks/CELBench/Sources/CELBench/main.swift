import CEL

/// Measures compiling and evaluating twelve expressions such as runbooks hold, and prints nanoseconds as TSV.
///
/// Each figure is the best of several rounds: the machine's other work only ever adds.
struct Case {
    let name: String
    let expression: String
}

func rows(_ count: Int) -> Value {
    .list(
        (0..<count).map { index in
            [
                "Service": .string("service-\(index)"), "State": "running", "Health": "healthy",
                "RestartCount": .int(Int64(index % 7)), "Image": .string("registry.local/app-\(index):1.2.3"),
            ]
        })
}

let cases = [
    Case(name: "threshold", expression: "usage > 90"),
    Case(name: "equality", expression: "out == \"PONG\""),
    Case(name: "string contains", expression: "stdout.contains(\"dump complete\")"),
    Case(name: "two fields", expression: "http.status == 200 && health.database && health.redis"),
    Case(
        name: "nested logic",
        expression: "!(exit != 0 || usage > 90) && (steps.health.ok || steps.redis.ok && visits < 3)"),
    Case(name: "in list", expression: "state in [\"running\", \"starting\", \"restarting\"]"),
    Case(name: "regex", expression: "line.matches(\"^ERROR .* timeout after [0-9]+ms$\")"),
    Case(name: "timestamps", expression: "now - modified > duration(\"24h\")"),
    Case(name: "exists over 3", expression: "rows3.exists(c, c.Service == \"none\" && c.State == \"running\")"),
    Case(name: "exists over 100", expression: "rows100.exists(c, c.Service == \"none\" && c.State == \"running\")"),
    Case(name: "exists over 9999", expression: "rows9999.exists(c, c.Service == \"none\" && c.State == \"running\")"),
    Case(name: "filter and size", expression: "rows100.filter(c, c.State == \"running\").size() >= 3"),
]

let variables: Variables = [
    "usage": 91, "out": "PONG", "exit": 0, "visits": 1, "state": "restarting",
    "stdout": .string(
        String(repeating: "COPY public.table (id, name) FROM stdin;\n", count: 25) + "-- dump complete\n"),
    "http": ["status": 200], "health": ["database": true, "redis": true],
    "steps": ["health": ["ok": false], "redis": ["ok": true]],
    "line": "ERROR 2026-11-22 08:30:00 upstream 10.0.0.7:3000 timeout after 3000ms",
    "now": .timestamp(Timestamp(seconds: 1_795_000_000)), "modified": .timestamp(Timestamp(seconds: 1_794_000_000)),
    "rows3": rows(3), "rows100": rows(100), "rows9999": rows(9_999),
]

var environment = Environment()
for (name, value) in variables.values {
    switch value {
    case .list: environment.declare(variable: name, type: .list(.map(.string, .dyn)))
    case .map: environment.declare(variable: name, type: .map(.string, .dyn))
    default: environment.declare(variable: name, type: value.type)
    }
}

/// The best mean of several rounds, in nanoseconds.
func measure(_ work: () -> Void) -> Double {
    var best = Double.infinity
    var count = 1
    let clock = ContinuousClock()
    while true {
        let elapsed = clock.measure { for _ in 0..<count { work() } }
        if elapsed > .milliseconds(5) { break }
        count *= 2
    }
    for _ in 0..<15 {
        let elapsed = clock.measure { for _ in 0..<count { work() } }
        let (seconds, attoseconds) = elapsed.components
        best = min(best, (Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(count))
    }
    return best
}

do {
    for row in cases {
        let program = try environment.compile(row.expression, expecting: .bool)
        let result = try program.evaluate(variables)
        let compile = measure { _ = try? environment.compile(row.expression, expecting: .bool) }
        let evaluate = measure { _ = try? program.evaluate(variables) }
        print("\(row.name)\t\(row.expression)\t\(result)\t\(Int(compile.rounded()))\t\(Int(evaluate.rounded()))")
    }
} catch {
    print("error: \(error)")
}
