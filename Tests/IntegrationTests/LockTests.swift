import Glibc
import JSONText
import TestSupport
import Testing

@Suite struct `One run per target, one process per run` {
    private static let book = """
        start: look
        fallback: call
        steps:
          look: {check: 'touch looked; while ! test -e go; do sleep 0.02; done', next: over}
          over: {end: unresolved}
          call: {escalate: {to: ops}}
        """

    @Test(arguments: ["root", "Anna Müller"])
    func `a second run is refused at once and names the first`(operatorName: String) async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.book)
            let first = try workshop.start(["run", "t.yaml", "--unattended", "--operator", operatorName])
            try await eventually("the first runs") { workshop.has("looked") }
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let second = try await workshop.rung("run", "t.yaml", "--unattended", "--operator", "root")
            #expect(second.exit == 5, "\(second)")
            #expect(second.err.contains("held by run \(id) (process \(first.pid), user "), "\(second)")
            #expect(
                second.err.contains(operatorName == "root" ? "rung transcript \(id)" : "or ask Anna_M_ller"),
                "\(second)")
            #expect(second.out.isEmpty)
            let resumed = try await workshop.rung("resume", id, "--unattended")
            #expect(resumed.exit == 5 && resumed.err.contains("process \(first.pid)"), "\(resumed)")
            let history = try await workshop.rung("history")
            #expect(history.out.contains("running"), "\(history)")
            // Another target is free, and a plan changes nothing.
            let other = try workshop.start(["run", "t.yaml", "--unattended", "--target", workshop.id + "-other"])
            let plan = try workshop.start(["run", "t.yaml", "--dry-run"])
            try writeFile(workshop.folder + "/go", "")
            for process in [first, other, plan] {
                let end = try await process.end()
                #expect(end.exit == 4, "\(end)")
            }
        }
    }

    @Test func `a run that died leaves no lock behind`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.book)
            let first = try workshop.start(["run", "t.yaml", "--unattended"])
            try await eventually("the first runs") { workshop.has("looked") }
            first.signal(SIGKILL)
            _ = try await first.end()
            try writeFile(workshop.folder + "/go", "")
            let second = try await workshop.rung("run", "t.yaml", "--unattended")
            #expect(second.exit == 4, "\(second)")
        }
    }
}
