import Glibc
import Hashing
import Journaling
import Testing

@Suite struct `Locks` {
    private static let holder = LockHolder(run: "r-1", pid: 7, user: "anna", since: 42)
    private static let other = LockHolder(run: "r-2", pid: 8, user: "boris", since: 43)

    private func acquire(_ run: String, _ scratch: Scratch, as holder: LockHolder = holder) throws -> HeldLock {
        guard case .acquired(let lock) = try RunLock.acquire(run: run, in: scratch.state, as: holder) else {
            throw JournalError(.busy, "held")
        }
        return lock
    }

    @Test func `a second process of a run is told who has it`() throws {
        let scratch = try Scratch()
        let lock = try acquire("r-1", scratch)
        guard case .held(by: let holder) = try RunLock.acquire(run: "r-1", in: scratch.state, as: Self.other) else {
            Issue.record("the lock was taken twice")
            return
        }
        #expect(holder == Self.holder)
        let another = try acquire("r-2", scratch)
        lock.release()
        lock.release()
        #expect(access(scratch.path + "/locks/run-r-1.lock", F_OK) != 0)
        let again = try acquire("r-1", scratch)
        withExtendedLifetime((another, again)) {}
    }

    @Test func `a lock that is forgotten is released`() throws {
        let scratch = try Scratch()
        do { _ = try acquire("r-1", scratch) }
        _ = try acquire("r-1", scratch)
    }

    @Test func `locks of targets have plain names and stay as files`() throws {
        let scratch = try Scratch()
        let folder = LockFolder(path: scratch.path, isShared: true)
        let target = "../../etc/passwd\n\u{0}; ё"
        guard case .acquired(let lock) = try TargetLock.acquire(target: target, in: folder, as: Self.holder),
            case .held(by: Self.holder) = try TargetLock.acquire(target: target, in: folder, as: Self.other),
            case .acquired = try TargetLock.acquire(target: "another", in: folder, as: Self.other)
        else {
            Issue.record("the locks are not one for each target")
            return
        }
        var status = stat()
        #expect(stat("\(scratch.path)/\(SHA256.hexDigest(of: target)).lock", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o666)
        lock.release()
        guard case .acquired = try TargetLock.acquire(target: target, in: folder, as: Self.other) else {
            Issue.record("the lock was not released")
            return
        }
    }

    @Test func `a lock ends with its process, also when a child lives on`() throws {
        let scratch = try Scratch()
        let folder = LockFolder(path: scratch.path, isShared: false)
        let writer = try Writer(["hold", scratch.path, "r-held", "web"])
        mkdir(scratch.path + "/locks", 0o700)
        let child = try #require(writer.line(beginning: "child ")?.split(separator: " ").last.flatMap { pid_t($0) })
        for attempt in [
            try RunLock.acquire(run: "r-held", in: scratch.state, as: Self.holder),
            try TargetLock.acquire(target: "web", in: folder, as: Self.holder),
        ] {
            guard case .held(by: let holder) = attempt else {
                Issue.record("a lock of another process was taken")
                continue
            }
            #expect(holder == LockHolder(run: "r-held", pid: writer.pid, user: "tester", since: 42))
        }
        writer.kill()
        _ = writer.finish()
        #expect(kill(child, 0) == 0)
        let mine = try acquire("r-held", scratch)
        guard case .acquired = try TargetLock.acquire(target: "web", in: folder, as: Self.holder) else {
            Issue.record("the lock outlived its process")
            return
        }
        kill(child, SIGKILL)
        withExtendedLifetime(mine) {}
    }

    @Test(arguments: [
        "", "garbage", "run=r-1\npid=x\nuser=u\nsince=1\n", "run=\u{1b}[2J\npid=1\nuser=u\nsince=1\n",
        String(repeating: "run=x\n", count: 1000),
    ])
    func `what a stranger wrote into a lock is not repeated`(content: String) throws {
        let scratch = try Scratch()
        let folder = LockFolder(path: scratch.path, isShared: true)
        let name = SHA256.hexDigest(of: "web") + ".lock"
        guard case .acquired(let lock) = try TargetLock.acquire(target: "web", in: folder, as: Self.holder) else {
            Issue.record("not acquired")
            return
        }
        scratch.write(content, to: name)
        guard case .held(by: let holder) = try TargetLock.acquire(target: "web", in: folder, as: Self.other) else {
            Issue.record("not held")
            return
        }
        #expect(holder.run == "unknown" && holder.pid == 0)
        withExtendedLifetime(lock) {}
    }

    @Test func `a link, a pipe, a folder or a second name in the place of a lock is refused`() throws {
        let scratch = try Scratch()
        let folder = LockFolder(path: scratch.path, isShared: true)
        let path = scratch.path + "/" + SHA256.hexDigest(of: "web") + ".lock"
        scratch.write("precious", to: "victim")
        symlink(scratch.path + "/victim", path)
        expect(.unsafe, "symbolic link") { try TargetLock.acquire(target: "web", in: folder, as: Self.holder) }
        unlink(path)
        link(scratch.path + "/victim", path)
        expect(.unsafe) { try TargetLock.acquire(target: "web", in: folder, as: Self.holder) }
        unlink(path)
        mkfifo(path, 0o666)
        expect(.unsafe) { try TargetLock.acquire(target: "web", in: folder, as: Self.holder) }
        unlink(path)
        mkdir(path, 0o755)
        expect(.unusable) { try TargetLock.acquire(target: "web", in: folder, as: Self.holder) }
        var status = stat()
        #expect(stat(scratch.path + "/victim", &status) == 0 && status.st_size == 8)
    }

    @Test func `users share the lock of a target`() throws {
        guard geteuid() == 0 else {
            print("Not run: locks between users, which only root can try.")
            return
        }
        let scratch = try Scratch()
        let nobody: uid_t = 65_534
        chmod(scratch.path, 0o755)
        mkdir(scratch.path + "/theirs", 0o700)
        chown(scratch.path + "/theirs", nobody, nobody)
        mkdir(scratch.path + "/shared", 0o755)
        chmod(scratch.path + "/shared", 0o1777)
        let folder = LockFolder(path: scratch.path + "/shared", isShared: true)
        guard case .acquired(let lock) = try TargetLock.acquire(target: "web", in: folder, as: Self.holder) else {
            Issue.record("not acquired")
            return
        }
        let arguments = ["hold", scratch.path + "/theirs", "r-9", "web", folder.path]
        let other = ["setpriv", "--reuid", "\(nobody)", "--regid", "\(nobody)", "--clear-groups"]
        let refused = try Writer(arguments, wrapper: other)
        #expect(refused.line(beginning: "held by ") == "held by r-1")
        refused.end()
        lock.release()
        let holding = try Writer(arguments, wrapper: other)
        #expect(holding.line(beginning: "")?.hasPrefix("child ") == true)
        guard case .held(by: let holder) = try TargetLock.acquire(target: "web", in: folder, as: Self.other) else {
            Issue.record("the lock of another user was taken")
            return
        }
        #expect(holder.run == "r-9" && holder.user == "tester")
        holding.end()
    }

    @Test(arguments: ["", "a/b", "../x", "a\u{0}"])
    func `a name that is no run's gets no lock`(run: String) throws {
        let scratch = try Scratch()
        expect(.unusable) { try RunLock.acquire(run: run, in: scratch.state, as: Self.holder) }
    }

    @Test func `the folder of locks is shared where it can be, and says so where not`() throws {
        let scratch = try Scratch()
        let shared = scratch.path + "/run/lock"
        mkdir(scratch.path + "/runtime", 0o700)
        let environment = ["XDG_RUNTIME_DIR": scratch.path + "/runtime"]
        func locate(_ environment: [String: String]) throws -> LockFolder {
            try LockFolder.locate(environment: environment, userID: geteuid(), state: scratch.state, shared: shared)
        }
        if geteuid() == 0 {
            #expect(try locate(environment) == LockFolder(path: shared, isShared: true))
            var status = stat()
            #expect(stat(shared, &status) == 0 && status.st_mode & 0o7777 == 0o1777)
            chmod(shared, 0o755)
        }
        #expect(
            try locate(environment) == LockFolder(path: scratch.path + "/runtime/rung", isShared: false))
        #expect(try locate([:]) == LockFolder(path: scratch.path + "/locks", isShared: false))
        chmod(scratch.path + "/locks", 0o777)
        expect(.unusable) { try locate([:]) }
    }
}
