internal import Glibc

/// The folder in which Rung keeps what must survive: the journal and the locks of runs.
package struct StateFolder: Sendable, Equatable {
    /// The absolute path of the folder, without a slash at its end.
    package let path: String

    /// A folder that is there already and is trusted; for tests and for stores that were located otherwise.
    package init(path: String) {
        self.path = path
    }

    /// The path of the database of the journal in this folder.
    package var journalPath: String { path + "/journal.db" }

    /// The folder in which the locks of runs lie.
    var locksPath: String { path + "/locks" }

    /// Finds the state folder and makes it (mode 0700) where it is not there; one that another user owns or that
    /// others can write is refused with `unsafe`.
    ///
    /// With `creating: false`, a folder that is not there stays so, and is no error: opening its journal tells.
    package static func locate(
        environment: [String: String], userID: UInt32, creating: Bool = true
    ) throws(JournalError) -> StateFolder {
        let path = try Self.path(environment: environment, userID: userID)
        guard fileStatus(path, followingLinks: true) == nil else {
            try check(path, userID: userID)
            return StateFolder(path: path)
        }
        guard creating else { return StateFolder(path: path) }
        try create(path)
        try check(path, userID: userID)
        return StateFolder(path: path)
    }

    /// Where the state folder lies: `$RUNG_STATE_DIR`, else `/var/lib/rung` for root, else `$XDG_STATE_HOME/rung`,
    /// else `~/.local/state/rung`.
    package static func path(environment: [String: String], userID: UInt32) throws(JournalError) -> String {
        if let named = environment["RUNG_STATE_DIR"], !named.isEmpty { return absolute(named) }
        if userID == 0 { return "/var/lib/rung" }
        // The XDG base directory specification says to ignore relative paths.
        if let base = environment["XDG_STATE_HOME"], base.hasPrefix("/") { return absolute(base + "/rung") }
        guard let home = environment["HOME"], home.hasPrefix("/") else {
            throw JournalError(
                .unusable,
                "no place is known for Rung's state: HOME is not set; set RUNG_STATE_DIR to a folder of yours")
        }
        return absolute(home + "/.local/state/rung")
    }

    private static func absolute(_ path: String) -> String {
        var path = path
        if !path.hasPrefix("/"), let current = getcwd(nil, 0) {
            path = String(cString: current) + "/" + path
            free(current)
        }
        while path.utf8.count > 1 && path.hasSuffix("/") { path.removeLast() }
        return path
    }

    /// Makes the folder and those above it, all with mode 0700.
    private static func create(_ path: String) throws(JournalError) {
        var end = path.utf8.index(after: path.utf8.startIndex)
        while true {
            let next = path.utf8[end...].firstIndex(of: UInt8(ascii: "/")) ?? path.utf8.endIndex
            let part = String(path[..<next])
            if mkdir(part, 0o700) != 0 && errno != EEXIST {
                let code: JournalError.Code = errno == ENOSPC || errno == EDQUOT ? .full : .unusable
                throw JournalError(
                    code,
                    "the state folder \(path) cannot be made; make it, or set RUNG_STATE_DIR to a folder of yours",
                    cause: "\(part): \(describe(errno: errno))")
            }
            if next == path.utf8.endIndex { return }
            end = path.utf8.index(after: next)
        }
    }

    private static func check(_ path: String, userID: UInt32) throws(JournalError) {
        guard let status = fileStatus(path, followingLinks: true) else {
            throw JournalError(.unusable, "the state folder \(path) cannot be looked at", cause: describe(errno: errno))
        }
        guard status.isKind(S_IFDIR) else {
            throw JournalError(
                .unusable, "the state folder \(path) is no folder; set RUNG_STATE_DIR to one, or move that file away")
        }
        guard status.st_uid == userID else {
            throw JournalError(
                .unsafe,
                "the state folder \(path) belongs to user \(status.st_uid), and this is user \(userID); "
                    + "set RUNG_STATE_DIR to a folder of your own")
        }
        guard status.st_mode & 0o022 == 0 else {
            throw JournalError(
                .unsafe,
                "others can write in the state folder \(path), so its records prove nothing; chmod 0700 \(path)")
        }
    }
}
