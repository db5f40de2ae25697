import Glibc
import Interpreter
import RunbookModel
import Synchronization
import TerminalIO
import Wording

extension Guide {
    /// Shows something beside the question; what is longer than the screen, in the pager.
    func show(_ shown: Dialogue.Shown) {
        let model = state.withLock { $0.model }
        let views = BesideViews(language: language)
        let lines: [StyledLine]?
        switch shown {
        case .help: lines = views.help(columns: screen.size.columns - 9)
        case .why: lines = views.why(model)
        case .graph: lines = views.graph(model)
        case .output: lines = views.output(model)
        }
        guard let lines else { return tell(.nothingToShow) }
        guard screen.isLive, shown == .output || lines.count > screen.size.rows - 6 else { return say(lines) }
        if page(lines) { return redraw() }
        let size = screen.size
        state.withLock { state in
            state.pager = Pager(lines, columns: size.columns, rows: size.rows)
            draw(state)
        }
    }

    /// Takes a key of the pager; false where nothing is read.
    func turnPage(_ key: Key) -> Bool {
        state.withLock { state in
            guard state.pager != nil else { return false }
            if state.pager?.handle(key) == .left { state.pager = nil }
            draw(state)
            return true
        }
    }

    /// Shows lines in the operator's pager, else in `less`; false where there is neither.
    private func page(_ lines: [StyledLine]) -> Bool {
        let text = lines.map { $0.rendered(isColoured: screen.isColoured) + "\n" }.joined()
        let named = setting.environment["PAGER"].map(TextLines.trimmed) ?? ""
        let command = named.isEmpty ? ["less", "-R"] : ["sh", "-c", named]
        let exit = screen.run(command, environment: setting.environment, input: text)
        // 127: there is no such program.
        return exit != nil && exit != 127
    }

    /// Lets the operator change a command: in their editor where they have one, else in a line here.
    func edit(_ command: String) {
        let names = ["VISUAL", "EDITOR"].lazy.compactMap { self.setting.environment[$0] }
        guard screen.isLive, let editor = names.map(TextLines.trimmed).first(where: { !$0.isEmpty }) else {
            return state.withLock { state in
                state.dialogue?.editHere(command)
                draw(state)
            }
        }
        guard let edited = edit(command, by: editor) else { return tell(.editorFailed(editor)) }
        guard edited != command, !TextLines.trimmed(edited).isEmpty else { return tell(.unchanged) }
        perform(.edited(edited))
    }

    private func edit(_ command: String, by editor: String) -> String? {
        var path = Array("\(setting.environment["TMPDIR"] ?? "/tmp")/rung-command-XXXXXX.sh".utf8CString)
        // Made with mode 0600: nobody else reads or changes what is about to be run.
        let file = mkstemps(&path, 3)
        guard file >= 0 else { return nil }
        let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(name) }
        let hadEnd = command.hasSuffix("\n")
        OutputChannel(descriptor: file).write(hadEnd ? command : command + "\n")
        Glibc.close(file)
        let exit = screen.run(["sh", "-c", editor + " \"$1\"", "sh", name], environment: setting.environment)
        guard exit == 0, let text = Self.read(name) else { return nil }
        return hadEnd ? text : TextLines.withoutTrailingNewlines(text)
    }

    /// The text of a file, up to a size that no command has.
    private static func read(_ path: String) -> String? {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return nil }
        defer { Glibc.close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < 1 << 20 {
            let count = Glibc.read(file, &buffer, buffer.count)
            guard count >= 0 else { return nil }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
