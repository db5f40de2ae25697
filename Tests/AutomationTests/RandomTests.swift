import Interpreter
import RunbookModel
import Testing

@testable import Automation

/// Whatever happens, and in whatever order: what must never happen does not.
@Suite("Whatever happens") struct RandomTests {
    @Test("no guard is broken, nobody is called twice for one incident, and nothing sticks", arguments: 0..<20)
    func random(seed: Int) throws {
        var random = SplitMix(state: UInt64(seed))
        let guards: (inout Watch) -> Void = {
            $0.guards.cooldown = .seconds(60)
            $0.guards.maxRuns = Guards.Rate(4, within: .seconds(1800))
            $0.guards.flapping = Guards.Rate(8, within: .seconds(1800))
            $0.guards.breaker = 3
            $0.guards.attempts = 2
        }
        var watches = try (0..<4).map { try Watches.probed("p\($0)", guards) }
        watches += try (0..<2).map { number in
            try Watches.probed("a\(number)") {
                guards(&$0)
                $0.probe = nil
                $0.webhook = WebhookTrigger(path: "/a", format: .alertmanager, authentication: .bearer("x"))
            }
        }
        var machine = Machine(watches, limit: 2, recipients: Watches.recipients)
        machine.give(.began)
        var running: [(key: TargetKey, run: String)] = []
        for _ in 0..<250 {
            step(&machine, &running, &random)
            // As the service does: at once.
            while let run = machine.begin() { running.append(run) }
            #expect(machine.state.remediations <= 2)
        }
        // Left alone, with all well and no pause, everything comes to its end.
        machine.give(.told(.unpaused(target: nil, by: "anna")))
        for run in running { machine.end(run, .resolved) }
        for round in 0..<4 {
            while let run = machine.begin() { machine.end(run, .resolved) }
            for key in machine.state.targets.keys {
                for alert in machine.state.targets[key]?.alerts.keys.map(\.self) ?? [] {
                    machine.give(.alerted(key, Alert(key: alert, isResolved: true)))
                }
            }
            machine.wait(.seconds(round == 0 ? 60 : 600), answering: true)
        }
        for (key, state) in machine.state.targets {
            #expect(state.incident == nil, "\(key)")
            #expect(state.run == nil, "\(key)")
        }
        judge(machine)
    }

    private func step(
        _ machine: inout Machine, _ running: inout [(key: TargetKey, run: String)], _ random: inout SplitMix
    ) {
        switch Int.random(in: 0..<12, using: &random) {
        case 0...6:
            let answers: [Bool?] = [true, false, false, nil]
            machine.wait(
                .seconds(Int.random(in: 1...40, using: &random)),
                answering: .some(answers[Int.random(in: 0..<4, using: &random)]))
        case 7:
            guard let run = running.popLast() else { return }
            let outcomes: [Outcome?] = [.resolved, .resolved, .escalated, .unresolved, nil]
            machine.end(run, outcomes[Int.random(in: 0..<5, using: &random)], to: "ops")
        case 8...9:
            let key = TargetKey(watch: "a\(Int.random(in: 0..<2, using: &random))", target: "t")
            let alert = Alert(
                key: AlertKey(fingerprint: "f\(Int.random(in: 0..<3, using: &random))", startsAt: "s"),
                isResolved: Bool.random(using: &random), summary: "x")
            machine.give(.alerted(key, alert))
        case 10:
            let pause = Pause(until: machine.now + .seconds(300), target: nil, reason: "x", by: "anna")
            machine.give(.told(Bool.random(using: &random) ? .paused(pause) : .unpaused(target: nil, by: "anna")))
        default:
            // The process dies, and another one takes up what was recorded.
            machine = machine.restarted()
            machine.give(.began)
            for key in machine.state.targets.keys.sorted() {
                guard let run = machine.state.targets[key]?.run?.id, !running.contains(where: { $0.run == run }) else {
                    continue
                }
                machine.give(.runLost(key, run: run))
            }
        }
    }

    private func judge(_ machine: Machine) {
        var starts: [TargetKey: [Instant]] = [:]
        var calls: [TargetKey: Int] = [:]
        var underWay: Set<String> = []
        var pauses: [Pause] = []
        for (time, event) in machine.events {
            switch event {
            case .runStarting(let key, let run):
                starts[key, default: []].append(time)
                #expect(starts[key]?.count { time - $0 < .seconds(1800) } ?? 0 <= 4, "max_runs of \(key)")
                #expect(!pauses.contains { $0.until > time }, "a run began during a pause")
                underWay.insert(run)
                #expect(underWay.count <= 2, "the cap")
            case .runEnded(_, let run, _): #expect(underWay.remove(run) != nil, "\(run) ended twice")
            case .runNotBegun(let key, let run, _, _):
                underWay.remove(run)
                starts[key]?.removeLast()
            case .noticed(let notice) where notice.kind == .escalation:
                let key = TargetKey(watch: notice.watch, target: notice.target)
                calls[key, default: 0] += 1
                #expect(calls[key] == 1, "a second call for one incident of \(key): \(notice.text)")
            case .incidentClosed(let key, _): calls[key] = 0
            case .paused(let pause): pauses.append(pause)
            case .unpaused: pauses = []
            default: break
            }
        }
    }
}

/// A small random generator whose every seed gives the same numbers everywhere.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
