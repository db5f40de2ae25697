import Automation
import Interpreter
import TerminalIO

/// The status of the automation for people.
struct StatusText {
    private let status: AutomationStatus
    private let isRunning: Bool
    private let traits: TerminalTraits

    init(_ status: AutomationStatus, isRunning: Bool, traits: TerminalTraits) {
        self.status = status
        self.isRunning = isRunning
        self.traits = traits
    }

    /// The whole text.
    var text: String {
        var lines = [
            isRunning ? "rung watch runs" : "rung watch does not run: nothing is remediated",
            "in remediation: \(status.remediations.count) of at most \(status.remediations.most)",
        ]
        for pause in status.pauses {
            let what = pause.target.map { " \($0)" } ?? ""
            lines.append(
                Sanitizer.clean("paused\(what) until \(time(pause.until)) by \(pause.by): \(pause.reason)"))
        }
        lines.append("")
        if status.rows.isEmpty { lines.append("nothing is watched") } else { lines += table.lines(on: traits) }
        for row in status.rows { lines += details(row) }
        for notice in status.undelivered {
            lines.append(
                Sanitizer.clean("not told yet to \(notice.to.joined(separator: ", ")): \(notice.text)"))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var table: TextTable {
        var table = TextTable(columns: [
            TextTable.Column("watch"), TextTable.Column("target", mayShrink: true), TextTable.Column("health"),
            TextTable.Column("since"), TextTable.Column("now", mayShrink: true), TextTable.Column("runs"),
            TextTable.Column("next probe"),
        ])
        for row in status.rows {
            let runs = row.runs.most.map { "\(row.runs.count)/\($0)" } ?? "\(row.runs.count)"
            table.addRow([
                row.key.watch, row.key.target, row.state.health.rawValue, row.state.healthSince.map(time) ?? "",
                now(row), runs, (row.nextProbe ?? row.nextSchedule).map(time) ?? "",
            ])
        }
        return table
    }

    /// What happens with it, in a few words.
    private func now(_ row: AutomationStatus.Row) -> String {
        if !row.isConfigured { return "no longer configured" }
        if let run = row.state.run { return "run \(run.id)" }
        if let breaker = row.state.breaker { return "breaker open: \(breaker.reason)" }
        if let incident = row.state.incident {
            if incident.unconfirmed != nil { return "waits to see that the run helped" }
            if incident.isEscalated { return "a person was called" }
        }
        guard let hold = row.hold else { return row.state.incident == nil ? "" : "about to begin" }
        return "\(hold.by.rawValue)\(hold.until.map { " until \(time($0))" } ?? "")"
    }

    /// What a person may have to do about it.
    private func details(_ row: AutomationStatus.Row) -> [String] {
        var lines: [String] = []
        if let incident = row.state.incident {
            lines.append("\(row.key.watch): \(incident.reason)")
        }
        if row.state.breaker != nil {
            lines.append("\(row.key.watch): close the breaker with: rung reset \(row.key.target) --reason …")
        }
        return lines.map { Sanitizer.clean($0) }
    }

    private func time(_ instant: Instant) -> String {
        let isToday = LocalTime.dateAndTime(instant).prefix(10) == LocalTime.dateAndTime(status.time).prefix(10)
        return isToday ? LocalTime.timeOfDay(instant) : LocalTime.dateAndTime(instant)
    }
}
