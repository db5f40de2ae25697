import FileEditing
import Glibc
import StepExecution
import TestSupport
import Testing
import YAMLEditing
import YAMLSyntax

/// A folder with a file, a folder for backups, and the ways to edit it.
struct EditFixture: Sendable {
    let folder: String
    let editor = FileEditor()

    var file: String { folder + "/etc/app.yaml" }
    var backups: String { folder + "/backups" }

    init(_ folder: String, text: String? = "a: 1 # one\nb: 2\n", mode: mode_t = 0o644) throws {
        self.folder = folder
        mkdir(folder + "/etc", 0o755)
        mkdir(folder + "/backups", 0o700)
        if let text {
            try writeFile(file, text)
            chmod(file, mode)
        }
    }

    /// A request to set `a` to a number.
    func request(_ number: Int = 5, creates: Bool = false, sudo: SudoAccess? = nil) -> FileEditRequest {
        let tree = ValueTree.map([.init("a", .scalar(.int(Int64(number))))])
        return FileEditRequest(path: file, change: .set(tree), createsFile: creates, sudo: sudo)
    }

    func write(_ request: FileEditRequest, _ plan: FileEditPlan) async throws -> FileEditRecord {
        try await editor.write(request, as: plan, backup: backups + "/1")
    }

    func text(_ path: String? = nil) throws -> String { String(decoding: try readFile(path ?? file), as: UTF8.self) }

    func status(_ path: String? = nil) -> stat {
        var facts = stat()
        lstat(path ?? file, &facts)
        return facts
    }

    /// The names in the edited file's folder.
    func names() throws -> [String] { try namesInFolder(folder + "/etc") }
}

/// The failure of an edit, which must fail.
func failure(of body: () async throws -> some Any) async throws -> FileEditFailure {
    do {
        _ = try await body()
    } catch let error as FileEditFailure {
        return error
    }
    Issue.record("nothing failed")
    throw FileEditFailure(.system, "nothing failed")
}
