import Interpreter
import RunbookModel

/// What is handed on with a run: the transcript, the report, every output as it was kept, and the runbooks. Secrets are
/// masked in the events already; files that edits have replaced are not part of it.
package struct EvidenceBundle: Sendable {
    /// One file.
    package struct File: Sendable {
        /// Its path within the bundle.
        package var path: String
        /// Its content.
        package var content: String
    }

    /// The name of the bundle, and of the folder that all of it stands in.
    package let name: String
    /// The folders, each before what stands in it.
    package private(set) var folders: [String]
    /// The files.
    package private(set) var files: [File] = []

    /// The name of the bundle of a run.
    package static func name(of run: String) -> String { "rung-\(run)-evidence" }

    /// The evidence of a run.
    ///
    /// - Parameters:
    ///   - text: the transcript for people.
    ///   - json: the transcript as JSON.
    ///   - runbooks: the texts of the runbooks, by their ids.
    package init(
        _ story: RunStory, times: ReportTimes, text: String, json: String, runbooks: [(id: String, text: String)]
    ) {
        name = Self.name(of: story.run)
        folders = [name, "\(name)/outputs", "\(name)/runbooks"]
        add("transcript.txt", text)
        add("transcript.json", json)
        add("report.md", MarkdownReport.text(story, times: times))
        add("report.html", HTMLReport.text(story, times: times))
        if story.call != nil {
            add("message.txt", ReportPhrases(story, times: times).message.map { $0 + "\n" }.joined())
        }
        addOutputs(of: story)
        var taken: Set<String> = []
        for runbook in runbooks.sorted(by: { ($0.id, $0.text) < ($1.id, $1.text) }) {
            var file = Self.fileName(runbook.id)
            var count = 2
            while !taken.insert(file).inserted {
                file = "\(Self.fileName(runbook.id))-\(count)"
                count += 1
            }
            add("runbooks/\(file).yaml", runbook.text)
        }
    }

    private mutating func add(_ path: String, _ content: String) {
        files.append(File(path: "\(name)/\(path)", content: content))
    }

    private mutating func addOutputs(of story: RunStory) {
        for action in story.visits.flatMap(\.actions) {
            let number = "\(action.order.id)"
            let padded = String(repeating: "0", count: max(0, 3 - number.utf8.count)) + number
            let file = "outputs/\(padded)-\(Self.fileName(action.order.step))"
            switch action.result {
            case .command(let outcome)?:
                addOutput("\(file).stdout.txt", outcome.stdout)
                addOutput("\(file).stderr.txt", outcome.stderr)
            case .http(let outcome)?: addOutput("\(file).body.txt", outcome.body)
            case .file(let outcome)?: if let content = outcome.content { addOutput("\(file).content.txt", content) }
            case .edit(let outcome)?:
                if case .planned(let plan) = outcome.state, !plan.diff.isEmpty { add("\(file).diff", plan.diff) }
            case .tcp?, .notRun?, nil: break
            }
        }
    }

    private mutating func addOutput(_ path: String, _ captured: Captured) {
        if !captured.text.isEmpty { add(path, captured.text) }
    }

    /// A name that is safe everywhere: what leads to another folder, or is odd, is replaced.
    private static func fileName(_ text: String) -> String {
        let bytes = text.utf8.prefix(80).map { byte -> UInt8 in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                byte
            case UInt8(ascii: "/"), UInt8(ascii: "."): UInt8(ascii: ".")
            default: UInt8(ascii: "_")
            }
        }
        let name = String(decoding: bytes, as: UTF8.self)
        return name.hasPrefix(".") || name.isEmpty ? "_" + name : name
    }
}
