import CEL
import Diagnostics
import Documents
import RunbookModel
package import YAMLSyntax

/// Loads runbooks: reads, decodes and checks a file and all files that it calls.
///
/// It reads files only through the function that it is given, and has no state between two loads.
package struct RunbookLoader: Sendable {
    /// What reads a file.
    package typealias ReadFile = @Sendable (String) throws(FileReadError) -> [UInt8]

    private let readFile: ReadFile

    /// A loader that reads by a function.
    package init(readFile: @escaping ReadFile) {
        self.readFile = readFile
    }

    /// A loader of texts that are at hand, by their paths: what `resume` uses (rule 28).
    package init(texts: [String: [UInt8]]) {
        readFile = { path throws(FileReadError) in
            guard let text = texts[path] else { throw FileReadError("there is no such file") }
            return text
        }
    }

    /// Loads the runbook of a path and all that it calls.
    package func load(path: String) -> LoadResult {
        var loading = Loading(readFile: readFile)
        return loading.load(RunbookKey(path: path))
    }

    /// The same where the file's text was read as YAML already, without problems.
    package func load(path: String, document: YAMLDocument) -> LoadResult {
        load(path: path, read: YAMLReadResult(document: document, diagnostics: []))
    }

    /// The same where the file's text was read as YAML already.
    package func load(path: String, read: YAMLReadResult) -> LoadResult {
        var loading = Loading(readFile: readFile)
        let key = RunbookKey(path: path)
        loading.known = (key, read)
        return loading.load(key)
    }
}

/// One load: what was read so far.
private struct Loading {
    let readFile: RunbookLoader.ReadFile
    /// What a file that need not be read holds.
    var known: (key: RunbookKey, read: YAMLReadResult)?
    /// By their paths, as the calls are.
    var members: [String: RunbookSet.Member] = [:]
    var calls: [String: [CallSite]] = [:]
    var order: [RunbookKey] = []
    var diagnostics: [Diagnostic] = []
    var trees: [YAMLDocument] = []

    /// How many files one load reads at the most.
    static let largestSet = 1000

    mutating func load(_ root: RunbookKey) -> LoadResult {
        var seen: Set<String> = [root.path]
        var waiting: [(key: RunbookKey, site: CallSite?)] = [(root, nil)]
        while let (key, site) = waiting.popLast() {
            guard let read = document(key, site) else { continue }
            order.append(key)
            for call in decode(key, read) where seen.insert(call.key.path).inserted {
                guard seen.count <= Self.largestSet else {
                    say("too-many-files", "more than \(Self.largestSet) runbooks call one another", at: call)
                    continue
                }
                waiting.append((call.key, call))
            }
        }
        refuseCircles()
        checkArguments()
        let hasErrors = diagnostics.contains { $0.severity == .error }
        let set = hasErrors ? nil : RunbookSet(root: root, members: members)
        return LoadResult(set: set, diagnostics: diagnostics.inOrderOfPlace(), trees: trees)
    }

    private mutating func read(_ key: RunbookKey, _ site: CallSite?) -> [UInt8]? {
        do throws(FileReadError) {
            return try readFile(key.path)
        } catch {
            if let site {
                say("unreadable-file", "`\(key.path)` cannot be read: \(error.message)", at: site)
            } else {
                diagnostics.append(
                    Diagnostic(
                        code: "unreadable-file", message: error.message, range: SourceRange(at: 0),
                        source: SourceText(name: key.path, bytes: [])))
            }
            return nil
        }
    }

    private mutating func document(_ key: RunbookKey, _ site: CallSite?) -> YAMLReadResult? {
        if let known, known.key == key { return known.read }
        guard let bytes = read(key, site) else { return nil }
        MemoryReserve.prepare(for: bytes.count)
        return YAMLReader.read(name: key.path, bytes: bytes)
    }

    private mutating func decode(_ key: RunbookKey, _ read: YAMLReadResult) -> [CallSite] {
        diagnostics += read.diagnostics.map(QuotesHint.improve)
        guard let document = read.document else { return [] }
        trees.append(document)
        guard let root = document.root else {
            diagnostics.append(
                Diagnostic(
                    code: "empty-file", message: "the file holds no runbook", range: SourceRange(at: 0),
                    source: document.source, hint: "a runbook begins with `version: 1`"))
            return []
        }
        var builder = RunbookBuilder(document: document, path: key.path)
        let runbook = builder.build(root)
        diagnostics += builder.decoder.diagnostics
        calls[key.path] = builder.calls
        if let runbook { members[key.path] = RunbookSet.Member(runbook: runbook, source: document.source) }
        return builder.calls
    }

    /// Refuses files that call one another in a circle (rule 27), by a walk in depth without recursion.
    private mutating func refuseCircles() {
        var isOpen: [String: Bool] = [:]
        for root in order where isOpen[root.path] == nil {
            isOpen[root.path] = true
            var path: [(key: RunbookKey, next: Int)] = [(root, 0)]
            while let (key, next) = path.last {
                guard let sites = calls[key.path], next < sites.count else {
                    isOpen[key.path] = false
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let site = sites[next]
                switch isOpen[site.key.path] {
                case true:
                    let circle = path.map(\.key.path).drop { $0 != site.key.path } + [site.key.path]
                    say(
                        "call-circle", "runbooks that call one another in a circle: \(circle.joined(separator: " → "))",
                        at: site)
                case false: continue
                case nil:
                    isOpen[site.key.path] = true
                    path.append((site.key, 0))
                }
            }
        }
    }

    private mutating func checkArguments() {
        for key in order {
            for site in calls[key.path] ?? [] {
                guard let called = members[site.key.path]?.runbook else { continue }
                diagnostics += ArgumentRule.check(site, called)
            }
        }
    }

    private mutating func say(_ code: String, _ message: String, at site: CallSite) {
        diagnostics.append(Diagnostic(code: code, message: message, range: site.range, source: site.source))
    }
}
