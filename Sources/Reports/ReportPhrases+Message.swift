import Interpreter
import RunbookModel
import Wording

extension ReportPhrases {
    /// The message to whoever is called, line by line, ready to send: what the runbook says to them, where and what, what
    /// was found, what was tried, and what the evidence is called. Empty where nobody is called.
    var message: [String] {
        guard let call = story.call else { return [] }
        var lines = call.message.map { TextLines.split($0).map(String.init) } ?? []
        lines.append("\(story.title) · \(words[.target].lowercased()) \(story.target)")
        lines.append(
            "\(words[.run]) \(story.run) · \(words[.host].lowercased()) \(story.host) · "
                + times.dateAndTime(story.began))
        let held = story.causes.filter(\.holds)
        let found = (held.isEmpty ? story.causes : held).map { $0.name ?? $0.id }
        lines.append("\(words[.found]): \(found.isEmpty ? words[.foundNothing] : found.joined(separator: "; "))")
        let tried = story.changes.compactMap { visit in
            visit.change.map { "\(visit.name ?? visit.step): \(word(for: $0))" }
        }
        lines.append("\(words[.changed]): \(tried.isEmpty ? words[.changedNothing] : tried.joined(separator: "; "))")
        lines.append("\(words[.evidence]): \(EvidenceBundle.name(of: story.run)).tar.gz")
        return lines
    }
}
