internal import CPlatform
internal import FileEditing
internal import Glibc

/// Replacing a file by a new one that takes its name.
extension DirectFile {
    /// What a temporary file's name holds after that of the file it is for.
    static let mark = ".rung-edit-"

    /// Replaces the file whose text has the digest `expecting`; makes it where that is nil.
    ///
    /// `isMeant` is asked when all is written and nothing replaced yet; where it is false, nothing is.
    func replace(
        expecting: String?, with new: [UInt8], if isMeant: () -> Bool = { true }
    ) throws(FileEditFailure) {
        let folder = try openFolder()
        defer { close(folder) }
        removeLeftovers(in: folder)
        let temporary = Self.temporaryName(for: name)
        let file = openat(folder, temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw Self.failure(folderPath, errno, "takes no new file") }
        defer { close(file) }
        var isKept = false
        defer { if !isKept { unlinkat(folder, temporary, 0) } }
        // While it is locked, no other Rung takes it for a leftover.
        flock(file, LOCK_EX | LOCK_NB)
        guard let expecting else {
            fchmod(file, 0o666 & ~Self.mask())
            try Self.writeAll(new, to: file, path)
            guard isMeant() else { return }
            return try place(temporary, asNewIn: folder)
        }
        let old = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard old >= 0 else {
            throw errno == ENOENT || errno == ELOOP
                ? FileEditor.changedByOthers(path) : Self.failure(path, errno, "cannot be read")
        }
        defer { close(old) }
        flock(old, LOCK_EX | LOCK_NB)
        guard try Self.digest(of: old, path) == expecting else { throw FileEditor.changedByOthers(path) }
        try giveLooks(of: old, to: file)
        try Self.writeAll(new, to: file, path)
        guard isMeant() else { return }
        isKept = try exchange(temporary, in: folder, file: file, old: old, expecting: expecting)
        fsync(folder)
    }

    /// Puts the new file under a name that nothing has.
    private func place(_ temporary: String, asNewIn folder: Int32) throws(FileEditFailure) {
        switch rung_rename_to_new(folder, temporary, name) {
        case 0: fsync(folder)
        case EEXIST: throw FileEditor.changedByOthers(path)
        case let error: throw Self.failure(path, error, "cannot be made")
        }
    }

    /// Exchanges the new file with the old one, and back where the old one turns out to be another's.
    ///
    /// Gives whether the temporary name must stay, since something of others is under it.
    private func exchange(
        _ temporary: String, in folder: Int32, file: Int32, old: Int32, expecting: String
    ) throws(FileEditFailure) -> Bool {
        switch exchanges ? rung_exchange_names(folder, temporary, name) : ENOSYS {
        case 0: break
        case EINVAL, ENOSYS, ENOTSUP:
            // This file system knows no exchange: look once more, as late as can be, and rename.
            guard Self.isSame(old, name, in: folder), try Self.digest(of: old, path) == expecting else {
                throw FileEditor.changedByOthers(path)
            }
            guard renameat(folder, temporary, folder, name) == 0 else {
                throw Self.failure(path, errno, "cannot be replaced")
            }
            return false
        case ENOENT: throw FileEditor.changedByOthers(path)
        case let error: throw Self.failure(path, error, "cannot be replaced")
        }
        if Self.isSame(old, temporary, in: folder), (try? Self.digest(of: old, path)) == expecting { return false }
        guard rung_exchange_names(folder, temporary, name) == 0 else {
            throw FileEditFailure(
                .changedByOthers,
                "\(path) was changed by others at the very moment it was written; their text is in \(folderPath)/\(temporary)"
            )
        }
        guard Self.isSame(file, temporary, in: folder) else {
            // Somebody wrote once more between the two exchanges: both texts are kept.
            rung_exchange_names(folder, temporary, name)
            throw FileEditFailure(
                .changedByOthers,
                "\(path) was changed by others twice while it was written; what was there first is in"
                    + " \(folderPath)/\(temporary)")
        }
        unlinkat(folder, temporary, 0)
        throw FileEditor.changedByOthers(path)
    }

    /// Removes the file whose text has the digest `expecting`.
    func remove(expecting: String) throws(FileEditFailure) {
        let folder = try openFolder()
        defer { close(folder) }
        let temporary = Self.temporaryName(for: name)
        switch rung_rename_to_new(folder, name, temporary) {
        case 0: break
        case ENOENT: return
        case let error: throw Self.failure(path, error, "cannot be removed")
        }
        let file = openat(folder, temporary, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        let digest = file < 0 ? nil : try? Self.digest(of: file, path)
        if file >= 0 { close(file) }
        guard digest == expecting else {
            if rung_rename_to_new(folder, temporary, name) != 0 {
                throw FileEditFailure(
                    .changedByOthers,
                    "\(path) was changed by others meanwhile; their text is in \(folderPath)/\(temporary)")
            }
            throw FileEditor.changedByOthers(path)
        }
        unlinkat(folder, temporary, 0)
        fsync(folder)
    }

    // MARK: Parts

    private func openFolder() throws(FileEditFailure) -> Int32 {
        let folder = open(folderPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw Self.failure(folderPath, errno, "cannot be opened") }
        return folder
    }

    /// Gives the new file the owner, group, mode and attributes of the old one.
    private func giveLooks(of old: Int32, to new: Int32) throws(FileEditFailure) {
        var facts = stat()
        var own = stat()
        guard fstat(old, &facts) == 0, fstat(new, &own) == 0 else {
            throw Self.failure(path, errno, "cannot be looked at")
        }
        if facts.st_uid != own.st_uid || facts.st_gid != own.st_gid, fchown(new, facts.st_uid, facts.st_gid) != 0 {
            throw Self.failure(path, errno, "belongs to another user or group, which a new file could not be given")
        }
        guard fchmod(new, facts.st_mode & 0o7777) == 0 else {
            throw Self.failure(path, errno, "has a mode that a new file could not be given")
        }
        var failed = [CChar](repeating: 0, count: 256)
        let error = rung_copy_attributes(old, new, &failed, failed.count)
        guard error == 0 else {
            let name = String(decoding: failed.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            throw Self.failure(path, error, "has the attribute \(name), which a new file could not be given")
        }
    }

    /// The digest of an open file from its beginning.
    private static func digest(of file: Int32, _ path: String) throws(FileEditFailure) -> String {
        lseek(file, 0, SEEK_SET)
        return FileEditor.digest(try content(of: file, path))
    }

    /// Whether an open file has this name.
    private static func isSame(_ file: Int32, _ name: String, in folder: Int32) -> Bool {
        var one = stat()
        var other = stat()
        return fstat(file, &one) == 0 && fstatat(folder, name, &other, AT_SYMLINK_NOFOLLOW) == 0
            && one.st_dev == other.st_dev && one.st_ino == other.st_ino
    }

    /// The mask of new files' modes; read from the kernel, since asking the C library changes it for all threads.
    private static func mask() -> mode_t {
        guard let status = ProcFile.read("/proc/self/status", limit: 65536) else { return 0o022 }
        for line in status.split(separator: 0x0A) where line.starts(with: "Umask:".utf8) {
            let digits = line.dropFirst(6).filter { (0x30...0x37).contains($0) }
            return mode_t(String(decoding: digits, as: UTF8.self), radix: 8) ?? 0o022
        }
        return 0o022
    }

    // MARK: Temporary files

    private static func temporaryName(for name: String) -> String {
        let short = String(decoding: Array(name.utf8).prefix(150), as: UTF8.self)
        let process = "\(getpid())-\(ProcessTable.startTime(of: getpid()) ?? 0)"
        return ".\(short)\(mark)\(process)-\(UInt64.random(in: 0...UInt64.max))"
    }

    /// Removes what a Rung that was killed has left behind for this file.
    private func removeLeftovers(in folder: Int32) {
        let beginning = Array(".\(String(decoding: Array(name.utf8).prefix(150), as: UTF8.self))\(Self.mark)".utf8)
        let copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { return }
        guard let list = fdopendir(copy) else {
            close(copy)
            return
        }
        defer { closedir(list) }
        while let entry = readdir(list) {
            let found = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            guard found.starts(with: beginning) else { continue }
            removeIfLeft(String(decoding: found, as: UTF8.self), process: found.dropFirst(beginning.count), in: folder)
        }
    }

    /// Removes a temporary file whose process is gone: its number and start say whose it is, its lock whether it works.
    private func removeIfLeft(_ name: String, process: ArraySlice<UInt8>, in folder: Int32) {
        let parts = process.split(separator: UInt8(ascii: "-")).map { String(decoding: $0, as: UTF8.self) }
        guard let pid = parts.first.flatMap({ pid_t($0) }), pid > 0 else { return }
        let start = ProcessTable.startTime(of: pid)
        // The scripts of sudo know no more than their number.
        let isGone = parts.count > 1 ? start.map(String.init) != parts[1] : start == nil
        guard isGone else { return }
        let file = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard file >= 0 else { return }
        defer { close(file) }
        if flock(file, LOCK_EX | LOCK_NB) == 0 { unlinkat(folder, name, 0) }
    }
}
