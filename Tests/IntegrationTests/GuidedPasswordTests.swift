import Glibc
import JSONText
import TestSupport
import Testing

/// Passwords and a second terminal. One after the other: what a person sees depends on the time that the machine has.
@Suite(.serialized) struct `Passwords and onlookers of a guided walk` {
    /// A stand-in for sudo: asks as the real one does where it has no terminal, and takes one password.
    private static let sudo = """
        #!/bin/sh
        if [ "$1" = -A ]; then
            shift
            password=$("$SUDO_ASKPASS" '[sudo] password for me: ') || exit 1
            [ "$password" = "sesame öffne" ] || { echo 'sudo: 1 incorrect password attempt' >&2; exit 1; }
            exec "$@"
        fi
        echo 'sudo: a terminal is required to read the password' >&2
        exit 1

        """
    private static let way = """
        start: mend
        fallback: call
        steps:
          mend: {fix: sudo touch mended, verify: {check: test -e mended}, next: done, else: call}
          done: {end: resolved}
          call: {escalate: {to: ops}}
        """

    private func withSudo(_ body: (Workshop, [String: String]) async throws -> Void) async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.way)
            mkdir(workshop.folder + "/bin", 0o700)
            try writeFile(workshop.folder + "/bin/sudo", Self.sudo)
            chmod(workshop.folder + "/bin/sudo", 0o700)
            try await body(workshop, ["PATH": "\(workshop.folder)/bin:/usr/bin:/bin"])
        }
    }

    @Test func `sudo asks at the operator's terminal, and the password is nowhere seen or kept`() async throws {
        try await withSudo { workshop, environment in
            let terminal = try workshop.startAtTerminal(["run", "t.yaml"], environment: environment)
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await terminal.see("[sudo] password for me:")
            try await terminal.see("not shown, not kept")
            terminal.type("sesame öffne\n")
            let end = try await terminal.end()
            #expect(end.exit == 0 && workshop.has("mended"), "\(end)")
            #expect(!end.out.contains("sesame"))
            let found = try await workshop.run(["grep", "-rl", "sesame", workshop.folder + "/state"])
            #expect(found.exit == 1, "\(found)")
            let left = try await workshop.run(["find", workshop.folder + "/state", "-name", "asking-*"])
            #expect(left.out.isEmpty, "\(left)")
        }
    }

    @Test func `a password that is not given fails the command`() async throws {
        try await withSudo { workshop, environment in
            let terminal = try workshop.startAtTerminal(["run", "t.yaml"], environment: environment)
            try await terminal.see("Enter run it")
            terminal.type("\n")
            try await terminal.see("not shown, not kept")
            terminal.type("\u{1B}")
            #expect(try await terminal.end().exit == 3)
            #expect(!workshop.has("mended"))
        }
    }

    @Test func `unattended, sudo fails at once, and it is said what to allow`() async throws {
        try await withSudo { workshop, environment in
            let end = try await workshop.rung(
                "run", "t.yaml", "--unattended",
                environment: environment.merging(["SUDO_ASKPASS": "/bin/cat"]) { $1 })
            #expect(end.exit == 3 && end.out.contains("let sudoers allow this command (NOPASSWD)"), "\(end)")
        }
    }

    @Test func `a second terminal follows the run to its end`() async throws {
        try await withWorkshop { workshop in
            try workshop.write(Self.way.replacing("sudo touch mended", with: "touch mended"))
            let terminal = try workshop.startAtTerminal(["run", "t.yaml", "--operator", "Anna"])
            try await terminal.see("Enter run it")
            let id = try await workshop.latestRun()["id"]?.stringValue ?? ""
            let onlooker = try workshop.startAtTerminal(["transcript", id, "--follow"])
            try await onlooker.see("$ touch mended")
            #expect(onlooker.process.exitIfEnded == nil)
            terminal.type("\n")
            #expect(try await terminal.end().exit == 0)
            try await onlooker.see("allowed by Anna")
            let end = try await onlooker.end()
            #expect(end.exit == 0 && end.out.contains("resolved, run \(id)"), "\(end)")
        }
    }
}
