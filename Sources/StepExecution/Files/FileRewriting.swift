internal import FileEditing

/// Replaces the text of a file of the user's own, such as a runbook that is set right.
package enum FileRewriting {
    /// Gives a file a new text: all of it or nothing, with owner, mode and attributes as they were, and only where the
    /// file still holds the old text. Symbolic links are followed. Blocks.
    ///
    /// - Returns: why it could not be done, in words that begin with the path; nil where it was.
    package static func replace(_ path: String, from old: [UInt8], to new: [UInt8]) -> String? {
        do throws(FileEditFailure) {
            let found = try DirectFile.read(path)
            guard found.bytes == old else { throw FileEditor.changedByOthers(path) }
            try DirectFile(found.realPath).replace(expecting: FileEditor.digest(old), with: new)
            return nil
        } catch {
            return error.message
        }
    }
}
