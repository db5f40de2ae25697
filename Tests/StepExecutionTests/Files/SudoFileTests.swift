import FileEditing
import Glibc
import StepExecution
import TestSupport
import Testing

/// Edits through sudo, with a stand-in that runs the command as the same user.
@Suite struct SudoFileTests {
    @Test func `the scripts do what the direct way does`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder, mode: 0o640)
            try writeFile(folder + "/sudo", "#!/bin/sh\necho x >> '\(folder)/calls'\nexec \"$@\"\n", mode: 0o755)
            chmod(folder + "/sudo", 0o755)
            let sudo = SudoAccess(
                prefix: [folder + "/sudo"], runner: CommandRunner(),
                environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"])
            let request = fixture.request(sudo: sudo)
            let editor = FileEditor(usesSudoAsRoot: true)
            #expect(link(fixture.file, folder + "/other") == 0)
            let plan = try await editor.plan(request)
            #expect(plan.otherLinks == 1)
            #expect(plan == (try await fixture.editor.plan(fixture.request())))
            let record = try await editor.write(request, as: plan, backup: fixture.backups + "/1")
            #expect(try fixture.text() == "a: 5 # one\nb: 2\n")
            #expect(fixture.status().st_mode & 0o7777 == 0o640)
            #expect(try await editor.state(of: record, sudo: sudo) == .after)
            try await editor.restore(record, sudo: sudo)
            #expect(try fixture.text() == "a: 1 # one\nb: 2\n")
            #expect(try fixture.names() == ["app.yaml"])
            #expect(try fixture.text(folder + "/calls").utf8.count >= 10, "the stand-in was used")

            try writeFile(fixture.file, "a: 1\nb: 3\n")
            #expect(
                try await failure { try await editor.write(request, as: plan, backup: fixture.backups + "/1") }.kind
                    == .changedByOthers)
            #expect(try fixture.text() == "a: 1\nb: 3\n")

            unlink(fixture.file)
            let making = fixture.request(creates: true, sudo: sudo)
            let made = try await editor.write(making, as: try await editor.plan(making), backup: fixture.backups + "/2")
            #expect(try fixture.text() == "a: 5\n")
            try await editor.restore(made, sudo: sudo)
            #expect(try fixture.names() == [])
        }
    }

    @Test func `a password that is wanted is said with what to do`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder)
            let sudo = SudoAccess(
                prefix: ["sh", "-c", "echo 'sudo: a password is required' >&2; exit 1"], runner: CommandRunner(),
                environment: ["PATH": "/usr/bin:/bin"])
            let editor = FileEditor(usesSudoAsRoot: true)
            let refused = try await failure { try await editor.plan(fixture.request(sudo: sudo)) }
            #expect(refused.message.contains("password is required; let sudoers allow it"), "\(refused.message)")
        }
    }

    @Test func `a path is an argument, whatever it holds`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder)
            let sudo = SudoAccess(
                prefix: ["env"], runner: CommandRunner(), environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
            let editor = FileEditor(usesSudoAsRoot: true)
            var request = fixture.request(sudo: sudo)
            request.path = folder + "/etc/$(touch x); 'a\"*.yaml"
            try writeFile(request.path, "a: 1\n")
            let plan = try await editor.plan(request)
            _ = try await editor.write(request, as: plan, backup: fixture.backups + "/1")
            #expect(try fixture.text(request.path) == "a: 5\n")
            #expect(try fixture.names().count == 2)
        }
    }
}
