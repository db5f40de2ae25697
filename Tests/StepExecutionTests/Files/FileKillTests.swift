import FileEditing
import Glibc
import StepExecution
import TestSupport
import Testing

/// A process that writes a file again and again is killed at random moments.
@Suite(.serialized) struct FileKillTests {
    @Test func `a kill at any moment leaves a whole text`() async throws {
        try await withScratchFolder { folder in
            let body = (0..<400).map { "k\($0): \"value \($0)\" # c\n" }.joined()
            let fixture = try EditFixture(folder, text: "number: 0\nagain: 0\n" + body)
            let size = try readFile(fixture.file).count
            var numbers: Set<String> = []
            for round in 0..<15 {
                let pid = try start(fixture)
                // Some in the first moments, most in the midst of its writes.
                if round % 5 > 0 { try await waitForWrite(fixture) }
                try await Task.sleep(for: .microseconds(Int.random(in: 0...40_000)))
                kill(pid, SIGKILL)
                var status: Int32 = 0
                #expect(waitpid(pid, &status, 0) == pid)
                try #require(status & 0x7F == SIGKILL, "it ended by itself in round \(round)")
                let lines = try fixture.text().split(separator: "\n", omittingEmptySubsequences: false)
                let number = lines[0].dropFirst("number: ".utf8.count)
                #expect(lines[1] == "again: \(number)", "both lines are of one write")
                #expect(lines.count == 403 && lines.dropFirst(2).joined(separator: "\n") + "" == body)
                #expect(try readFile(fixture.file).count >= size)
                numbers.insert(String(number))
            }
            #expect(numbers.count > 1, "no write was made")
            _ = try await fixture.editor.plan(fixture.request())
            let plan = try await fixture.editor.plan(fixture.request())
            _ = try await fixture.write(fixture.request(), plan)
            #expect(try fixture.names() == ["app.yaml"], "the next write removes what was left behind")
        }
    }

    /// Waits until the file is another one, at most ten seconds.
    private func waitForWrite(_ fixture: EditFixture) async throws {
        let inode = fixture.status().st_ino
        for _ in 0..<5000 where fixture.status().st_ino == inode { try await Task.sleep(for: .milliseconds(2)) }
    }

    private func start(_ fixture: EditFixture) throws -> pid_t {
        let program = try ownFolder() + "/FileWriter"
        var words: [UnsafeMutablePointer<CChar>?] = [program, fixture.file, fixture.backups].map { (text: String) in
            strdup(text)
        }
        words.append(nil)
        defer { for word in words { free(word) } }
        var pid: pid_t = 0
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        guard posix_spawn(&pid, program, &actions, nil, &words, environ) == 0 else {
            throw FileEditFailure(.system, "cannot start \(program)")
        }
        return pid
    }

    /// The folder that holds the built test program, and beside it the built writer.
    private func ownFolder() throws -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for argument in [path] + CommandLine.arguments {
            let folder = argument.split(separator: "/").dropLast().joined(separator: "/")
            if access("/" + folder + "/FileWriter", X_OK) == 0 { return "/" + folder }
        }
        throw FileEditFailure(.system, "FileWriter was not found beside \(path)")
    }
}
