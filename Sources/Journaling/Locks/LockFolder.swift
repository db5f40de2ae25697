internal import Glibc

/// The folder in which the locks of targets lie.
package struct LockFolder: Sendable, Equatable {
    /// Where users share their locks.
    package static let sharedPath = "/run/rung/lock"

    /// The absolute path of the folder.
    package let path: String
    /// Whether the users of this machine share it; where not, the run says so.
    package let isShared: Bool

    /// A folder that is there already and is trusted.
    package init(path: String, isShared: Bool) {
        self.path = path
        self.isShared = isShared
    }

    /// Finds the folder: the shared one (root makes it, mode 1777), else `$XDG_RUNTIME_DIR/rung`, else one in the state
    /// folder, neither of which other users share.
    package static func locate(
        environment: [String: String], userID: UInt32, state: StateFolder, shared: String = sharedPath
    ) throws(JournalError) -> LockFolder {
        if userID == 0 { makeShared(shared) }
        if isUsable(shared, sharedBy: userID) { return LockFolder(path: shared, isShared: true) }
        var places = [state.locksPath]
        if let runtime = environment["XDG_RUNTIME_DIR"], runtime.hasPrefix("/") {
            places.insert(runtime + "/rung", at: 0)
        }
        for place in places {
            mkdir(place, 0o700)
            if isPrivate(place, of: userID) { return LockFolder(path: place, isShared: false) }
        }
        throw JournalError(
            .unusable,
            "there is no place for the lock of the target: \(places.joined(separator: " and ")) cannot be made "
                + "or belong to others; set XDG_RUNTIME_DIR or RUNG_STATE_DIR to a folder of yours")
    }

    private static func makeShared(_ path: String) {
        if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) { mkdir(String(path[..<slash]), 0o755) }
        // Whoever makes it sets its mode; one that is there already is left as the administrator wants it.
        if mkdir(path, 0o755) == 0 { chmod(path, 0o1777) }
    }

    /// Whether a folder is root's (or, in a test, this user's), for all to write, and nobody can remove another's files.
    private static func isUsable(_ path: String, sharedBy userID: UInt32) -> Bool {
        guard let status = fileStatus(path, followingLinks: false), status.isKind(S_IFDIR) else { return false }
        return (status.st_uid == 0 || status.st_uid == userID) && status.st_mode & 0o1777 == 0o1777
    }

    private static func isPrivate(_ path: String, of userID: UInt32) -> Bool {
        guard let status = fileStatus(path, followingLinks: false), status.isKind(S_IFDIR) else { return false }
        return status.st_uid == userID && status.st_mode & 0o022 == 0
    }
}
