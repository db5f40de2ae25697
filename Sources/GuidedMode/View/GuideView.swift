import CEL
package import Interpreter
import Reports
import RunbookModel
package import TerminalIO
package import Wording

/// The lines at the bottom of the operator's screen: a pure function of what is known, what is asked, and the time.
package struct GuideView: Sendable {
    /// What is shown.
    package struct Scene: Sendable {
        /// The run.
        package var model: GuideModel
        /// The question, if one is put.
        package var dialogue: Dialogue?
        /// The last output of what runs, by action.
        package var tails: [Int: OutputTail]
        /// The time.
        package var now: Instant
        /// Whether checks run on without being asked for.
        package var isGoingOn: Bool
        /// What was last said to a key while nothing is asked.
        package var notice: Phrase?
        /// What sudo asks, while a password is typed.
        package var passwordPrompt: String?

        /// A scene.
        package init(
            model: GuideModel, dialogue: Dialogue? = nil, tails: [Int: OutputTail] = [:], now: Instant,
            isGoingOn: Bool = false, notice: Phrase? = nil, passwordPrompt: String? = nil
        ) {
            self.model = model
            self.dialogue = dialogue
            self.tails = tails
            self.now = now
            self.isGoingOn = isGoingOn
            self.notice = notice
            self.passwordPrompt = passwordPrompt
        }
    }

    /// The reader's language.
    package let language: Language
    /// The time of day of an instant.
    package let timeOfDay: @Sendable (Instant) -> String

    /// A view in a language.
    package init(language: Language, timeOfDay: @escaping @Sendable (Instant) -> String) {
        self.language = language
        self.timeOfDay = timeOfDay
    }

    /// How many lines of live output are shown.
    private static let mostOutput = 5
    private static let spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]

    /// The lines of a scene, at most as many as fit.
    package func content(_ scene: Scene, columns: Int, rows: Int) -> LiveRegion.Content {
        let columns = max(columns - 1, 20)
        var lines = [status(scene, columns)]
        let question =
            scene.passwordPrompt.map { password($0, columns) }
            ?? scene.dialogue.map { DialogueView(language: language).content($0, columns: columns) }
        let below = question?.lines ?? notices(scene)
        // The status, the question and a line for what was said before must fit; the rest gives way.
        let space = max(0, rows - 2 - below.count)
        var work = running(scene, columns)
        if work.count > space { work = Array(work.prefix(space)) }
        lines += work
        lines += output(scene, min(Self.mostOutput, space - work.count))
        let top = lines.count
        lines += below
        let cursor = question?.cursor.map { (row: $0.row + top, column: $0.column) }
        if lines.count > max(rows - 1, 1) {
            let dropped = lines.count - max(rows - 1, 1)
            lines.removeFirst(dropped)
            return LiveRegion.Content(lines, cursor: cursor.map { (max(0, $0.row - dropped), $0.column) })
        }
        return LiveRegion.Content(lines, cursor: cursor)
    }

    /// The lines of a text that is read in the pager.
    package func content(_ pager: Pager, columns: Int, rows: Int) -> LiveRegion.Content {
        var pager = pager
        pager.resize(columns: columns, rows: rows)
        let place = pager.place
        let words = Phrase.pagerPlace(first: place.first, last: place.last, of: place.all).text(in: language)
        var line = StyledLine("── ", .dim)
        line.append(words, .bold)
        line.append(" · " + Phrase.pagerKeys.text(in: language), .dim)
        return LiveRegion.Content(pager.shown + [line.cut(to: max(columns - 1, 4))])
    }

    // MARK: Parts

    /// The line that says where we are, and stays true.
    private func status(_ scene: Scene, _ columns: Int) -> StyledLine {
        let model = scene.model
        let elapsed = model.began.map { Self.clock(scene.now - $0) } ?? "0:00"
        let place = Phrase.stepNumber(model.entries).text(in: language)
        let tail = " · \(model.run) · \(model.host) · \(elapsed) · \(place) "
        let title = model.names.runbook ?? ""
        let name = title.truncated(toColumns: max(8, columns - tail.displayWidth - 6))
        var line = StyledLine("── ", .dim)
        line.append(name, .bold)
        line.append(tail, .dim)
        let rest = columns - line.width
        if rest > 0 { line.append(String(repeating: "─", count: rest), .dim) }
        return line.cut(to: columns)
    }

    /// What runs, side by side, each with its time.
    private func running(_ scene: Scene, _ columns: Int) -> [StyledLine] {
        guard !scene.model.running.isEmpty else {
            guard let until = scene.model.waitsUntil, until > scene.now else { return [] }
            let left = Self.clock(until - scene.now)
            var line = StyledLine(sign(at: scene.now) + " ", .cyan)
            line.append(Phrase.waiting(until: timeOfDay(until)).text(in: language) + "  " + left)
            return [line]
        }
        let sign = sign(at: scene.now)
        let cells = scene.model.running.map { entry -> StyledLine in
            var cell = StyledLine(sign + " ", .cyan)
            cell.append(entry.label.truncated(toColumns: 40))
            cell.append(" " + Self.seconds(scene.now - entry.since), .dim)
            return cell
        }
        let widest = min(columns, (cells.map(\.width).max() ?? 0) + 2)
        let perLine = max(1, columns / max(1, widest))
        var lines: [StyledLine] = []
        for start in stride(from: 0, to: cells.count, by: perLine) {
            var line = StyledLine()
            for cell in cells[start..<min(start + perLine, cells.count)] {
                if line.width > 0 {
                    let column = (line.width + widest - 1) / widest * widest
                    line.append(String(repeating: " ", count: max(2, column - line.width)))
                }
                for piece in cell.pieces { line.append(piece.text, piece.styles) }
            }
            lines.append(line.cut(to: columns))
        }
        return lines
    }

    /// The last lines of what a single command prints.
    private func output(_ scene: Scene, _ count: Int) -> [StyledLine] {
        guard count > 0, scene.model.running.count == 1, let entry = scene.model.running.first,
            let tail = scene.tails[entry.id]
        else { return [] }
        return tail.lines(count).map { text in
            var line = StyledLine("│ ", .dim)
            line.append(text)
            return line
        }
    }

    /// A password is asked for: nothing of it is shown, not even how long it is.
    private func password(_ prompt: String, _ columns: Int) -> LiveRegion.Content {
        var line = StyledLine(Phrase.passwordTitle.text(in: language) + " > ", .cyan)
        line = line.cut(to: columns)
        return LiveRegion.Content([StyledLine(prompt, .bold).cut(to: columns), line], cursor: (1, line.width))
    }

    private func notices(_ scene: Scene) -> [StyledLine] {
        if let notice = scene.notice { return [StyledLine(notice.text(in: language), .yellow)] }
        if scene.isGoingOn { return [StyledLine(Phrase.goesOn.text(in: language), .dim)] }
        return []
    }

    // MARK: Times

    private func sign(at time: Instant) -> String {
        Self.spinner[Int(time.nanoseconds / 100_000_000 % Int64(Self.spinner.count))]
    }

    /// `0:42`, `1:02:03`.
    private static func clock(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
    }

    /// `0.4s`, `12s`, `2:05`.
    private static func seconds(_ duration: Duration) -> String {
        let tenths = max(0, duration / .milliseconds(100))
        if tenths < 100 { return "\(Int(tenths) / 10).\(Int(tenths) % 10)s" }
        return tenths < 600 ? "\(Int(tenths) / 10)s" : clock(duration)
    }
}
