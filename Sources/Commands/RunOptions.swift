import ArgumentParser
import RunbookModel

/// The flags that `run` and `resume` share.
struct WalkOptions: ParsableArguments {
    @Flag(
        help: "Walk without anyone: what changes runs, what destroys does not, questions are answered by the runbook.")
    var unattended = false

    @Flag(help: "Print the result as one JSON object, and nothing else, on standard output.")
    var json = false

    @Option(
        help: ArgumentHelp("Write the events to FILE as they are recorded, one JSON object a line.", valueName: "file"))
    var transcript: String?

    @Option(
        help: ArgumentHelp(
            "Write a report of the run to FILE when it ends or is interrupted: .md for Markdown, .html for a page.",
            valueName: "file"))
    var report: String?

    @Option(
        help: ArgumentHelp(
            "The language of all that is said, such as en or ru; default: LC_ALL, LC_MESSAGES or LANG.",
            valueName: "language"))
    var lang: String?

    @Option(name: .customLong("operator"), help: ArgumentHelp("Who walks it, for the record.", valueName: "name"))
    var operatorName: String?

    @Option(help: ArgumentHelp("How many checks of a group run at once.", valueName: "n"))
    var jobs = 32

    mutating func validate() throws {
        guard (1...10_000).contains(jobs) else {
            throw ValidationError("--jobs takes a number from 1 to 10000")
        }
        if let report, ReportFile.form(of: report) == nil { throw ValidationError(ReportFile.refusal(of: report)) }
    }
}

extension [String] {
    /// `name=value` pairs.
    func assignments() throws -> [(name: String, text: String)] {
        var pairs: [(name: String, text: String)] = []
        for text in self {
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
                throw CommandProblem("--set takes name=value, and got: \(text)")
            }
            let name = String(text[..<equals])
            guard !pairs.contains(where: { $0.name == name }) else {
                throw CommandProblem("--set \(name) is given twice")
            }
            pairs.append((name, String(text[text.index(after: equals)...])))
        }
        return pairs
    }
}
