package import FileEditing

/// A file of the user's own that a command rewrites: read once, and replaced only if it is still as it was read.
///
/// A write is a whole new file that takes the old one's name, with its owner, mode and attributes; symbolic links stay,
/// and what they lead to is replaced. Both calls block.
package struct RewrittenFile: Sendable {
    /// The path as it was given.
    package let path: String
    /// The text as it was read.
    package let bytes: [UInt8]
    private let realPath: String

    /// Reads a file; throws where there is none, or none that can be edited.
    package init(_ path: String) throws(FileEditFailure) {
        let found = try DirectFile.read(path)
        guard let bytes = found.bytes else { throw FileEditFailure(.absent, "\(path) does not exist") }
        self.path = path
        self.bytes = bytes
        realPath = found.realPath
    }

    /// Replaces the file's text; throws `.changedByOthers`, and changes nothing, where it is no more as it was read.
    ///
    /// `isMeant` is asked when the new text is on the disk and the old one still in its place: what takes time to find
    /// out can be found out meanwhile. Where it is false, nothing changes.
    package func replace(with new: [UInt8], if isMeant: () -> Bool = { true }) throws(FileEditFailure) {
        guard new != bytes else { return }
        try DirectFile(realPath).replace(expecting: FileEditor.digest(bytes), with: new, if: isMeant)
    }
}
