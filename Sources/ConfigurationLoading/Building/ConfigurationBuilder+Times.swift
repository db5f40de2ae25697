import Automation
import CEL
import Diagnostics
import Documents
import RunbookModel
import Scheduling
import YAMLSyntax

// Schedules and maintenance windows.

extension ConfigurationBuilder {
    mutating func schedule(_ draft: ScheduleDraft) -> ScheduleTrigger? {
        let zone = zone(draft.zone)
        guard let node = draft.cron, let cron = cron(node), let zone else { return nil }
        if !cron.canFire {
            decoder.error("never", "this time never comes: there is no such day", at: node.range)
            return nil
        }
        return ScheduleTrigger(cron: cron, zone: zone)
    }

    mutating func window(_ draft: WindowDraft) -> MaintenanceWindow? {
        guard let node = draft.node else { return nil }
        let before = decoder.errorCount
        let zone = zone(draft.zone)
        do throws(WindowProblem) {
            if let node = draft.cron {
                refuse(["days", "from", "to", "start", "end"], beside: "cron", draft)
                let cron = cron(node)
                guard let length = draft.length else {
                    decoder.error("missing-key", "a window with `cron` needs `for`", at: node.range)
                    return nil
                }
                guard let cron, let zone, decoder.errorCount == before else { return nil }
                return try .cron(cron, for: length, in: zone)
            }
            if draft.start != nil || draft.end != nil {
                refuse(["days", "from", "to", "for", "zone"], beside: "start", draft)
                guard let start = instant(draft.start, "start", node), let end = instant(draft.end, "end", node),
                    decoder.errorCount == before
                else { return nil }
                return try .once(from: start, to: end)
            }
            refuse(["for"], beside: "from", draft)
            let days = Set((draft.days ?? []).compactMap(Weekday.init(name:)))
            guard let from = timeOfDay(draft.from, "from", node), let to = timeOfDay(draft.to, "to", node), let zone,
                decoder.errorCount == before
            else { return nil }
            return try .weekly(on: days.isEmpty ? Set(Weekday.allCases) : days, from: from, to: to, in: zone)
        } catch {
            decoder.error("bad-window", error.message, at: node.headRange, hint: error.hint)
            return nil
        }
    }

    private mutating func refuse(_ keys: [String], beside key: String, _ draft: WindowDraft) {
        for other in keys {
            guard let pair = draft.node?.pair(named: other) else { continue }
            decoder.error("conflicting-keys", "`\(other)` does not go with `\(key)`", at: pair.key.range)
        }
    }

    private mutating func cron(_ node: YAMLNode) -> CronExpression? {
        do throws(ScheduleTextError) {
            return try CronExpression(parsing: node.text ?? "")
        } catch {
            say(error, "bad-cron", node)
            return nil
        }
    }

    private mutating func zone(_ node: YAMLNode?) -> TimeZoneRules? {
        guard let node, let name = node.text else { return .utc }
        if let zone = sources.zone(name) { return zone }
        decoder.error(
            "unknown-zone", "there is no time zone `\(YAMLNode.shortened(name))` on this machine", at: node.range,
            hint: "names are as in /usr/share/zoneinfo: `Europe/Berlin`, `UTC`; the package is tzdata")
        return nil
    }

    private mutating func timeOfDay(_ node: YAMLNode?, _ key: String, _ window: YAMLNode) -> TimeOfDay? {
        guard let node else {
            decoder.error("missing-key", "a maintenance window needs `\(key)`", at: window.headRange)
            return nil
        }
        do throws(ScheduleTextError) {
            return try TimeOfDay(parsing: node.text ?? "")
        } catch {
            say(error, "bad-time", node)
            return nil
        }
    }

    private mutating func instant(_ node: YAMLNode?, _ key: String, _ window: YAMLNode) -> EpochNanoseconds? {
        guard let node else {
            decoder.error("missing-key", "a window that opens once needs `\(key)`", at: window.headRange)
            return nil
        }
        guard let time = Timestamp(parsing: node.text ?? "") else {
            decoder.error(
                "bad-time", "this is no time: `\(YAMLNode.shortened(node.text ?? ""))`", at: node.range,
                hint: "write it as `2026-12-01T22:00:00+01:00`")
            return nil
        }
        return time.seconds * 1_000_000_000 + Int64(time.nanoseconds)
    }

    private mutating func say(_ error: ScheduleTextError, _ code: String, _ node: YAMLNode) {
        decoder.error(
            code, error.message, at: node.sourceRange(ofTextRange: error.range, in: decoder.source), hint: error.hint)
    }
}
