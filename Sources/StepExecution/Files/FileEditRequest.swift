package import FileEditing

/// A file and how its text is to change.
package struct FileEditRequest: Sendable {
    /// The path; a relative one counts from the working directory.
    package var path: String
    /// The folder that a relative path counts from; empty: Rung's own.
    package var workingDirectory: String
    /// How the text changes.
    package var change: FileChange
    /// Whether the file is made where it is absent.
    package var createsFile: Bool
    /// How it is read and written as the superuser; nil: as Rung's own user.
    package var sudo: SudoAccess?

    /// A request.
    package init(
        path: String, workingDirectory: String = "", change: FileChange, createsFile: Bool = false,
        sudo: SudoAccess? = nil
    ) {
        self.path = path
        self.workingDirectory = workingDirectory
        self.change = change
        self.createsFile = createsFile
        self.sudo = sudo
    }

    /// The path with the working directory before it, where it is relative.
    var place: String {
        path.hasPrefix("/") || workingDirectory.isEmpty ? path : workingDirectory + "/" + path
    }
}

/// How commands are run as the superuser.
package struct SudoAccess: Sendable {
    /// The words before the command: `sudo -n`, or what stands in for it.
    package var prefix: [String]
    /// What runs the commands.
    package var runner: CommandRunner
    /// Their environment.
    package var environment: [String: String]
    /// How long one command may take.
    package var timeout: Duration?

    /// An access by `sudo -n`, which never asks for a password.
    package init(
        prefix: [String] = ["sudo", "-n"], runner: CommandRunner, environment: [String: String],
        timeout: Duration? = .seconds(60)
    ) {
        self.prefix = prefix
        self.runner = runner
        self.environment = environment
        self.timeout = timeout
    }
}

/// What an edit will do, found out without changing anything.
package struct FileEditPlan: Sendable, Hashable {
    /// The file that is written: absolute, without symbolic links.
    package var realPath: String
    /// The SHA-256 of the text as it is; nil where there is no file yet.
    package var before: String?
    /// The SHA-256 of the text as it will be.
    package var after: String
    /// The difference, as `patch -p1` takes it; empty where nothing changes.
    package var diff: String
    /// How many other names (hard links) the file has: they keep the old text.
    package var otherLinks: Int

    /// Whether the file is there.
    package var existed: Bool { before != nil }
    /// Whether nothing needs to change.
    package var isUnchanged: Bool { before == after }

    /// Puts a plan together, such as one read back from a journal.
    package init(realPath: String, before: String?, after: String, diff: String, otherLinks: Int = 0) {
        self.realPath = realPath
        self.before = before
        self.after = after
        self.diff = diff
        self.otherLinks = otherLinks
    }
}

/// What an edit has done, or was about to do: all that putting it back needs.
package struct FileEditRecord: Sendable, Hashable {
    /// The file that was written.
    package var realPath: String
    /// The SHA-256 of the old text; nil where the edit made the file.
    package var before: String?
    /// The SHA-256 of the new text.
    package var after: String
    /// Where the old text is kept; nil where there was none.
    package var backup: String?

    /// Puts a record together, such as one read back from a journal.
    package init(realPath: String, before: String?, after: String, backup: String?) {
        self.realPath = realPath
        self.before = before
        self.after = after
        self.backup = backup
    }
}

/// What a file shows about an edit.
package enum FileEditState: Sendable, Hashable {
    /// It is as it was before: the old text, or no file where there was none.
    case before
    /// It is as the edit makes it.
    case after
    /// Somebody else has changed it.
    case other
    /// It is gone, though there was one.
    case absent
}
