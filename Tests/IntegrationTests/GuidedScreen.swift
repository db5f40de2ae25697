import Glibc
import TestSupport
import Testing

/// A terminal of tmux with `rung` in it.
struct GuidedScreen {
    let workshop: Workshop
    let server: [String]

    func tmux(_ words: String...) async throws -> String { try await workshop.run(server + words).out }

    func press(_ keys: String...) async throws {
        for key in keys { _ = try await tmux("send-keys", key) }
    }

    /// The screen as soon as it shows a text, masked.
    func shown(with text: String) async throws -> String {
        var shown = ""
        do {
            try await eventually("\(text) on the screen") {
                // Three looks that are the same: else it is still being drawn.
                var looks: [String] = []
                for _ in 0..<3 { looks.append(try await tmux("capture-pane", "-pJ")) }
                shown = looks[0]
                return shown.contains(text) && looks.allSatisfy { $0 == shown }
            }
        } catch {
            throw TestSupportError(message: "\(error); the screen shows:\n\(shown)")
        }
        return Self.masked(shown, workshop)
    }

    /// Digits of times become 0, the run's id, the host and the operator are named; the rule's length is cut.
    static func masked(_ screen: String, _ workshop: Workshop) -> String {
        var host = [CChar](repeating: 0, count: 256)
        gethostname(&host, host.count - 1)
        let name = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var lines: [String] = []
        for line in screen.split(separator: "\n", omittingEmptySubsequences: false) {
            var words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            for (index, word) in words.enumerated() {
                if word.count == 20, word.hasPrefix("20"), word.dropFirst(8).first == "-" { words[index] = "RUN" }
                if word == name || word == name + "\r" { words[index] = "HOST" }
                if word == workshop.id { words[index] = "BOOK" }
                if word.allSatisfy({ "0123456789:".contains($0) }), word.contains(":") { words[index] = "TIME" }
                if word.hasPrefix("("), word.hasSuffix("s)"), word.contains(".") { words[index] = "(TIME)" }
                let number = word.last == "," ? word.dropLast() : Substring(word)
                if number.hasSuffix("s"), number.contains("."),
                    number.dropLast().allSatisfy({ "0123456789.".contains($0) })
                {
                    words[index] = number.count < word.count ? "TIME," : "TIME"
                }
                if word.contains(workshop.folder) || word.contains(workshop.folder.dropFirst()) {
                    words[index] = "PATH"
                }
            }
            if let index = words.firstIndex(of: "resolved"), words.count > index + 2 { words[index + 2] = "TIME" }
            // How long a test took to press its keys is nobody's matter.
            let text = words.joined(separator: " ").replacing(" + TIME waiting for people", with: "")
                .replacing(", waiting for people TIME", with: "")
            let cut = String(text.reversed().drop { $0 == " " }.reversed())
            lines.append(cut.hasSuffix("─") ? "── " + inner(cut) : cut)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    /// A status line without its rules.
    private static func inner(_ line: String) -> String {
        String(line.drop { $0 == "─" || $0 == " " }.reversed().drop { $0 == "─" || $0 == " " }.reversed())
    }
}

/// Walks a runbook by hand in a terminal of tmux.
func withScreen(
    _ book: String, columns: Int, rows: Int, _ arguments: String = "", environment: [String] = [],
    _ body: (GuidedScreen) async throws -> Void
) async throws {
    try await withWorkshop { workshop in
        try workshop.write(book)
        let server = ["tmux", "-S", workshop.folder + "/tmux", "-f", "/dev/null"]
        // By env, since tmux itself sets TERM for what it starts.
        let variables = (["RUNG_STATE_DIR=\(workshop.folder)/state"] + environment).joined(separator: " ")
        let line =
            "env \(variables) \(RungBinary.path) run t.yaml --operator anna \(arguments); echo \"exit=$?\"; exec cat"
        let started = try await workshop.run(
            server + ["new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", line])
        try #require(started.exit == 0, "\(started)")
        let screen = GuidedScreen(workshop: workshop, server: server)
        do {
            try await body(screen)
        } catch {
            _ = try await screen.tmux("kill-server")
            throw error
        }
        _ = try await screen.tmux("kill-server")
    }
}

/// Compares a screen with the one that is kept; `RECORD_EXPECTED=1` keeps it anew, to be read before it is committed.
func expectScreen(
    _ screen: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    let path = PackageRoot.path + "/Tests/IntegrationTests/Screens/\(name).txt"
    if getenv("RECORD_EXPECTED") != nil { try? writeFile(path, screen + "\n") }
    let kept = String(decoding: (try? readFile(path)) ?? [], as: UTF8.self)
    #expect(screen + "\n" == kept, "\(name) shows:\n\(screen)", sourceLocation: sourceLocation)
}
