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
            let image = folder + "/image"
            mkdir(folder + "/etc", 0o755)
            guard geteuid() == 0,
                system(
                    "mkfs.vfat -C '\(image)' 2048 >/dev/null 2>&1 && mount -o loop '\(image)' '\(folder)/etc' 2>/dev/null"
                ) == 0
            else {
                print("not run: no vfat file system can be made and mounted here")
                return
            }
            defer { system("umount '\(folder)/etc'") }
            let fixture = try EditFixture(folder)
            let record = try await fixture.write(fixture.request(), fixture.editor.plan(fixture.request()))
            #expect(try fixture.text() == "a: 5 # one\nb: 2\n")
            try await fixture.editor.restore(record)
            #expect(try fixture.names() == ["app.yaml"])
        }
    }
}
