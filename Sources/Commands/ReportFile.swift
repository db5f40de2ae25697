import Glibc
import Interpreter
import Reports
import TerminalIO

/// The file that a report of the run is written to: `--report`.
struct ReportFile {
    /// The form of a report, told by the file's extension.
    enum Form {
        case markdown, html
    }

    let path: String
    let form: Form

    /// The form that a path asks for; nil: neither.
    static func form(of path: String) -> Form? {
        let name = path.lowercased()
        return name.hasSuffix(".md") ? .markdown : name.hasSuffix(".html") ? .html : nil
    }

    /// What is said of a path that asks for neither form.
    static func refusal(of path: String) -> String {
        "--report \(Sanitizer.clean(path)): the file's extension says how the report is written: .md for Markdown, "
            + ".html for a page"
    }

    /// A file that can be written, as far as that can be known before.
    init(_ path: String) throws {
        guard let form = Self.form(of: path) else { throw CommandProblem(Self.refusal(of: path)) }
        do throws(WriteProblem) {
            try PrivateFile.tryOut(path)
        } catch {
            let folder = path.lastIndex(of: "/").map { "in \(path[...$0]): " } ?? ""
            throw CommandProblem("--report \(path) cannot be written: \(Sanitizer.clean(folder))\(error.message)")
        }
        self.path = path
        self.form = form
    }

    /// Writes the report of a run.
    func write(_ story: RunStory) throws(WriteProblem) {
        let text =
            switch form {
            case .markdown: MarkdownReport.text(story, times: LocalTime.ofReports)
            case .html: HTMLReport.text(story, times: LocalTime.ofReports)
            }
        try PrivateFile.write(Array(text.utf8), to: path)
    }
}

/// Why a file could not be written, in words.
struct WriteProblem: Error {
    var message: String
}

/// Files that only their owner reads, and that are there wholly or not at all.
enum PrivateFile {
    /// Writes a file with mode 0600: a new one beside it takes its place when all of it is on the disk.
    static func write(_ bytes: [UInt8], to path: String) throws(WriteProblem) {
        let (temporary, descriptor) = try openTemporary(for: path)
        do throws(WriteProblem) {
            defer { close(descriptor) }
            try write(bytes, to: descriptor)
            guard fsync(descriptor) == 0 else { throw problem }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let problem = problem
            unlink(temporary)
            throw problem
        }
    }

    /// Sees whether a file could be written, as far as that can be known before there is anything to write.
    static func tryOut(_ path: String) throws(WriteProblem) {
        guard !isFolder(path) else { throw WriteProblem(message: String(cString: strerror(EISDIR))) }
        let (temporary, descriptor) = try openTemporary(for: path)
        close(descriptor)
        unlink(temporary)
    }

    /// Whether a path leads to a folder.
    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The file beside it that is written first, empty and open.
    private static func openTemporary(for path: String) throws(WriteProblem) -> (path: String, descriptor: Int32) {
        let name = path.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? path
        let temporary = String(path.dropLast(name.count)) + ".\(name.prefix(100)).\(getpid())"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw problem }
        return (temporary, descriptor)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(WriteProblem) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw problem }
            written += count
        }
    }

    private static var problem: WriteProblem { WriteProblem(message: String(cString: strerror(errno))) }
}
