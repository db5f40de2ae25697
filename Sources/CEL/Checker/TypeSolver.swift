/// Finds what type parameters stand for, as the reference checker does: the more general type wins.
struct TypeSolver {
    private var found: ContiguousArray<StaticType?> = []
    private var trail: ContiguousArray<(index: Int, old: StaticType?)> = []

    /// Where the solver stood, to go back to.
    struct Mark {
        fileprivate let trail: Int
        fileprivate let count: Int
    }

    var mark: Mark { Mark(trail: trail.count, count: found.count) }

    /// Takes back all that was found since.
    mutating func reset(to mark: Mark) {
        while trail.count > mark.trail {
            let change = trail.removeLast()
            found[change.index] = change.old
        }
        found.removeLast(found.count - mark.count)
    }

    /// A solver that knows nothing, in the memory of this one, which has none then.
    mutating func taken() -> TypeSolver {
        var taken = TypeSolver()
        swap(&taken, &self)
        return taken
    }

    /// Keeps the memory of another, which has none then.
    mutating func keep(_ other: inout TypeSolver) {
        found.keep(&other.found)
        trail.keep(&other.trail)
    }

    /// New type parameters; the number of the first.
    mutating func fresh(_ count: Int = 1) -> Int {
        let base = found.count
        for _ in 0..<count { found.append(nil) }
        return base
    }

    private mutating func set(_ index: Int, _ type: StaticType) {
        trail.append((index, found[index]))
        found[index] = type
    }

    /// The type with all that was found put in.
    func resolve(_ type: StaticType) -> StaticType {
        if type.simple != 0 { return type }
        switch type {
        case .variable(let index):
            guard let known = found[index] else { return type }
            return resolve(known)
        case .list(let element): return .list(resolve(element))
        case .map(let key, let value): return .map(resolve(key), resolve(value))
        case .optional(let wrapped): return .optional(resolve(wrapped))
        case .type(let inner): return .type(resolve(inner))
        case .abstract(let name, let parts): return .abstract(name, parts.map { resolve($0) })
        default: return type
        }
    }

    /// Whether a value of type `from` may stand where `to` is wanted; what that says about parameters is kept.
    mutating func isAssignable(_ from: StaticType, _ to: StaticType) -> Bool {
        let a = from.simple
        let b = to.simple
        if a != 0 && b != 0 { return a == b || a == 1 || b == 1 || nullable(a, b) }
        if case .variable(let index) = to {
            switch substitute(from, for: index) {
            case .fits: return true
            case .clashes: return false
            case .occurs: break
            }
        }
        if case .variable(let index) = from { return substitute(to, for: index) == .fits }
        if a == 1 || b == 1 { return true }
        if a == 2 { return isNullable(to) }
        if b == 2 { return isNullable(from) }
        switch (from, to) {
        case (.list(let x), .list(let y)), (.optional(let x), .optional(let y)): return isAssignable(x, y)
        case (.map(let k, let v), .map(let l, let w)): return isAssignable(k, l) && isAssignable(v, w)
        case (.type(let x), .type(let y)):
            let place = mark
            if !isAssignable(x, y) { reset(to: place) }
            return true
        case (.object(let x), .object(let y)): return x == y
        case (.abstract(let x, let parts), .abstract(let y, let others)):
            guard x == y, parts.count == others.count else { return false }
            for (part, other) in zip(parts, others) where !isAssignable(part, other) { return false }
            return true
        default: return false
        }
    }

    /// `null` may stand for a duration or a timestamp, as in the reference.
    private func nullable(_ a: UInt8, _ b: UInt8) -> Bool { (a == 2 && b >= 9) || (b == 2 && a >= 9) }

    private func isNullable(_ type: StaticType) -> Bool {
        switch type {
        case .object, .abstract, .optional, .duration, .timestamp, .null: true
        default: false
        }
    }

    private enum Substitution { case fits, clashes, occurs }

    private mutating func substitute(_ type: StaticType, for index: Int) -> Substitution {
        if case .variable(let other) = type, other == index { return .fits }
        if let known = found[index] {
            if type.isSame(as: known) { return .fits }
            guard isAssignable(type, known) else { return .clashes }
            let general = isAtMostAsSpecific(type, known) ? type : known
            if !occurs(index, in: general) { set(index, general) }
            return .fits
        }
        if occurs(index, in: type) { return .occurs }
        set(index, type)
        return .fits
    }

    private func occurs(_ index: Int, in type: StaticType) -> Bool {
        switch type {
        case .variable(let other):
            if other == index { return true }
            return found[other].map { occurs(index, in: $0) } ?? false
        case .list(let part), .optional(let part), .type(let part): return occurs(index, in: part)
        case .map(let key, let value): return occurs(index, in: key) || occurs(index, in: value)
        case .abstract(_, let parts): return parts.contains { occurs(index, in: $0) }
        default: return false
        }
    }

    /// Whether `left` says no more than `right`.
    func isAtMostAsSpecific(_ left: StaticType, _ right: StaticType) -> Bool {
        if left.isDyn { return true }
        if case .variable = left { return true }
        if right.isDyn { return false }
        switch (left, right) {
        case (_, .variable): return false
        case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): return isAtMostAsSpecific(a, b)
        case (.map(let a, let c), .map(let b, let d)): return isAtMostAsSpecific(a, b) && isAtMostAsSpecific(c, d)
        case (.type, .type): return true
        case (.abstract(let a, let c), .abstract(let b, let d)):
            return a == b && c.count == d.count && zip(c, d).allSatisfy { isAtMostAsSpecific($0, $1) }
        default: return left.isSame(as: right)
        }
    }

    /// The type of both together: of the elements of a list, say.
    mutating func join(_ first: StaticType?, _ second: StaticType) -> StaticType {
        guard let first else { return second }
        let a = first.simple
        if a != 0 && a == second.simple { return first }
        let place = mark
        if isAssignable(first, second) {
            if second.simple == 2 { return first }
            return a == 2 || !isAtMostAsSpecific(first, second) ? second : first
        }
        reset(to: place)
        return .dyn
    }

    /// The type in CEL's notation, for messages.
    func text(_ type: StaticType) -> String { resolve(type).declared.description }
}
