import CEL
import Interpreter
import RunbookModel
import TerminalIO
import Wording

/// A report of a run as a page: one file that needs nothing beside it, no script and no network.
package struct HTMLReport {
    let story: RunStory
    let phrases: ReportPhrases
    let words: ReportWords
    var text = ""

    /// The report of a run.
    package static func text(_ story: RunStory, times: ReportTimes) -> String {
        var report = HTMLReport(story, times: times)
        report.writePage()
        return report.text
    }

    private init(_ story: RunStory, times: ReportTimes) {
        self.story = story
        phrases = ReportPhrases(story, times: times)
        words = phrases.words
    }

    private mutating func writePage() {
        let title = "\(story.title): \(phrases.outcome)"
        text += "<!DOCTYPE html>\n<html lang=\"\(words.language.tag)\">\n<head>\n<meta charset=\"utf-8\">\n"
        // Were anything of the run to slip through, it could neither run nor load anything.
        text += "<meta http-equiv=\"Content-Security-Policy\" "
        text += "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
        text += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        text +=
            "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
        text += "<title>\(escape(title)) · \(escape(story.run))</title>\n"
        text += "<style>\n\(Self.style)\n\(GraphSVG.style)\n</style>\n</head>\n<body>\n<main>\n"
        writeHead()
        writeSummary()
        writeWay()
        writeTimeline()
        writeChecklist()
        writeSteps()
        text += "</main>\n</body>\n</html>\n"
    }

    // MARK: The head and the essential

    private mutating func writeHead() {
        let kind = words[story.isPlan ? .plan : .report]
        text += "<header>\n<p class=\"kind\">\(kind)</p>\n<h1>\(escape(story.title))</h1>\n"
        text +=
            "<p><span class=\"pill \(phrases.outcomeClass)\">\(escape(phrases.outcome))</span></p>\n<dl class=\"facts\">"
        for fact in phrases.facts {
            text += "<div><dt>\(escape(fact.name))</dt><dd>\(escape(fact.value))</dd></div>"
        }
        text += "</dl>\n"
        if !story.params.isEmpty {
            text += "<details><summary>\(words[.params])</summary><table class=\"plain\">"
            for (name, value) in story.params {
                let shown = escape(value.summary(limit: 400))
                text += "<tr><th><code>\(escape(name))</code></th><td><code>\(shown)</code></td></tr>"
            }
            text += "</table></details>\n"
        }
        text += "</header>\n"
    }

    private mutating func writeSummary() {
        text += "<section>\n<h2>\(words[.summary])</h2>\n"
        if let reason = story.end?.reason { text += "<p>\(words[.reason]): \(escape(words.say(reason)))</p>\n" }
        text += "<div class=\"cards\">\n"
        writeCauses()
        writeChanges()
        if let call = story.call {
            text += "<div class=\"card called\"><h3>\(words[.escalatedTo]): \(escape(call.to))</h3>"
            text += "<blockquote>\(paragraph(phrases.message.joined(separator: "\n")))</blockquote>"
            text += "</div>\n"
        }
        if !story.notes.isEmpty {
            text += "<div class=\"card\"><h3>\(words[.notes])</h3><ul>"
            for note in story.notes {
                text +=
                    "<li><span class=\"quiet\">\(escape(phrases.times.timeOfDay(note.time))) \(escape(note.by))</span> "
                text += "\(paragraph(note.text))</li>"
            }
            text += "</ul></div>\n"
        }
        if !story.advice.isEmpty {
            text += "<div class=\"card\"><h3>\(words[.advice])</h3><ul>"
            for advice in story.advice { text += "<li>\(escape(advice))</li>" }
            text += "</ul></div>\n"
        }
        text += "</div>\n</section>\n"
    }

    private mutating func writeCauses() {
        text += "<div class=\"card\"><h3>\(words[.found])</h3>"
        if story.causes.isEmpty { text += "<p class=\"quiet\">\(words[.foundNothing])</p>" }
        text += "<ul>"
        for cause in story.causes {
            let state = cause.holds ? "bad" : "good"
            text += "<li><strong>\(escape(cause.name ?? cause.id))</strong> "
            text += "<span class=\"tag \(state)\">\(words[cause.holds ? .stillHolds : .gone])</span>"
            text += "<br><span class=\"quiet\"><code>\(escape(cause.id))</code> · \(words[.foundBy]) "
            text += "<a href=\"#v\(cause.visit)\"><code>\(escape(cause.step))</code></a></span></li>"
        }
        text += "</ul></div>\n"
    }

    private mutating func writeChanges() {
        text += "<div class=\"card\"><h3>\(words[story.isPlan ? .wouldChange : .changed])</h3>"
        if story.changes.isEmpty { text += "<p class=\"quiet\">\(words[.changedNothing])</p>" }
        text += "<ul>"
        for visit in story.changes {
            guard let change = visit.change else { continue }
            text += "<li><a href=\"#v\(visit.number)\"><strong>\(escape(visit.name ?? visit.step))</strong></a> "
            text += "<span class=\"tag \(change.tagClass)\">\(escape(phrases.word(for: change)))</span>"
            text += "<br><span class=\"quiet\"><code>\(escape(visit.step))</code></span>"
            for diff in visit.diffs where !diff.isEmpty {
                text += "<details><summary>\(words[.diff])</summary>\(self.diff(diff))</details>"
            }
            text += "</li>"
        }
        text += "</ul></div>\n"
    }

    // MARK: The way

    /// Of runbooks with more steps there is no picture.
    private static let mostSteps = 1500

    private mutating func writeWay() {
        for passage in story.passages {
            guard let runbook = story.names.runbook(at: passage) else { continue }
            // Nobody reads a larger picture, and the page would be slow.
            guard runbook.steps.count <= Self.mostSteps else { continue }
            let graph = RunbookGraph(runbook, names: story.names, story: story, passage: passage)
            let title = passage.isEmpty ? words[.way] : "\(words[.way]): \(passage)\(runbook.id)"
            let box = "size-\(text.utf8.count)"
            text += "<section class=\"way\">\n<h2>\(escape(title))</h2>\n<p class=\"quiet\">\(words[.wayHint])</p>\n"
            text += "<input type=\"checkbox\" id=\"\(box)\"><label for=\"\(box)\">\(words[.fullSize])</label>\n"
            text += "<div class=\"graph\">\(GraphSVG(graph).element(title: title))</div>\n</section>\n"
        }
    }

    private mutating func writeTimeline() {
        text += "<section>\n<h2>\(words[.timeline])</h2>\n<div class=\"wide\"><table class=\"timeline\">\n"
        text += "<thead><tr><th>#</th>"
        for word in [ReportWord.time, .step, .verdict, .duration] { text += "<th>\(words[word])</th>" }
        text += "</tr></thead>\n<tbody>\n"
        let longest = max(1, story.visits.map { ($0.left - $0.entered).inNanoseconds }.max() ?? 1)
        for visit in story.visits {
            text += "<tr><td class=\"number\"><a href=\"#v\(visit.number)\">\(visit.number)</a></td>"
            text += "<td class=\"time\">\(escape(phrases.times.timeOfDay(visit.entered)))</td>"
            text += "<td><code>\(escape(visit.step))</code> \(escape(visit.name ?? ""))</td>"
            text += "<td>\(verdict(of: visit))</td><td class=\"bar\">"
            for (duration, name) in [(visit.worked, "work"), (visit.waited, "wait")] where duration > .zero {
                let share = Double(duration.inNanoseconds) / Double(longest) * 100
                text += "<span class=\"\(name)\" style=\"width:\(Int(min(100, max(1, share))))px\"></span>"
            }
            text += " \(visit.worked.brief)"
            if visit.waited > .milliseconds(500) { text += " + \(words[.waitedForPeople]) \(visit.waited.brief)" }
            text += "</td></tr>\n"
        }
        text += "</tbody></table></div>\n</section>\n"
    }

    private mutating func writeChecklist() {
        let checklist = Checklist(story)
        guard !checklist.isEmpty else { return }
        text += "<section>\n<h2>\(words[.checklist])</h2>\n<div class=\"checks\">\n"
        for section in checklist.sections {
            let code = section.group.map { " <code>\(escape($0))</code>" } ?? ""
            let name = section.name ?? (section.group == nil ? words[.otherChecks] : "")
            text += "<div><h3>\(escape(name))\(code)</h3><ul class=\"list\">"
            for item in section.items {
                let mark = item.last?.markClass ?? "unseen"
                text += "<li class=\"\(mark)\"><span class=\"mark\">\(item.last?.mark ?? "○")</span>"
                text +=
                    "<span>\(escape(item.name ?? item.step)) <span class=\"quiet\"><code>\(escape(item.step))</code> "
                if let first = item.first, first != item.last { text += "\(words[first.word]) → " }
                text += "\(item.last.map { words[$0.word] } ?? words[.notLookedAt])</span></span></li>"
            }
            text += "</ul></div>\n"
        }
        for task in checklist.tasks {
            text += "<div><h3>\(escape(task.name ?? "")) <code>\(escape(task.step))</code></h3><ul class=\"list\">"
            for item in task.items {
                text += "<li class=\"\(item.isTicked ? "good" : "unseen")\">"
                text += "<span class=\"mark\">\(item.isTicked ? "✓" : "○")</span>"
                text += "<span>\(escape(item.text))</span></li>"
            }
            text += "</ul></div>\n"
        }
        text += "</div>\n</section>\n"
    }

    // MARK: Pieces

    func escape(_ text: String) -> String { MarkupText.escape(text) }

    /// A text whose line breaks stay.
    func paragraph(_ text: String) -> String {
        MarkupText.escape(text, keeping: [.lineFeeds]).split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "<br>")
    }

    func pre(_ text: String, _ name: String = "") -> String {
        "<pre\(name.isEmpty ? "" : " class=\"\(name)\"")>\(MarkupText.escape(text, keeping: [.lineFeeds, .tabs]))</pre>"
    }

    func verdict(_ verdict: StoryVerdict) -> String {
        "<span class=\"tag \(verdict.markClass)\">\(verdict.mark) \(words[verdict.word])</span>"
    }

    func verdict(of visit: StoryVisit) -> String {
        if let change = visit.change {
            return "<span class=\"tag \(change.tagClass)\">\(escape(phrases.word(for: change)))</span>"
        }
        if let verdict = visit.verdict { return self.verdict(verdict) }
        let isLast = visit.number == story.visits.count && story.end != nil
        return isLast ? "<span class=\"tag \(phrases.outcomeClass)\">\(escape(phrases.outcome))</span>" : ""
    }

    /// A unified diff, what goes and what comes in colours.
    func diff(_ diff: String) -> String {
        let lines = TextLines.split(diff).map { line in
            let shown = MarkupText.escape(String(line), keeping: [.tabs])
            switch line.utf8.first {
            case UInt8(ascii: "+"): return "<ins>\(shown)</ins>"
            case UInt8(ascii: "-"): return "<del>\(shown)</del>"
            default: return shown
            }
        }
        return "<pre class=\"diff\">\(lines.joined(separator: "\n"))</pre>"
    }
}

extension StoryVisit.Change {
    /// Its class in style sheets.
    var tagClass: String {
        switch self {
        case .helped, .alreadySo: "good"
        case .done, .planned: "neutral"
        case .didNotHelp, .failed: "bad"
        case .putBack, .unknown: "unknown"
        }
    }
}
