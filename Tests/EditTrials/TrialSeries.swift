import RunbookModel
import TestSupport

/// Many random edits of real and generated files, and the formatting of each result.
package struct TrialSeries {
    /// The edits that were made and judged.
    package private(set) var done = 0
    /// The edits that were refused, by the reason.
    package private(set) var refused: [String: Int] = [:]
    /// The texts that were formatted twice.
    package private(set) var formatted = 0
    /// What went wrong.
    package private(set) var problems: [String] = []

    private var random: SeededRandom
    private let files: [(name: String, facts: TextFacts)]
    private let runbooks: [(name: String, facts: TextFacts, runbook: Runbook)]

    /// A series over the shipped runbooks and the compose files of the tests.
    package init(seed: UInt64) throws {
        random = SeededRandom(seed: seed)
        var files: [(String, TextFacts)] = []
        var runbooks: [(String, TextFacts, Runbook)] = []
        for folder in ["runbooks", "Tests/EditTrials/Files"] {
            for name in try namesInFolder(PackageRoot.path + "/" + folder) where name.hasSuffix(".yaml") {
                let bytes = try readFile(PackageRoot.path + "/" + folder + "/" + name)
                guard let facts = TextFacts(bytes) else {
                    throw TestSupportError(message: "\(name) is no YAML")
                }
                files.append((name, facts))
                if let runbook = RunbookTrial.load(bytes) { runbooks.append((name, facts, runbook)) }
            }
        }
        self.files = files
        self.runbooks = runbooks
    }

    /// Tries edits until so many were made, or something is wrong ten times.
    package mutating func run(edits: Int, onlySmall: Bool = false) {
        while done < edits, problems.count < 10 {
            switch random.number(0...9) {
            case 0...1 where !runbooks.isEmpty:
                let file = random.one(of: runbooks)
                if onlySmall, file.facts.bytes.count > 8000 { continue }
                var trial = RunbookTrial(file.facts, file.runbook, SeededRandom(seed: random.next() >> 1))
                judge(trial.run(), file.name)
            case 2...4:
                let file = random.one(of: files)
                if onlySmall || random.chance(60), file.facts.bytes.count > 8000 { continue }
                edit(file.facts, file.name)
            default:
                let seed = random.next() >> 1
                guard let facts = TextFacts(Array(GeneratedYAML.text(seed: seed).utf8)) else { continue }
                format(facts, "generated \(seed)")
                for _ in 0..<8 { edit(facts, "generated \(seed)") }
            }
        }
    }

    private mutating func edit(_ facts: TextFacts, _ name: String) {
        var trial = TreeTrial(facts, SeededRandom(seed: random.next() >> 1))
        judge(trial.run(), name)
    }

    private mutating func judge(_ outcome: TreeTrial.Outcome, _ name: String) {
        switch outcome {
        case .refused(let kind): refused["\(kind)", default: 0] += 1
        case .wrong(let problem): problems.append("\(name): \(problem)")
        case .done(let bytes):
            done += 1
            if random.chance(20), let facts = TextFacts(bytes) { format(facts, name) }
        }
    }

    private mutating func format(_ facts: TextFacts, _ name: String) {
        formatted += 1
        if let problem = FormatTrial.problem(facts) { problems.append("\(name): \(problem)") }
    }
}
