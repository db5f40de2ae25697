import FileEditing
import Glibc
import TestSupport
import Testing
import YAMLEditing
import YAMLSyntax

/// Random edits of files of many styles: what is asked is there, nothing else is changed, and again changes nothing.
@Suite(.serialized) struct PropertyTests {
    struct Outcome {
        var name: String
        var text: [UInt8]
        var expected: ValueTree
    }

    @Test(arguments: Corpus.yaml.indices) func `random edits of YAML files`(_ index: Int) throws {
        try run(Corpus.yaml[index], dialect: .yaml, suffix: "yaml", seed: UInt64(index), rounds: 60)
    }

    @Test(arguments: Corpus.json.indices) func `random edits of JSON files`(_ index: Int) throws {
        try run(Corpus.json[index], dialect: .json, suffix: "json", seed: UInt64(index) + 1000, rounds: 60)
    }

    private func run(_ original: String, dialect: TreeDialect, suffix: String, seed: UInt64, rounds: Int) throws {
        var random = SeededRandom(seed: seed)
        var outcomes: [Outcome] = []
        let editor = TreeEditor(name: "x", dialect: dialect)
        var text = Array(original.utf8)
        for round in 0..<rounds {
            // Edits add up for a while, so that the editor meets its own layout too.
            if round % 10 == 0 { text = Array(original.utf8) }
            let before = try #require(try editor.tree(of: text))
            let wanted = Trees.edit(of: before, isJSON: dialect == .json, &random)
            let change = FileChange.set(wanted)
            let after: [UInt8]
            do throws(FileEditFailure) {
                after = try FileText.apply(change, to: text, path: "x." + suffix)
            } catch {
                let isRefusal = ["is a list", "alias", "anchor", "merge key"].contains { error.message.contains($0) }
                #expect(isRefusal, "\(error.message)\n\(wanted)\n\(string(text))")
                continue
            }
            let expected = Trees.entered(before, wanted)
            let found = try #require(try editor.tree(of: after))
            #expect(found == expected, "\(wanted)\n\(string(after))")
            #expect(try FileText.apply(change, to: after, path: "x." + suffix) == after, "\(wanted)\n\(string(after))")
            checkLines(text, after, wanted, before)
            outcomes.append(Outcome(name: "\(round).\(suffix)", text: after, expected: expected))
            text = after
        }
        #expect(outcomes.count > rounds / 3)
        try Judge.judge(outcomes, json: dialect == .json)
    }

    /// What must be so line by line: an edit of one scalar changes one line, an addition removes none.
    private func checkLines(_ old: [UInt8], _ new: [UInt8], _ wanted: ValueTree, _ before: ValueTree) {
        let oldLines = old.split(separator: 0x0A, omittingEmptySubsequences: false)
        let newLines = new.split(separator: 0x0A, omittingEmptySubsequences: false)
        switch Trees.kind(of: wanted, in: before) {
        case .scalarForScalar where oldLines.count == newLines.count:
            #expect(zip(oldLines, newLines).count { $0 != $1 } <= 1, "\(wanted)\n\(string(new))")
        case .added where old.contains(0x0A):
            // A line before may get a comma, or lose an empty value; all others stay.
            var place = 0
            var missing = 0
            for line in oldLines {
                if let found = newLines[place...].firstIndex(of: line) { place = found + 1 } else { missing += 1 }
            }
            #expect(missing <= 1, "\(wanted)\n\(string(new))")
        default: break
        }
    }

    private func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test func `random edits of nginx files`() throws {
        var random = SeededRandom(seed: 7)
        let hasNginx = access("/usr/sbin/nginx", X_OK) == 0
        if !hasNginx { print("not run: nginx as a judge is not installed") }
        try withScratchFolder { folder in
            var judged = 0
            for round in 0..<80 {
                let original = Corpus.nginx[round % Corpus.nginx.count]
                var inner: [ValueTree.Entry] = []
                for name in [
                    "proxy_read_timeout", "proxy_send_timeout", "client_max_body_size", "proxy_buffers", "expires",
                ]
                where Bool.random(using: &random) {
                    let number = Int.random(in: 1...99, using: &random)
                    let value =
                        name == "proxy_buffers" ? "\(number) 8k" : name.hasSuffix("size") ? "\(number)m" : "\(number)s"
                    inner.append(.init(name, .string(value)))
                }
                var location = ValueTree.map(inner)
                if Bool.random(using: &random) {
                    location = .map(
                        inner + [.init("if ($request_method = \"PUT\")", .map([.init("return", .scalar(.int(405)))]))])
                }
                let block = ["location /", "location /new", "location ~ \\.php$"].randomElement(using: &random) ?? ""
                let change = FileChange.set(.map([.init("server", .map([.init(block, location)]))]))
                let after = try changed(original, change, path: "/etc/nginx/sites-available/x")
                #expect(try changed(after, change, path: "/etc/nginx/sites-available/x") == after)
                for line in original.utf8.split(separator: 0x0A) where line.contains(UInt8(ascii: "#")) {
                    let comment =
                        "#" + String(decoding: line.split(separator: UInt8(ascii: "#")).last ?? [], as: UTF8.self)
                    #expect(after.utf8.split(separator: 0x0A).contains { String(Substring($0)).hasSuffix(comment) })
                }
                for entry in inner {
                    guard case .scalar(.string(let value)) = entry.value else { continue }
                    #expect(after.contains("\(entry.key) \(value);"), "\(after)")
                }
                guard hasNginx, round % 5 == 0 else { continue }
                try writeFile(folder + "/site", after)
                try writeFile(
                    folder + "/nginx.conf",
                    "pid \(folder)/pid; error_log stderr; events {} http { access_log off; include \(folder)/site; }\n")
                let status = system(
                    "/usr/sbin/nginx -t -q -c '\(folder)/nginx.conf' -p '\(folder)' 2>'\(folder)/errors'")
                let said = String(decoding: try readFile(folder + "/errors"), as: UTF8.self)
                #expect(status == 0, "\(said)\n\(after)")
                judged += 1
            }
            #expect(!hasNginx || judged > 10)
        }
    }
}
