import Interpreter
import RunbookModel
import Scheduling
import Testing

@testable import Automation

/// What holds a remediation back, for how long, and who hears of it.
@Suite("Guards") struct GuardTests {
    private func machine(
        _ change: (inout Watch) -> Void = { _ in }
    ) throws -> Machine {
        var machine = Machine([try Watches.probed("site", change)], recipients: Watches.recipients)
        machine.give(.began)
        return machine
    }

    private var key: TargetKey { TargetKey(watch: "site", target: "site") }

    /// Lets the target fail until a run is wanted or held back, and be well again after the run.
    private func incident(_ machine: inout Machine, _ outcome: Outcome) throws {
        machine.wait(.seconds(35), answering: false)
        machine.end(try machine.mustBegin(), outcome, to: outcome == .escalated ? "ops" : nil)
        machine.wait(.seconds(35), answering: true)
    }

    @Test("Start-up grace: what has just booted is let come up")
    func grace() throws {
        var machine = try machine { $0.guards.grace = .seconds(60) }
        machine.wait(.seconds(50), answering: false)
        #expect(!machine.wantsRun)
        #expect(machine.holds == [.grace])
        #expect(machine.notices(.escalation).isEmpty)
        machine.wait(.seconds(15), answering: false)
        #expect(machine.wantsRun)
    }

    @Test("Cooldown: after a run nothing is done for a while, and a person hears of it once")
    func cooldown() throws {
        var machine = try machine { $0.guards.cooldown = .seconds(600) }
        try incident(&machine, .resolved)
        machine.wait(.seconds(200), answering: false)
        #expect(!machine.wantsRun)
        #expect(machine.holds == [.cooldown])
        #expect(machine.notices(.escalation).count == 1)
        #expect(machine.notices(.escalation).first?.contains("cooldown") == true)
        machine.wait(.seconds(600), answering: false)
        #expect(machine.wantsRun)
        #expect(machine.notices(.escalation).count == 1)
    }

    @Test("A clock that is set back makes no cooldown longer than it is")
    func cooldownAndClock() throws {
        var machine = try machine { $0.guards.cooldown = .seconds(600) }
        try incident(&machine, .resolved)
        machine.setClock(.seconds(-7200))
        machine.give(.woke)
        machine.wait(.seconds(60), answering: false)
        #expect(!machine.wantsRun)
        machine.wait(.seconds(600), answering: false)
        #expect(machine.wantsRun)
    }

    @Test("Back-off: the cooldown doubles while runs do not resolve, up to its most")
    func backoff() {
        var guards = Guards()
        guards.cooldown = .seconds(60)
        guards.backoff = Guards.Backoff(factor: 2, most: .seconds(300))
        #expect(
            (0...6).map { guards.cooldown(afterUnresolved: $0) }
                == [60, 60, 120, 240, 300, 300, 300].map { Duration.seconds($0) })
        guards.backoff = nil
        #expect(guards.cooldown(afterUnresolved: 9) == .seconds(60))
        #expect(guards.cooldown(afterUnresolved: .max) == .seconds(60))
    }

    @Test("max_runs: so many runs within a window, then a person")
    func maxRuns() throws {
        var machine = try machine {
            $0.guards.cooldown = .zero
            $0.guards.maxRuns = Guards.Rate(2, within: .seconds(3600))
            $0.guards.flapping = nil
        }
        try incident(&machine, .resolved)
        try incident(&machine, .resolved)
        machine.wait(.seconds(100), answering: false)
        #expect(!machine.wantsRun)
        #expect(machine.holds == [.maxRuns])
        #expect(machine.notices(.escalation).count == 1)
        // The first of them falls out of the window.
        machine.wait(.seconds(3600), answering: false)
        #expect(machine.wantsRun)
    }

    @Test("Flapping: what turns unhealthy again and again is a person's")
    func flapping() throws {
        var machine = try machine {
            $0.guards.cooldown = .zero
            $0.guards.maxRuns = nil
            $0.guards.flapping = Guards.Rate(3, within: .seconds(3600))
        }
        try incident(&machine, .resolved)
        try incident(&machine, .resolved)
        machine.wait(.seconds(100), answering: false)
        #expect(!machine.wantsRun)
        #expect(machine.holds == [.flapping])
        #expect(machine.notices(.escalation).count == 1)
    }

    @Test("Breaker: runs in a row that do not resolve stop automation until a person closes it")
    func breaker() throws {
        var machine = try machine {
            $0.guards.cooldown = .zero
            $0.guards.maxRuns = nil
            $0.guards.flapping = nil
            $0.guards.breaker = 2
        }
        try incident(&machine, .escalated)
        #expect(machine.state.targets[key]?.breaker == nil)
        try incident(&machine, .unresolved)
        #expect(machine.state.targets[key]?.breaker != nil)
        #expect(machine.notices(.escalation).count == 2)
        #expect(machine.notices(.escalation).last?.contains("rung reset site") == true)
        machine.wait(.seconds(7200), answering: false)
        #expect(!machine.wantsRun)
        #expect(machine.notices(.escalation).count == 3)
        #expect(machine.notices(.escalation).last?.contains("breaker") == true)
        // It survives a restart.
        machine = machine.restarted()
        machine.give(.began)
        machine.wait(.seconds(3600), answering: false)
        #expect(!machine.wantsRun)
        machine.give(.told(.breakerReset(target: "site", by: "anna", reason: "disk replaced")))
        #expect(machine.wantsRun)
        #expect(machine.notices(.escalation).count == 3)
    }

    @Test("A resolved run ends the row that the breaker counts")
    func breakerRow() throws {
        var machine = try machine {
            $0.guards.cooldown = .zero
            $0.guards.maxRuns = nil
            $0.guards.flapping = nil
            $0.guards.breaker = 2
        }
        for _ in 0..<3 {
            try incident(&machine, .escalated)
            try incident(&machine, .resolved)
        }
        #expect(machine.state.targets[key]?.breaker == nil)
    }

    @Test("An incident has one run unless the watch says more; later ones call nobody again")
    func attempts() throws {
        var machine = try machine {
            $0.guards.cooldown = .seconds(60)
            $0.guards.backoff = nil
            $0.guards.breaker = nil
            $0.guards.attempts = 2
        }
        machine.wait(.seconds(35), answering: false)
        machine.end(try machine.mustBegin(), .unresolved)
        #expect(machine.notices(.escalation).isEmpty)
        machine.wait(.seconds(50), answering: false)
        #expect(!machine.wantsRun)
        #expect(machine.notices(.escalation).isEmpty)
        machine.wait(.seconds(20), answering: false)
        machine.end(try machine.mustBegin(), .unresolved)
        machine.wait(.seconds(7200), answering: false)
        #expect(!machine.wantsRun)
        #expect(machine.notices(.escalation).count == 1)
    }

    @Test("One that was called for is told when it is over")
    func recovery() throws {
        var machine = try machine()
        try incident(&machine, .escalated)
        #expect(machine.notices(.recovery).count == 1)
        #expect(machine.state.targets[key]?.incident == nil)
    }

    @Test("A pause holds everything, or one target, until its end")
    func pause() throws {
        var machine = try machine()
        let until = machine.now + .seconds(3600)
        machine.give(.told(.paused(Pause(until: until, target: "other", reason: "x", by: "anna"))))
        machine.wait(.seconds(35), answering: false)
        #expect(machine.wantsRun)

        var other = try self.machine()
        other.give(.told(.paused(Pause(until: until, target: nil, reason: "upgrade", by: "anna"))))
        other.wait(.seconds(600), answering: false)
        #expect(!other.wantsRun)
        #expect(other.holds == [.pause])
        #expect(other.notices(.escalation).isEmpty)
        other = other.restarted()
        other.give(.began)
        other.wait(.seconds(600), answering: false)
        #expect(!other.wantsRun)
        other.wait(.seconds(3600), answering: false)
        #expect(other.wantsRun)
    }

    @Test("A pause that a person ends lets what waited go on; one that begins is noted in runs under way")
    func unpause() throws {
        var machine = try machine()
        let pause = Pause(until: machine.now + .seconds(36_000), target: "site", reason: "upgrade", by: "anna")
        machine.give(.told(.paused(pause)))
        machine.wait(.seconds(60), answering: false)
        #expect(!machine.wantsRun)
        machine.give(.told(.unpaused(target: nil, by: "anna")))
        let run = try machine.mustBegin()
        machine.give(.told(.paused(pause)))
        guard case .note(run.run, let text)? = machine.wanted.last else {
            Issue.record("the run hears nothing of the pause")
            return
        }
        #expect(text.contains("upgrade") && text.contains("anna"))
    }

    @Test("A maintenance window holds until it closes")
    func maintenance() throws {
        let from = try TimeOfDay(parsing: "11:00")
        let to = try TimeOfDay(parsing: "12:10")
        let window = try MaintenanceWindow.weekly(from: from, to: to, in: .utc)
        var machine = try machine { $0.maintenance = [window] }
        machine.wait(.seconds(590), answering: false)
        #expect(!machine.wantsRun)
        #expect(machine.holds == [.maintenance])
        machine.wait(.seconds(20), answering: false)
        #expect(machine.wantsRun)
    }

    @Test("So many targets are in remediation at once, and the others get their turn")
    func cap() throws {
        let watches = try (0..<200).map { number in
            try Watches.probed("w\(number)") { $0.guards.flapping = nil }
        }
        var machine = Machine(watches, limit: 5, recipients: Watches.recipients)
        machine.give(.began)
        machine.wait(.seconds(45), answering: false)
        var healed: Set<String> = []
        while let first = machine.begin() {
            var batch = [first]
            while let next = machine.begin() { batch.append(next) }
            #expect(batch.count <= 5)
            #expect(machine.state.remediations <= 5)
            for run in batch {
                healed.insert(run.key.watch)
                machine.end(run, .resolved)
            }
        }
        #expect(healed.count == 200)
    }

    @Test("unless: hands are kept off while it is ok, and while it cannot be decided")
    func unless() throws {
        var machine = try machine { $0.unless = $0.probe?.check }
        machine.wait(.seconds(35), answering: false)
        #expect(!machine.wantsRun)
        machine.give(.unlessLooked(try machine.mustTakeUnless(), ok: true, reason: "exit 0"))
        #expect(!machine.wantsRun)
        machine.wait(.seconds(20), answering: false)
        machine.give(.unlessLooked(try machine.mustTakeUnless(), ok: nil, reason: "no verdict"))
        #expect(!machine.wantsRun)
        #expect(machine.holds == [.unless])
        #expect(machine.notices(.escalation).isEmpty)
        machine.wait(.seconds(20), answering: false)
        machine.give(.unlessLooked(try machine.mustTakeUnless(), ok: false, reason: "exit 1"))
        #expect(machine.wantsRun)
    }

    @Test("What holds a target back is looked at no more often the longer it lasts")
    func recheck() throws {
        var machine = try machine { $0.unless = $0.probe?.check }
        machine.wait(.seconds(35), answering: false)
        var looks: [Int] = []
        for _ in 1...10 {
            var count = 0
            for _ in 1...60 {
                machine.wait(.seconds(1), answering: false)
                while let key = machine.takeUnless() {
                    count += 1
                    machine.give(.unlessLooked(key, ok: true, reason: "exit 0"))
                }
            }
            looks.append(count)
        }
        // Once for each failing probe, and once for its own pauses.
        #expect(looks.allSatisfy { 4...10 ~= $0 }, "\(looks)")
    }

    @Test("A target that a person's run holds is left alone, and looked at again")
    func lock() throws {
        var machine = try machine()
        machine.wait(.seconds(35), answering: false)
        for _ in 0..<20 {
            let order = try machine.mustTakeStart()
            machine.give(.startRefused(order.key, reason: "held by run 1", heldByOther: true))
            machine.wait(.seconds(20), answering: false)
        }
        #expect(machine.holds == [.lock])
        #expect(machine.notices(.escalation).isEmpty)
        #expect(machine.state.targets[key]?.runStarts.isEmpty == true)
        _ = try machine.mustBegin()
    }

    @Test("A run that cannot begin counts as one that did not resolve, and a person is called")
    func cannotBegin() throws {
        var machine = try machine()
        machine.wait(.seconds(35), answering: false)
        let order = try machine.mustTakeStart()
        machine.give(.startRefused(order.key, reason: "the secret x is required", heldByOther: false))
        machine.wait(.seconds(3600), answering: false)
        #expect(machine.notices(.escalation).count == 1)
        #expect(machine.state.targets[key]?.unresolvedInARow == 1)
        #expect(!machine.wantsRun)
    }

    @Test("A run whose process died before it began is begun again, and counts once")
    func lost() throws {
        var machine = try machine()
        machine.wait(.seconds(35), answering: false)
        let run = try machine.mustBegin()
        machine = machine.restarted()
        machine.give(.began)
        #expect(!machine.wantsRun)
        machine.give(.runLost(run.key, run: run.run))
        #expect(machine.wantsRun)
        _ = machine.begin()
        #expect(machine.state.targets[key]?.runStarts.count == 1)
        #expect(machine.state.targets[key]?.incident?.attempts == 1)
    }
}
