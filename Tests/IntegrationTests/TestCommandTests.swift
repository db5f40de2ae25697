import JSONText
import TestSupport
import Testing

@Suite struct `Test, as its users see it` {
    private static let runbooks = PackageRoot.path + "/runbooks/"

    /// Copies a shipped runbook and its scenarios.
    private func copy(_ name: String, to workshop: Workshop) throws {
        for ending in [".yaml", ".test.yaml"] {
            try writeFile(workshop.folder + "/" + name + ending, try readFile(Self.runbooks + name + ending))
        }
    }

    @Test func `the shipped scenarios hold, and what they leave out is counted`() async throws {
        try await withWorkshop { workshop in
            try copy("backend-monitor", to: workshop)
            let end = try await workshop.rung("test", "backend-monitor.yaml")
            #expect(
                end.out == """
                    ok      well: resolved at healthy
                    ok      a_hiccup: resolved at healthy
                    ok      restart_helps: resolved at healthy
                    ok      crashes_again: escalated at call_developers
                    ok      docker_is_gone: escalated at call_developers
                    backend-monitor.test.yaml: 5 scenarios hold, 5 of 5 ways taken

                    """)
            #expect(end.exit == 0)
        }
    }

    @Test func `an edit that breaks a runbook is seen, with its place and the way`() async throws {
        try await withWorkshop { workshop in
            try copy("backend-monitor", to: workshop)
            let edit = try await workshop.rung(
                "edit", "backend-monitor.yaml", "set", "steps.restart_backend.verify.passes", "1")
            #expect(edit.exit == 0)
            let end = try await workshop.rung("test", "backend-monitor.test.yaml")
            #expect(end.exit == 2)
            #expect(
                end.out.contains(
                    "FAILED  crashes_again\nbackend-monitor.test.yaml:35:16: error: the walk ends resolved at `healthy`, not escalated\n"
                ))
            #expect(end.out.contains("hint: the way was health → restart_backend → healthy\n"))
            #expect(
                end.out.hasSuffix(
                    "backend-monitor.test.yaml: 1 of 5 scenarios does not hold, 5 of 5 ways taken\n"
                ))
        }
    }

    @Test func `ways that no scenario takes are listed with their places`() async throws {
        try await withWorkshop { workshop in
            try copy("backend-monitor", to: workshop)
            try writeFile(
                workshop.folder + "/few.yaml",
                """
                version: 1
                runbook: backend-monitor.yaml
                scenarios:
                  well: {results: {health: {status: 200}}, expect: {outcome: resolved}}

                """)
            let end = try await workshop.rung("test", "--coverage", "few.yaml")
            #expect(end.exit == 0)
            #expect(
                end.out == """
                    ok      well: resolved at healthy
                    few.yaml: 1 scenario holds, 1 of 5 ways taken
                    backend-monitor.yaml:49:3: not taken: health, else → restart_backend
                    backend-monitor.yaml:63:3: not taken: restart_backend, next → healthy
                    backend-monitor.yaml:63:3: not taken: restart_backend, else → evidence
                    backend-monitor.yaml:70:3: not taken: evidence, next → call_developers

                    """)
        }
    }

    @Test func `a runbook without scenarios says how to have some`() async throws {
        try await withWorkshop { workshop in
            try writeFile(workshop.folder + "/x.yaml", try readFile(Self.runbooks + "backend-monitor.yaml"))
            let end = try await workshop.rung("test", "x.yaml")
            #expect(end.exit == 2)
            #expect(end.err.hasPrefix("rung: x.yaml holds no scenarios, and there is no x.test.yaml beside it;"))
            try copy("backend-monitor", to: workshop)
            let both = try await workshop.rung(
                "test", "x.yaml", "backend-monitor.test.yaml", "backend-monitor.yaml")
            #expect(both.exit == 2)
            #expect(both.out.split(separator: "\n").count == 6, "those that there are, once")
            let absent = try await workshop.rung("test", "absent.test.yaml")
            #expect(absent.exit == 2)
            #expect(absent.out.hasPrefix("absent.test.yaml:1:1: error: there is no such file\n"))
        }
    }

    @Test func `scenarios are validated, formatted and linted beside their runbooks`() async throws {
        try await withWorkshop { workshop in
            try copy("backend-monitor", to: workshop)
            let files = ["backend-monitor.yaml", "backend-monitor.test.yaml"]
            let valid = try await workshop.rung("validate", files[0], files[1])
            #expect(valid.exit == 0)
            #expect(valid.out.hasSuffix("backend-monitor.test.yaml: valid, 5 scenarios\n"))
            #expect(try await workshop.rung("fmt", "--check", files[0], files[1]).exit == 0)
            let lint = try await workshop.rung("lint", files[0], files[1])
            #expect(lint.exit == 0)
            #expect(lint.out.contains("backend-monitor.test.yaml: no errors; there is advice for runbooks alone\n"))

            let text = String(decoding: try readFile(workshop.folder + "/backend-monitor.test.yaml"), as: UTF8.self)
            try writeFile(
                workshop.folder + "/backend-monitor.test.yaml",
                text.replacing("after:", with: "afetr:", maxReplacements: 1))
            for command in ["validate", "lint", "test"] {
                let broken = try await workshop.rung(command, "backend-monitor.test.yaml")
                #expect(broken.exit == 2)
                #expect(broken.out.contains("backend-monitor.test.yaml:23:5: error"))
                #expect(broken.out.contains("a scenario has no key `afetr`"))
                #expect(broken.out.contains("hint: did you mean `after`?"))
            }
        }
    }

    @Test func `scenarios and configurations are edited as data, and are no runbooks`() async throws {
        try await withWorkshop { workshop in
            try copy("backend-monitor", to: workshop)
            try writeFile(workshop.folder + "/config.yaml", "version: 1\nwatches: {}      # none yet\n")
            func edit(_ file: String, _ path: String, _ value: String) async throws -> ProcessEnd {
                try await workshop.rung("edit", file, "set", path, value)
            }
            let scenarios = "backend-monitor.test.yaml"
            let changed = try await edit(scenarios, "scenarios.well.results.health.status", "204")
            #expect(changed.exit == 0, "\(changed.err)")
            let refused = try await edit(scenarios, "scenarios.well.expect.end", "call_developer")
            #expect(refused.exit == 2)
            #expect(refused.err.contains("hint: did you mean `call_developers`?"))
            #expect(refused.err.contains("the result would not be a valid file of scenarios"))
            let metrics = try await edit("config.yaml", "metrics", "127.0.0.1:9100")
            #expect(metrics.exit == 0, "\(metrics.err)")
            let nonsense = try await edit("config.yaml", "metrics", "nonsense")
            #expect(nonsense.exit == 2)
            #expect(nonsense.err.contains("the result would not be a valid configuration"))
            let text = String(decoding: try readFile(workshop.folder + "/config.yaml"), as: UTF8.self)
            #expect(text.hasPrefix("version: 1\nwatches: {}      # none yet\nmetrics: "))
            #expect(text.contains("127.0.0.1:9100") && !text.contains("nonsense"))

            let run = try await workshop.rung("run", "--unattended", scenarios)
            #expect(run.exit == 2)
            #expect(
                run.err
                    == "rung: backend-monitor.test.yaml holds scenarios, not a runbook: `rung test backend-monitor.test.yaml`\n"
            )
        }
    }

    @Test func `there is a schema and a page of scenarios`() async throws {
        try await withWorkshop { workshop in
            let schema = try await workshop.rung("schema", "scenario")
            #expect(schema.exit == 0)
            #expect(try JSONValue.parse(schema.out)["$defs"]?["expect"] != nil)
            let page = try await workshop.rung("schema", "scenario", "--format", "markdown")
            #expect(
                page.out
                    == String(
                        decoding: try readFile(PackageRoot.path + "/Documentation/scenario-format.md"), as: UTF8.self))
        }
    }
}
