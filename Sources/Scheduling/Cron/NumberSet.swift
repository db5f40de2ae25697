/// A set of numbers from 0 to 63.
struct NumberSet: Sendable, Hashable {
    private var bits: UInt64 = 0

    mutating func insert(_ number: Int) { bits |= 1 << UInt64(number) }
    mutating func remove(_ number: Int) { bits &= ~(1 << UInt64(number)) }
    func contains(_ number: Int) -> Bool { bits >> UInt64(number) & 1 == 1 }

    var first: Int? { first(from: 0) }
    var last: Int? { last(through: 63) }

    /// The least number that is not less than another.
    func first(from number: Int) -> Int? {
        guard number < 64 else { return nil }
        let rest = bits >> UInt64(number)
        return rest == 0 ? nil : number + rest.trailingZeroBitCount
    }

    /// The greatest number that is not more than another.
    func last(through number: Int) -> Int? {
        guard number >= 0 else { return nil }
        let rest = bits << UInt64(63 - number)
        return rest == 0 ? nil : number - rest.leadingZeroBitCount
    }
}
