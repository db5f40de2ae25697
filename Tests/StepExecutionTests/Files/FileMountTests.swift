import FileEditing
import Glibc
import StepExecution
import TestSupport
import Testing

/// Files where the system does not let one be replaced. Needs root and mount namespaces; elsewhere it says so.
@Suite struct FileMountTests {
    @Test(arguments: [
        ("mount --bind '%/etc/app.yaml' '%/etc/app.yaml'", "mounted by itself"),
        ("mount --bind '%/etc' '%/etc' && mount -o remount,ro,bind '%/etc'", "read-only"),
    ])
    func `a mounted file and a read-only file system are said`(_ mount: String, _ says: String) async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder)
            let plan = try await fixture.editor.plan(fixture.request())
            guard geteuid() == 0, system(mount.replacing("%", with: folder) + " 2>/dev/null") == 0 else {
                print("not run: nothing can be mounted here")
                return
            }
            defer { system("umount '\(folder)/etc/app.yaml' 2>/dev/null || umount '\(folder)/etc'") }
            let refused = try await failure { try await fixture.write(fixture.request(), plan) }
            #expect(refused.kind == .system && refused.message.contains(says), "\(refused.message)")
            #expect(try fixture.text() == "a: 1 # one\nb: 2\n")
        }
    }

    @Test func `a file system without an exchange of names is served by a rename`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder, mode: 0o640)
            let editor = FileEditor(exchanges: false)
            let plan = try await editor.plan(fixture.request())
            let record = try await editor.write(fixture.request(), as: plan, backup: fixture.backups + "/1")
            #expect(try fixture.text() == "a: 5 # one\nb: 2\n")
            #expect(fixture.status().st_mode & 0o7777 == 0o640)
            try await editor.restore(record)
            #expect(try fixture.text() == "a: 1 # one\nb: 2\n")
            #expect(try fixture.names() == ["app.yaml"])
        }
    }

    @Test func `writers of one file at once lose no text of others`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder, text: "a: 1\nb: 2\n")
            let made = try await withThrowingTaskGroup(of: Int.self) { group in
                for writer in 1...4 {
                    group.addTask {
                        var made = 0
                        for round in 0..<25 {
                            let change = FileChange.ensureLine(line: "w\(writer)r\(round): 1", pattern: nil)
                            let request = FileEditRequest(path: fixture.file, change: change)
                            do throws(FileEditFailure) {
                                let plan = try await fixture.editor.plan(request)
                                _ = try await fixture.editor.write(
                                    request, as: plan, backup: fixture.backups + "/\(writer)-\(round)")
                                made += 1
                            } catch {
                                guard error.kind == .changedByOthers else { throw error }
                            }
                        }
                        return made
                    }
                }
                return try await group.reduce(0, +)
            }
            let lines = try fixture.text().split(separator: "\n")
            #expect(made > 0 && lines.count == made + 2, "each write that was made is there, and no other")
        }
    }
}
