import CEL
import RunbookModel

/// A value that a term of a condition may have, as one of few that stand for all others.
enum TermValue: Hashable {
    case number(Double)
    case text(String)
    case bool(Bool)
    /// Any other value than those that the conditions name.
    case other
    /// None: evaluating it is an error (rule 17).
    case unknown

    /// The value of a constant of a condition; nil for what is not told apart.
    init?(_ value: Value) {
        switch value {
        case .int(let number): self = .number(Double(number))
        case .uint(let number): self = .number(Double(number))
        case .double(let number): self = .number(number)
        case .duration(let duration): self = .number(Double(duration.inNanoseconds))
        case .string(let text): self = .text(text)
        case .bool(let bool): self = .bool(bool)
        default: return nil
        }
    }
}

/// What is known of a term by its name.
struct TermKind {
    /// Whether it always has a value.
    var isKnown = false
    /// Whether it is true or false and nothing else.
    var isBool = false
    /// Whether it is a whole number, at least 0 (`visits`) or any.
    var isWhole = false
    var isNegative = true
    /// Whether it is always false: a cause that nothing finds.
    var isNever = false

    /// What the format says of a term (rules 7, 15 and 21); `found` are the causes that some finding finds.
    init(of term: String, in runbook: Runbook, found: Set<String>) {
        let parts = term.split(separator: ".", omittingEmptySubsequences: false)
        switch (String(parts.first ?? ""), parts.count) {
        case ("causes", 2):
            (isKnown, isBool) = (true, true)
            isNever = !found.contains(String(parts[1]))
        case ("visits", 2): (isKnown, isWhole, isNegative) = (true, true, false)
        case ("params", 2):
            guard let param = runbook.params.first(where: { $0.name == parts[1] }) else { return }
            isKnown = true
            isBool = param.constraint.kind == .bool
            isWhole = param.constraint.kind == .int
        default: fill(lastWord: parts.last ?? "", isPath: Self.isPath(term))
        }
    }

    private mutating func fill(lastWord: Substring, isPath: Bool) {
        guard isPath else { return }
        switch lastWord {
        case "ran": (isKnown, isBool) = (true, true)
        case "ok", "timed_out": isBool = true
        case "exit", "status": isWhole = true
        default: break
        }
    }

    /// Whether a term is only names with dots between them.
    private static func isPath(_ term: String) -> Bool {
        term.utf8.allSatisfy { byte in
            (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x5F
                || byte == UInt8(ascii: ".")
        }
    }
}

/// The values that stand for all that a term may have, as far as some conditions can tell them apart.
struct TermDomain {
    private var numbers: Set<Double> = []
    private var others: Set<TermValue> = []

    /// Adds a constant that the term is compared with.
    mutating func add(_ value: TermValue) {
        if case .number(let number) = value { numbers.insert(number) } else { others.insert(value) }
    }

    /// The values: those named, some between and beside numbers, and what is neither.
    func values(of kind: TermKind) -> [TermValue] {
        if kind.isNever { return [.bool(false)] }
        if kind.isBool { return [.bool(true), .bool(false)] + (kind.isKnown ? [] : [.unknown]) }
        var values: [TermValue] = between(kind).map { .number($0) }
        values += others.sorted { "\($0)" < "\($1)" }
        guard !kind.isWhole || numbers.isEmpty else { return values + (kind.isKnown ? [] : [.unknown]) }
        for bool in [true, false] where !others.contains(.bool(bool)) { values.append(.bool(bool)) }
        // What is no number is neither less nor greater than one.
        if !numbers.isEmpty { values.append(.number(.nan)) }
        values.append(.other)
        if !kind.isKnown { values.append(.unknown) }
        return values
    }

    private func between(_ kind: TermKind) -> [Double] {
        let sorted = numbers.sorted()
        guard let first = sorted.first, let last = sorted.last else { return [] }
        var points = [first - 1] + sorted + [last + 1]
        for (low, high) in zip(sorted, sorted.dropFirst()) {
            let middle = kind.isWhole ? low.rounded(.down) + 1 : (low + high) / 2
            if middle > low, middle < high { points.append(middle) }
        }
        return points.filter { kind.isNegative || $0 >= 0 }.sorted()
    }
}
