import FileEditing
import Glibc
import StepExecution
import TestSupport
import Testing

/// Edits of real files, as Rung's own user.
@Suite struct FileEditorTests {
    @Test func `an edit is planned, made, and taken back`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder, mode: 0o640)
            let old = fixture.status()
            let plan = try await fixture.editor.plan(fixture.request())
            #expect(plan.existed && !plan.isUnchanged)
            #expect(plan.diff.hasSuffix("@@ -1,2 +1,2 @@\n-a: 1 # one\n+a: 5 # one\n b: 2\n"))
            #expect(try fixture.text() == "a: 1 # one\nb: 2\n", "a plan changes nothing")
            let record = try await fixture.write(fixture.request(), plan)
            #expect(try fixture.text() == "a: 5 # one\nb: 2\n")
            #expect(fixture.status().st_mode == old.st_mode && fixture.status().st_uid == old.st_uid)
            #expect(fixture.status(fixture.backups + "/1").st_mode & 0o777 == 0o600)
            #expect(try fixture.text(fixture.backups + "/1") == "a: 1 # one\nb: 2\n")
            #expect(try await fixture.editor.state(of: record) == .after)
            #expect(try await fixture.editor.plan(fixture.request()).isUnchanged)
            try await fixture.editor.restore(record)
            #expect(try fixture.text() == "a: 1 # one\nb: 2\n")
            #expect(fixture.status().st_mode == old.st_mode)
            #expect(try await fixture.editor.state(of: record) == .before)
            try await fixture.editor.restore(record)
            #expect(try fixture.names() == ["app.yaml"])
        }
    }

    @Test func `a file that is made is removed again`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder, text: nil)
            let refused = try await failure { try await fixture.editor.plan(fixture.request()) }
            #expect(refused.kind == .absent && refused.message.contains("create: true"))
            let request = fixture.request(creates: true)
            let plan = try await fixture.editor.plan(request)
            #expect(!plan.existed && plan.diff.hasPrefix("--- /dev/null\n"))
            let record = try await fixture.write(request, plan)
            #expect(try fixture.text() == "a: 5\n")
            #expect(record.backup == nil)
            #expect(try await fixture.editor.state(of: record) == .after)
            try await fixture.editor.restore(record)
            #expect(try fixture.names() == [])
            #expect(try await fixture.editor.state(of: record) == .before)
        }
    }

    @Test func `a file that somebody makes meanwhile is left alone`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder, text: nil)
            let request = fixture.request(creates: true)
            let plan = try await fixture.editor.plan(request)
            try writeFile(fixture.file, "mine: 1\n")
            #expect(try await failure { try await fixture.write(request, plan) }.kind == .changedByOthers)
            #expect(try fixture.text() == "mine: 1\n")
        }
    }

    @Test func `a file that others change is left alone`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder)
            let plan = try await fixture.editor.plan(fixture.request())
            try writeFile(fixture.file, "a: 1\nb: 3\n")
            let refused = try await failure { try await fixture.write(fixture.request(), plan) }
            #expect(refused.kind == .changedByOthers && refused.message.contains("left as it is"))
            #expect(try fixture.text() == "a: 1\nb: 3\n")
            try writeFile(fixture.file, "a: 1 # one\nb: 2\n")
            let record = try await fixture.write(fixture.request(), plan)
            try writeFile(fixture.file, "a: 7\n")
            #expect(try await fixture.editor.state(of: record) == .other)
            #expect(try await failure { try await fixture.editor.restore(record) }.kind == .changedByOthers)
            #expect(try fixture.text() == "a: 7\n")
            unlink(fixture.file)
            #expect(try await fixture.editor.state(of: record) == .absent)
            #expect(try await failure { try await fixture.editor.restore(record) }.kind == .changedByOthers)
            #expect(try fixture.names() == [])
        }
    }

    @Test func `a write that was made already is no write`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder)
            let plan = try await fixture.editor.plan(fixture.request())
            let record = try await fixture.write(fixture.request(), plan)
            let inode = fixture.status().st_ino
            #expect(try await fixture.write(fixture.request(), plan) == record)
            #expect(fixture.status().st_ino == inode)
        }
    }

    @Test func `other names of the file are counted in the plan, and keep the old text`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder)
            #expect(try await fixture.editor.plan(fixture.request()).otherLinks == 0)
            #expect(link(fixture.file, folder + "/other") == 0 && link(fixture.file, folder + "/third") == 0)
            let plan = try await fixture.editor.plan(fixture.request())
            #expect(plan.otherLinks == 2)
            _ = try await fixture.write(fixture.request(), plan)
            #expect(
                try fixture.text() == "a: 5 # one\nb: 2\n" && fixture.text(folder + "/other") == "a: 1 # one\nb: 2\n")
        }
    }

    @Test func `a symbolic link is followed and stays`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder)
            symlink("app.yaml", folder + "/etc/link.yaml")
            var request = fixture.request()
            request.path = "etc/link.yaml"
            request.workingDirectory = folder
            let plan = try await fixture.editor.plan(request)
            #expect(plan.realPath.hasSuffix("/etc/app.yaml"))
            _ = try await fixture.write(request, plan)
            #expect(fixture.status(folder + "/etc/link.yaml").st_mode & S_IFMT == S_IFLNK)
            #expect(try fixture.text() == "a: 5 # one\nb: 2\n")
            symlink("nowhere", folder + "/etc/dangling.yaml")
            request.path = "etc/dangling.yaml"
            request.createsFile = true
            #expect(try await failure { try await fixture.editor.plan(request) }.message.contains("leads to nothing"))
        }
    }

    @Test func `a link that is turned meanwhile is noticed`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder)
            try writeFile(folder + "/etc/other.yaml", "a: 1 # one\nb: 2\n")
            symlink("app.yaml", folder + "/etc/link.yaml")
            var request = fixture.request()
            request.path = folder + "/etc/link.yaml"
            let plan = try await fixture.editor.plan(request)
            unlink(request.path)
            symlink("other.yaml", request.path)
            #expect(try await failure { try await fixture.write(request, plan) }.kind == .changedByOthers)
            #expect(try fixture.text(folder + "/etc/other.yaml") == "a: 1 # one\nb: 2\n")
        }
    }

    @Test func `a read-only file is replaced and keeps its mode`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder, mode: 0o444)
            _ = try await fixture.write(fixture.request(), fixture.editor.plan(fixture.request()))
            #expect(fixture.status().st_mode & 0o7777 == 0o444)
            #expect(try fixture.text() == "a: 5 # one\nb: 2\n")
        }
    }

    @Test func `attributes of the user are kept`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder)
            guard
                system(
                    "setfattr -n user.note -v x '\(fixture.file)' 2>/dev/null || python3 -c 'import os,sys;"
                        + "os.setxattr(sys.argv[1], \"user.note\", b\"x\")' '\(fixture.file)' 2>/dev/null") == 0
            else {
                print("not run: this file system takes no attributes, or there is no tool to set one")
                return
            }
            _ = try await fixture.write(fixture.request(), fixture.editor.plan(fixture.request()))
            #expect(
                system(
                    "python3 -c 'import os,sys; sys.exit(os.getxattr(sys.argv[1], \"user.note\") != b\"x\")' '\(fixture.file)'"
                ) == 0)
        }
    }

    @Test func `what is no file that can be edited is said`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder)
            var request = fixture.request(creates: true)
            for (path, says) in [
                (folder + "/etc", "is a folder"), ("/dev/null", "no ordinary file"),
                (folder + "/no/x.yaml", "does not exist"),
                (fixture.file + "/x", "not a directory"),
            ] {
                request.path = path
                let refused = try await failure { try await fixture.editor.plan(request) }
                #expect(refused.message.contains(says), "\(refused.message)")
            }
            truncate(fixture.file, off_t(FileEditor.mostBytes + 1))
            let large = try await failure { try await fixture.editor.plan(fixture.request()) }
            #expect(large.message.contains("16 MiB"), "\(large.message)")
        }
    }

    @Test func `a backup that was damaged is not put back`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder)
            let record = try await fixture.write(fixture.request(), fixture.editor.plan(fixture.request()))
            chmod(fixture.backups + "/1", 0o600)
            try writeFile(fixture.backups + "/1", "a: 9\n")
            #expect(try await failure { try await fixture.editor.restore(record) }.message.contains("no longer holds"))
            #expect(try fixture.text() == "a: 5 # one\nb: 2\n")
        }
    }

    @Test func `what a killed write left behind is removed by the next`() async throws {
        try await withScratchFolder { folder in
            let fixture = try EditFixture(folder)
            try writeFile(folder + "/etc/.app.yaml.rung-edit-\(try endedProcess())-7", "half")
            try writeFile(folder + "/etc/.app.yaml.rung-edit-\(getppid())", "another's, who lives")
            _ = try await fixture.write(fixture.request(), fixture.editor.plan(fixture.request()))
            #expect(try fixture.names() == [".app.yaml.rung-edit-\(getppid())", "app.yaml"])
        }
    }

    /// The number of a process that has ended.
    private func endedProcess() throws -> pid_t {
        var pid: pid_t = 0
        var words: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
        defer { free(words[0]) }
        guard posix_spawnp(&pid, "true", nil, nil, &words, nil) == 0 else {
            throw FileEditFailure(.system, "no process")
        }
        waitpid(pid, nil, 0)
        return pid
    }
}
