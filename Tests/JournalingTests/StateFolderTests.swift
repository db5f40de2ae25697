import Glibc
import Journaling
import Testing

@Suite struct `The state folder` {
    private static let places: [([String: String], UInt32, String)] = [
        (["RUNG_STATE_DIR": "/x/y/"], 0, "/x/y"), (["RUNG_STATE_DIR": "/x", "XDG_STATE_HOME": "/z"], 5, "/x"),
        (["XDG_STATE_HOME": "/z", "HOME": "/h"], 0, "/var/lib/rung"), ([:], 0, "/var/lib/rung"),
        (["RUNG_STATE_DIR": "", "XDG_STATE_HOME": "/z", "HOME": "/h"], 5, "/z/rung"),
        (["XDG_STATE_HOME": "relative", "HOME": "/h"], 5, "/h/.local/state/rung"),
        (["HOME": "/h/"], 5, "/h//.local/state/rung"),
    ]

    @Test(arguments: places)
    func `lies where the environment says`(environment: [String: String], userID: UInt32, path: String) throws {
        #expect(try StateFolder.path(environment: environment, userID: userID) == path)
    }

    @Test func `needs a home or a name`() {
        expect(.unusable, "RUNG_STATE_DIR") { try StateFolder.path(environment: [:], userID: 5) }
    }

    @Test func `is made with those above it, for its user alone`() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/a/b/c"
        let quiet = try StateFolder.locate(environment: ["RUNG_STATE_DIR": path], userID: geteuid(), creating: false)
        #expect(quiet.path == path && access(path, F_OK) != 0)
        let folder = try StateFolder.locate(environment: ["RUNG_STATE_DIR": path], userID: geteuid())
        var status = stat()
        #expect(folder.path == path && stat(path, &status) == 0 && status.st_mode & 0o7777 == 0o700)
        #expect(stat(scratch.path + "/a", &status) == 0 && status.st_mode & 0o7777 == 0o700)
        #expect(try StateFolder.locate(environment: ["RUNG_STATE_DIR": path], userID: geteuid()) == folder)
    }

    @Test func `of another user is refused`() throws {
        let scratch = try Scratch()
        expect(.unsafe, "belongs to user \(geteuid())") {
            try StateFolder.locate(environment: ["RUNG_STATE_DIR": scratch.path], userID: geteuid() + 1)
        }
    }

    @Test func `that others can write is refused`() throws {
        let scratch = try Scratch()
        for mode in [0o770, 0o707, 0o1777] as [mode_t] {
            chmod(scratch.path, mode)
            expect(.unsafe, "others can write") {
                try StateFolder.locate(environment: ["RUNG_STATE_DIR": scratch.path], userID: geteuid())
            }
        }
    }

    @Test func `that is a file or lies under one is refused`() throws {
        let scratch = try Scratch()
        scratch.write("x", to: "file")
        for name in ["/file", "/file/below"] {
            expect(.unusable) {
                try StateFolder.locate(environment: ["RUNG_STATE_DIR": scratch.path + name], userID: geteuid())
            }
        }
    }
}

@Suite struct `The names of runs` {
    private static let times: [(Int64, String)] = [
        (0, "19700101-000000-"), (1_795_348_428_999_999_999, "20261122-115348-"),
        (951_782_399_000_000_000, "20000228-235959-"),
        (951_782_400_000_000_000, "20000229-000000-"), (4_107_542_400_000_000_000, "21000301-000000-"),
        (-1, "19691231-235959-"), (1_709_164_800_000_000_000, "20240229-000000-"),
    ]

    @Test(arguments: times)
    func `begin with the time`(time: Int64, start: String) {
        var generator = SystemRandomNumberGenerator()
        let id = RunID.make(time: time, random: &generator)
        #expect(id.hasPrefix(start) && id.utf8.count == start.utf8.count + 4)
        #expect(id.utf8.allSatisfy { "0123456789abcdefghjkmnpqrstvwxyz-".utf8.contains($0) })
    }

    @Test func `differ within a second`() {
        var generator = SystemRandomNumberGenerator()
        let names = Set((0..<100).map { _ in RunID.make(time: 0, random: &generator) })
        #expect(names.count > 95)
    }
}
