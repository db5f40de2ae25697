import CEL
import RunbookModel

/// The conditions of a list of branches, tried with all values that their terms may have, as far as they differ.
///
/// It is sure of what it says: a term stands for itself alone, and any value that it might have is tried.
struct BranchTable {
    /// The conditions of the branches, in order.
    private let propositions: [Proposition]
    private let runbook: Runbook
    private let foundCauses: Set<String>
    /// The step whose branches they are: `steps.x.ok` is its own `ok`.
    private let step: String

    /// More combinations than this are not tried at once.
    private static let mostTries = 20_000
    /// How many conditions may yet be weighed for this list: what is beyond is not sure.
    private var weighingsLeft = 2_000_000

    init(_ branches: [Branch], of step: String, in runbook: Runbook, foundCauses: Set<String>) {
        propositions = branches.map { $0.when.program?.proposition ?? .term("?") }
        self.runbook = runbook
        self.foundCauses = foundCauses
        self.step = step
    }

    /// Why a branch is never taken.
    enum Reason: Equatable {
        /// Its own condition is never true.
        case neverTrue
        /// Whenever it is true, so is this one before it.
        case after(Int)
        /// Whenever it is true, so is one of those before it.
        case afterOthers
    }

    /// Why a branch can never be taken; nil where it can, or where that is not sure.
    mutating func reason(of branch: Int) -> Reason? {
        guard let isPossible = self.isPossible(branch, before: []) else { return nil }
        if !isPossible { return .neverTrue }
        for earlier in 0..<branch {
            if self.isPossible(branch, before: [earlier]) == false { return .after(earlier) }
        }
        guard branch > 1 else { return nil }
        return self.isPossible(branch, before: Array(0..<branch)) == false ? .afterOthers : nil
    }

    /// Whether it can be that every condition is false; nil where that is not sure.
    mutating func canAllBeFalse() -> Bool? {
        let indices = Array(propositions.indices)
        var isFound = false
        let isTried = tryAll(indices) { table, values in
            isFound = indices.allSatisfy { table.truth(of: table.propositions[$0], values) == false }
            return isFound
        }
        if isFound { return true }
        return isTried ? false : constantlyTrue ? false : nil
    }

    private var constantlyTrue: Bool {
        propositions.contains { if case .constant(true) = $0 { true } else { false } }
    }

    /// Whether a branch can be true while none of some others is; nil where there is too much to try.
    private mutating func isPossible(_ branch: Int, before others: [Int]) -> Bool? {
        var isFound = false
        let isTried = tryAll([branch] + others) { table, values in
            isFound =
                table.truth(of: table.propositions[branch], values) == true
                && !others.contains { table.truth(of: table.propositions[$0], values) == true }
            return isFound
        }
        return isFound ? true : isTried ? false : nil
    }

    // MARK: Trying

    /// Tries all combinations of the values of the terms of some branches until a body has seen enough.
    ///
    /// - Returns: false where there are too many.
    private mutating func tryAll(_ branches: [Int], _ body: (BranchTable, [String: TermValue]) -> Bool) -> Bool {
        var domains: [String: TermDomain] = [:]
        for branch in branches { collect(propositions[branch], into: &domains) }
        let terms = domains.keys.sorted()
        let values = terms.map {
            domains[$0, default: TermDomain()].values(of: TermKind(of: $0, in: runbook, found: foundCauses))
        }
        var tries = 1
        for list in values {
            tries *= max(1, list.count)
            guard tries <= Self.mostTries else { return false }
        }
        var current: [String: TermValue] = [:]
        weighingsLeft -= tries * branches.count
        guard weighingsLeft >= 0 else { return false }
        for attempt in 0..<tries {
            var rest = attempt
            for (term, list) in zip(terms, values) where !list.isEmpty {
                current[term] = list[rest % list.count]
                rest /= list.count
            }
            if body(self, current) { return true }
        }
        return true
    }

    private func collect(_ proposition: Proposition, into domains: inout [String: TermDomain]) {
        switch proposition {
        case .constant: break
        case .all(let parts), .any(let parts): for part in parts { collect(part, into: &domains) }
        case .not(let part): collect(part, into: &domains)
        case .choice(let condition, let first, let second):
            for part in [condition, first, second] { collect(part, into: &domains) }
        case .comparison(let term, let relation, let value):
            guard let constant = Self.comparable(value, relation) else {
                return domains[Self.opaque(term, relation, value), default: TermDomain()].add(.bool(true))
            }
            domains[own(term), default: TermDomain()].add(constant)
        case .membership(let term, let values):
            for value in values.compactMap(TermValue.init) { domains[own(term), default: TermDomain()].add(value) }
        case .term(let term): domains[own(term)] = domains[own(term)] ?? TermDomain()
        }
    }

    /// The truth of a proposition; nil where it is unknown (rule 17).
    private func truth(of proposition: Proposition, _ values: [String: TermValue]) -> Bool? {
        switch proposition {
        case .constant(let value): return value
        case .all(let parts):
            let truths = parts.map { truth(of: $0, values) }
            return truths.contains(false) ? false : truths.contains(nil) ? nil : true
        case .any(let parts):
            let truths = parts.map { truth(of: $0, values) }
            return truths.contains(true) ? true : truths.contains(nil) ? nil : false
        case .not(let part): return truth(of: part, values).map { !$0 }
        case .choice(let condition, let first, let second):
            return truth(of: condition, values).flatMap { truth(of: $0 ? first : second, values) }
        case .comparison(let term, let relation, let value):
            guard let constant = Self.comparable(value, relation) else {
                return Self.bool(values[Self.opaque(term, relation, value)])
            }
            return Self.compare(values[own(term)] ?? .unknown, relation, constant)
        case .membership(let term, let constants):
            guard let value = values[own(term)], value != .unknown else { return nil }
            let known = constants.map(TermValue.init)
            return known.contains(value) ? true : known.contains(nil) ? nil : false
        case .term(let term): return Self.bool(values[own(term)])
        }
    }

    /// The constant of a comparison that can be weighed: any for `==` and `!=`, a number for an order.
    private static func comparable(_ value: Value, _ relation: Proposition.Relation) -> TermValue? {
        guard let constant = TermValue(value) else { return nil }
        if case .number = constant { return constant }
        return relation == .equal || relation == .notEqual ? constant : nil
    }

    private static func compare(_ value: TermValue, _ relation: Proposition.Relation, _ constant: TermValue) -> Bool? {
        if value == .unknown { return nil }
        switch relation {
        case .equal: return value == constant
        case .notEqual: return value != constant
        default: break
        }
        guard case .number(let left) = value, case .number(let right) = constant else { return nil }
        switch relation {
        case .less: return left < right
        case .lessOrEqual: return left <= right
        case .greater: return left > right
        case .greaterOrEqual: return left >= right
        case .equal, .notEqual: return nil
        }
    }

    private static func bool(_ value: TermValue?) -> Bool? {
        if case .bool(let bool) = value { bool } else { nil }
    }

    /// The name of a comparison that cannot be weighed, as a term that is true, false or unknown.
    private static func opaque(_ term: String, _ relation: Proposition.Relation, _ value: Value) -> String {
        "\(term) \(relation) \(value.summary(limit: 200))"
    }

    /// A term of the step's own result by the name that it has without the step's.
    private func own(_ term: String) -> String {
        let prefix = "steps.\(step)."
        return term.hasPrefix(prefix) ? String(term.dropFirst(prefix.count)) : term
    }
}
