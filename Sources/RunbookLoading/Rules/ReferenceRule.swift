import CEL
import Diagnostics
import Documents
import RunbookModel

extension RunbookBuilder {
    /// Whether an expression reads anything that a rule is about; most do not, and are not looked through for it.
    func mayBreakRules(_ program: Program, _ role: ExpressionRole) -> Bool {
        if scope.isOpen { return true }
        if case .branch(let step) = role, table.outlines[step].isSensitive { return true }
        return !program.readsOnly { $0 != "steps" && $0 != "secrets" }
    }

    /// Whether an expression reads only what it may; says what it may not.
    ///
    /// Rules 5 (secrets), 15 (a finding cannot see its own `ok`), 16 (what is read is kept, for the groups are not yet
    /// known) and 30 (sensitive output).
    mutating func checkReferences(_ references: [Reference], _ place: SourcePlace, _ role: ExpressionRole) -> Bool {
        var isAllowed = true
        for reference in references {
            let path = reference.path
            guard let first = path.first else { continue }
            if first == "secrets" {
                isAllowed = false
                sayMisplacedSecret(reference, place, role)
            } else if first == "steps", path.count > 1, let read = table.index[path[1]] {
                isAllowed = checkReading(of: read, reference, place, role) && isAllowed
            } else if path.count > 1, let what = Self.missing(path, in: table, scope) {
                isAllowed = false
                decoder.error(
                    "unknown-\(what)", "there is no \(what) `\(path[1])`",
                    at: sourceRange(place, reference.ranges.dropFirst().first))
            } else if case .branch(let step) = role, table.outlines[step].isSensitive, Self.isOutput(path) {
                isAllowed = false
                saySensitive(table.outlines[step].id, reference, place)
            }
        }
        return isAllowed
    }

    /// What a path names that the runbook does not have: only an open environment lets such a path pass.
    private static func missing(_ path: [String], in table: StepTable, _ scope: ConditionScope) -> String? {
        switch path[0] {
        case "steps", "visits": table.index[path[1]] == nil ? "step" : nil
        case "params": scope.hasParam(path[1]) ? nil : "param"
        case "causes": scope.hasCause(path[1]) ? nil : "cause"
        default: nil
        }
    }

    private mutating func checkReading(
        of read: Int, _ reference: Reference, _ place: SourcePlace, _ role: ExpressionRole
    ) -> Bool {
        let outline = table.outlines[read]
        if outline.isSensitive, Self.isOutput(Array(reference.path.dropFirst(2))) {
            saySensitive(outline.id, reference, place)
            return false
        }
        if let reader = role.stepBesideOthers, table.outlines[reader].kind == .check {
            readings.append(Reading(reader: reader, read: read, range: range(of: reference, place)))
        }
        switch role {
        case .verdict(let step), .groupFinding(let step):
            guard step == read, reference.path.count > 2, reference.path[2] == "ok" else { return true }
            decoder.error(
                "reads-own-ok", "`ok` of a step is not yet known when its `expect` and `findings` are weighed",
                at: range(of: reference, place))
            return false
        default: return true
        }
    }

    private mutating func sayMisplacedSecret(_ reference: Reference, _ place: SourcePlace, _ role: ExpressionRole) {
        let name = reference.path.dropFirst().first ?? "x"
        var hint = "secrets reach a step only in `env`, `headers` or `body`: `{TOKEN: \"${secrets.\(name)}\"}`"
        if case .secretPlace = role {
            hint = "write `${secrets.\(name)}` by itself; text may stand before and after it"
        }
        decoder.error(
            "misplaced-secret",
            role.isCondition ? "no condition can read a secret" : "a secret cannot be a part of an expression",
            at: range(of: reference, place), hint: hint)
    }

    private mutating func saySensitive(_ step: String, _ reference: Reference, _ place: SourcePlace) {
        decoder.error(
            "reads-sensitive",
            "the output of `\(step)` is `sensitive`: only its own `expect` and `findings` can read it",
            at: range(of: reference, place), hint: "let its `findings` find a cause, and ask for that")
    }

    /// Whether a path below a step is a part of its output.
    private static func isOutput(_ path: [String]) -> Bool {
        switch path.first {
        case "out", "stdout", "stderr": true
        case "http": path.count < 2 || path[1] != "status"
        default: false
        }
    }

    /// The names that a reference says: `steps.look.out`.
    private func range(of reference: Reference, _ place: SourcePlace) -> SourceRange {
        guard let first = reference.ranges.first, let last = reference.ranges.last,
            first.lowerBound <= last.upperBound
        else { return sourceRange(place) }
        return sourceRange(place, first.lowerBound..<last.upperBound)
    }
}
