import Interpreter
import RunbookModel
import Testing

@testable import Automation

/// When a probe's answers are a symptom, and when they are health again.
@Suite("What probes see") struct SymptomTests {
    private func machine(_ change: (inout Watch) -> Void = { _ in }) throws -> Machine {
        var machine = Machine([try Watches.probed("site", change)], recipients: Watches.recipients)
        machine.give(.began)
        return machine
    }

    private var key: TargetKey { TargetKey(watch: "site", target: "site") }

    @Test("Three failures in a row are a symptom, two are not")
    func threeFailures() throws {
        var machine = try machine()
        machine.wait(.seconds(20), answering: false)
        #expect(!machine.wantsRun)
        machine.wait(.seconds(10), answering: false)
        #expect(machine.wantsRun)
        #expect(machine.state.targets[key]?.health == .unhealthy)
    }

    @Test("An ok between failures begins the row anew")
    func brokenRow() throws {
        var machine = try machine()
        machine.wait(.seconds(20), answering: false)
        machine.wait(.seconds(10), answering: true)
        machine.wait(.seconds(20), answering: false)
        #expect(!machine.wantsRun)
    }

    @Test("With a window, failures need not follow one another, and old ones do not count")
    func window() throws {
        var machine = try machine { $0.probe?.within = .seconds(60) }
        machine.wait(.seconds(10), answering: false)
        machine.wait(.seconds(10), answering: true)
        machine.wait(.seconds(10), answering: false)
        machine.wait(.seconds(10), answering: true)
        #expect(!machine.wantsRun)
        machine.wait(.seconds(10), answering: false)
        #expect(machine.wantsRun)

        var other = try self.machine { $0.probe?.within = .seconds(25) }
        for _ in 0..<6 {
            other.wait(.seconds(10), answering: false)
            other.wait(.seconds(10), answering: true)
        }
        #expect(!other.wantsRun)
    }

    @Test("Missing data is neither health nor a symptom; that nothing can be seen is told once")
    func blind() throws {
        var machine = try machine()
        machine.wait(.seconds(10), answering: true)
        machine.wait(.seconds(100), answering: .some(nil))
        #expect(!machine.wantsRun)
        #expect(machine.state.targets[key]?.health == .blind)
        #expect(machine.notices(.warning).count == 1)
    }

    @Test("An unknown answer ends a row of recoveries")
    func unknownIsNoRecovery() throws {
        var machine = try machine()
        machine.wait(.seconds(35), answering: false)
        let run = try machine.mustBegin()
        machine.end(run, .resolved)
        machine.wait(.seconds(10), answering: true)
        machine.wait(.seconds(10), answering: .some(nil))
        machine.wait(.seconds(10), answering: true)
        #expect(machine.state.targets[key]?.incident != nil)
        machine.wait(.seconds(10), answering: true)
        #expect(machine.state.targets[key]?.incident == nil)
        #expect(machine.state.targets[key]?.health == .healthy)
    }

    @Test("A run that resolved is believed when the probe is well again, and its row of failures ends")
    func confirmed() throws {
        var machine = try machine()
        machine.wait(.seconds(35), answering: false)
        machine.end(try machine.mustBegin(), .resolved)
        machine.wait(.seconds(30), answering: true)
        #expect(machine.notices(.escalation).isEmpty)
        #expect(machine.state.targets[key]?.unresolvedInARow == 0)
        #expect(machine.state.targets[key]?.incident == nil)
    }

    @Test("A run that resolved and did not help has failed: a person is called, once")
    func didNotHelp() throws {
        var machine = try machine()
        machine.wait(.seconds(35), answering: false)
        machine.end(try machine.mustBegin(), .resolved)
        machine.wait(.seconds(300), answering: false)
        #expect(machine.state.targets[key]?.unresolvedInARow == 1)
        #expect(machine.notices(.escalation).count == 1)
        #expect(machine.notices(.escalation).first?.contains("still fails") == true)
        #expect(!machine.wantsRun)
    }

    @Test("What probes see while a run is at work says nothing")
    func duringRun() throws {
        var machine = try machine()
        machine.wait(.seconds(35), answering: false)
        let run = try machine.mustBegin()
        machine.wait(.seconds(120), answering: false)
        machine.wait(.seconds(120), answering: true)
        #expect(machine.state.targets[key]?.incident != nil)
        machine.end(run, .resolved)
        machine.wait(.seconds(10), answering: true)
        #expect(machine.state.targets[key]?.incident != nil)
        machine.wait(.seconds(10), answering: true)
        #expect(machine.state.targets[key]?.incident == nil)
    }

    @Test("A probe that has not ended is not begun again beside itself")
    func noTwin() throws {
        var machine = try machine()
        machine.wait(.seconds(100))
        let probes = machine.wanted.count { if case .probe = $0 { true } else { false } }
        #expect(probes == 1)
    }

    @Test("Probes spread over their interval by their names, and a restart changes no time")
    func spread() throws {
        let trigger = try #require(try Watches.probed().probe)
        let now = Instant(nanoseconds: 1_767_268_800_123_456_789)
        var tenths: [Int64: Int] = [:]
        for number in 0..<5000 {
            let next = trigger.next(after: now, watch: "watch-\(number)")
            #expect(next > now && next - now <= .seconds(10))
            #expect(trigger.next(after: next, watch: "watch-\(number)") == next + .seconds(10))
            tenths[(next - now).inNanoseconds / 1_000_000_000, default: 0] += 1
        }
        #expect(tenths.count >= 10)
        #expect(tenths.values.allSatisfy { $0 < 650 })
    }

    @Test("A clock that is set back does not stop the probes, one set forward does not pile them up")
    func clockJumps() throws {
        var machine = try machine()
        machine.wait(.seconds(30), answering: true)
        machine.setClock(.seconds(-86_400))
        machine.give(.woke)
        machine.wait(.seconds(40), answering: false)
        #expect(machine.wantsRun)
        var other = try self.machine()
        other.wait(.seconds(30), answering: true)
        other.setClock(.seconds(86_400))
        other.give(.woke)
        #expect(other.wanted.count { if case .probe = $0 { true } else { false } } == 1)
    }

    @Test("With --once the answers of earlier passes count")
    func once() throws {
        let watch = try Watches.probed { $0.probe?.within = .seconds(300) }
        var machine = Machine([watch], recipients: Watches.recipients, keepsProbes: true)
        for _ in 0..<2 {
            machine.give(.began)
            machine.give(.probed(watch: "site", ProbeVerdict(ok: false, reason: "status 502")))
            #expect(!machine.wantsRun)
            machine.wait(.seconds(60))
            machine = machine.restarted()
        }
        machine.give(.began)
        machine.give(.probed(watch: "site", ProbeVerdict(ok: false, reason: "status 502")))
        #expect(machine.wantsRun)
    }
}
