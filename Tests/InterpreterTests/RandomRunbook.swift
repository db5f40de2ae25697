import CEL
import Interpreter
import RunbookModel

/// Choices that a seed decides (SplitMix64): a failure is found again by its seed.
struct Choices: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) {
        state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &self) }
    mutating func percent(_ chance: Int) -> Bool { int(1...100) <= chance }
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[int(0...elements.count - 1)] }
}

/// A valid runbook of random steps, ways and limits.
struct RandomRunbook {
    /// Its text.
    private(set) var text = ""
    /// How often each step may be entered.
    private(set) var visits: [String: Int] = [:]
    /// The steps that execute something, with a verification's own checks and previews.
    private(set) var executing: [String] = []
    /// The steps that ask for something.
    private(set) var asking: [String] = []
    /// All its steps but the ends.
    private(set) var names: [String] = []

    private var checks: [String] = []

    private static let kinds =
        Array(repeating: "check", count: 8) + Array(repeating: "fix", count: 4)
        + ["all", "all", "decide", "decide", "wait", "ask", "manual", "edit", "escalate", "end"]

    init(_ choices: inout Choices) {
        let limit = choices.int(1...4)
        let kinds = (0..<choices.int(3...30)).map { $0 == 1 ? "check" : choices.pick(Self.kinds) }
        names = kinds.indices.map { "s\($0)" }
        checks = kinds.indices.filter { kinds[$0] == "check" }.map { "s\($0)" }
        text = """
            version: 1
            id: random
            causes: {c0: {name: A}, c1: {name: B}}
            limits: {visits: \(limit), time: \(choices.pick(["30s", "5m", "2h"]))}
            start: s0
            fallback: f
            steps:

            """
        for (name, kind) in zip(names, kinds) {
            visits[name] = limit
            let keys = step(kind, name, limit, &choices)
            text += "  \(name): {\(keys.joined(separator: ", "))}\n"
        }
        text += """
              f: {check: x, next: \(choices.pick(names)), else: help}
              p: {check: x, next: done, else: \(choices.pick(names))}
              done: {end: resolved}
              stop: {end: unresolved}
              help: {escalate: {to: oncall}}

            """
        for name in ["f", "p", "done", "stop", "help"] { visits[name] = limit }
        executing += ["f", "p"]
    }

    private mutating func step(_ kind: String, _ name: String, _ limit: Int, _ choices: inout Choices) -> [String] {
        var keys: [String] = []
        if choices.percent(20) {
            visits[name] = choices.int(1...6)
            keys.append("visits: \(visits[name] ?? limit)")
        }
        switch kind {
        case "check": return [check(name, &choices)] + keys + way(&choices)
        case "fix": return fix(name, &choices) + keys + way(&choices)
        case "all":
            let members = checks.shuffled(using: &choices).prefix(choices.int(1...4))
            return ["all: [\(members.joined(separator: ", "))]"] + keys + way(&choices)
        case "decide":
            return ["decide: \(branches(&choices))"] + keys + (choices.percent(60) ? ["else: \(target(&choices))"] : [])
        case "wait":
            asking.append(name)
            return ["wait: \(choices.int(0...90))s"] + keys + way(&choices)
        case "ask", "manual":
            asking.append(name)
            var policies = ["escalate", "skip", "{goto: \(target(&choices))}"]
            if kind == "ask" { policies.append("{answer: \(choices.percent(50))}") }
            let verify = kind == "manual" && choices.percent(50) ? ["verify: \(choices.pick(checks))"] : []
            return ["\(kind): X", "unattended: \(choices.pick(policies))"] + verify + keys + way(&choices)
        case "edit": return ["edit: {file: /x, ensure_line: {line: x}}"] + keys + way(&choices)
        case "escalate": return ["escalate: {to: oncall}"] + keys
        default: return ["end: unresolved"] + keys
        }
    }

    private mutating func check(_ name: String, _ choices: inout Choices) -> String {
        executing.append(name)
        // Members of a group cannot read one another, so no check reads a check.
        let read = choices.pick(names)
        let mayRead = choices.percent(20) && !checks.contains(read)
        var keys = [mayRead ? "check: [echo, \"${steps.\(read).elapsed}\"]" : "check: x"]
        if choices.percent(30) { keys.append("expect: out == \"good\"") }
        if choices.percent(40) {
            keys.append("findings: [{when: exit == \(choices.int(0...2)), cause: c\(choices.int(0...1))}]")
        }
        if choices.percent(20) { keys.append("retry: {times: \(choices.int(1...4)), every: \(choices.int(0...9))s}") }
        if choices.percent(10) { keys.append("sensitive: true") }
        return keys.joined(separator: ", ")
    }

    private mutating func fix(_ name: String, _ choices: inout Choices) -> [String] {
        executing.append(name)
        asking.append(name)
        var keys = ["fix: x"]
        if choices.percent(20) { keys.append("effect: destroy") }
        if choices.percent(20) {
            keys.append("preview: look")
            executing.append(name + ".preview")
        }
        if choices.percent(40) { keys += ["idempotent: true", "retry: {times: \(choices.int(1...3)), every: 3s}"] }
        let times = "every: \(choices.int(1...5))s, within: \(choices.int(1...60))s, passes: \(choices.int(1...3))"
        if choices.percent(40) {
            keys.append("verify: {step: \(choices.pick(checks)), \(times)}")
        } else if choices.percent(40) {
            keys.append("verify: {check: y, \(times)}")
            executing.append(name + ".verify")
        }
        return keys
    }

    private func target(_ choices: inout Choices) -> String {
        choices.percent(90) ? choices.pick(names) : choices.pick(["p", "stop", "help"])
    }

    private func way(_ choices: inout Choices) -> [String] {
        let next = choices.percent(70) ? target(&choices) : branches(&choices)
        return ["next: \(next)"] + (choices.percent(50) ? ["else: \(target(&choices))"] : [])
    }

    private func branches(_ choices: inout Choices) -> String {
        let branches = (0..<choices.int(1...3)).map { _ in "{when: '\(condition(&choices))', goto: \(target(&choices))}"
        }
        return "[\(branches.joined(separator: ", "))]"
    }

    private func condition(_ choices: inout Choices) -> String {
        let step = choices.pick(names)
        return choices.pick([
            "steps.\(step).ok", "!steps.\(step).ok", "steps.\(step).ran", "!steps.\(step).ran", "visits.\(step) > 1",
            "causes.c0", "causes.c1 && steps.\(step).ok", "causes.c0 || steps.\(step).timed_out",
            "steps.\(step).elapsed > duration(\"5s\")", "true", "false", "now > timestamp(\"2025-06-15T15:10:00Z\")",
        ])
    }
}

extension RandomRunbook {
    /// Lays a script of random results and replies, and of what an operator does meanwhile.
    ///
    /// - Returns: how many jumps the operator makes.
    func script(_ walk: inout ScriptedWalk, _ choices: inout Choices) -> Int {
        walk.mode = choices.pick([.guided, .unattended, .unattended, .dryRun])
        walk.thinking = .seconds(choices.pick([0, 0, 5, 4000]))
        for name in executing {
            walk.results[name] = (0..<choices.int(1...4)).map { _ in Self.result(&choices) }
        }
        for name in asking where walk.mode != .dryRun && (walk.mode == .guided || choices.percent(30)) {
            walk.replies[name] = (0..<choices.int(1...3)).map { _ in
                choices.pick([
                    .granted(by: "anna"), .granted(by: "anna"), .refused(by: "anna", reason: "no"), .nobody,
                    .answered(.bool(choices.percent(60)), by: "anna"), .takenAsDone(by: "anna"),
                ])
            }
        }
        var jumps = 0
        for _ in 0..<(choices.percent(30) ? choices.int(1...4) : 0) {
            let step = choices.pick(names + ["nowhere", "done", "p"])
            let input: WalkInput = choices.pick([
                .skipped(by: "bo"), .jumped(to: step, by: "bo"), .noted(text: "hm", by: "bo"),
                .commandEdited(command: "other", by: "bo"),
            ])
            if case .jumped = input { jumps += 1 }
            walk.interventions.append((.milliseconds(choices.int(0...60_000)), input))
        }
        return jumps
    }

    private static func result(_ choices: inout Choices) -> ScriptedWalk.Scripted {
        if choices.percent(3) { return .init(result: .notRun("it could not be recorded")) }
        let takes = Duration.milliseconds(choices.pick([0, 10, 1000, 20_000, 700_000]))
        return .exit(choices.pick([0, 0, 0, 1, 2, 127]), choices.pick(["good\n", "bad"]), takes: takes)
    }
}
