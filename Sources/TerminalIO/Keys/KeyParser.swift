/// Makes keys of the bytes that a terminal sends, however they are cut into pieces.
package struct KeyParser: Sendable {
    /// The longest sequence that is waited for; longer ones are no keys.
    private static let longestSequence = 32

    private var pending: [UInt8] = []

    /// A parser that has seen nothing.
    package init() {}

    /// Whether a sequence has begun that may go on: an Escape that stands alone is known only by the time after it.
    package var isWaiting: Bool { !pending.isEmpty }

    /// The keys of further bytes.
    package mutating func parse(_ bytes: some Sequence<UInt8>) -> [Key] {
        pending += bytes
        var keys: [Key] = []
        while let (key, length) = next() {
            keys.append(key)
            pending.removeFirst(length)
        }
        return keys
    }

    /// The keys of what has begun and did not go on.
    package mutating func flush() -> [Key] {
        guard !pending.isEmpty else { return [] }
        defer { pending = [] }
        return pending == [0x1B] ? [.escape] : [.other]
    }

    /// The first key of what is pending, and how many bytes it takes; nil: more has to come.
    private func next() -> (Key, Int)? {
        guard let first = pending.first else { return nil }
        switch first {
        case 0x1B: return escapeSequence()
        case 0x0D, 0x0A: return (.enter, 1)
        case 0x09: return (.tab, 1)
        case 0x7F, 0x08: return (.backspace, 1)
        case 0x04: return (.endOfInput, 1)
        case 0x00: return (.other, 1)
        case 0x01..<0x1B: return (.control(Character(Unicode.Scalar(first + 0x60))), 1)
        case 0x1C..<0x20: return (.other, 1)
        default: return character(first)
        }
    }

    private func character(_ first: UInt8) -> (Key, Int)? {
        let length =
            switch first {
            case 0..<0x80: 1
            case 0xC2..<0xE0: 2
            case 0xE0..<0xF0: 3
            case 0xF0..<0xF5: 4
            default: 0
            }
        guard length > 0 else { return (.other, 1) }
        for index in 1..<max(length, 1) {
            guard index < pending.count else { return nil }
            if pending[index] & 0xC0 != 0x80 { return (.other, index) }
        }
        let text = String(decoding: pending[..<length], as: UTF8.self)
        guard text.unicodeScalars.count == 1, let character = text.first else { return (.other, length) }
        // C1 controls are no characters that can be shown.
        if let scalar = text.unicodeScalars.first, (0x80..<0xA0).contains(scalar.value) { return (.other, length) }
        return (.character(character), length)
    }

    private func escapeSequence() -> (Key, Int)? {
        guard pending.count > 1 else { return nil }
        switch pending[1] {
        case UInt8(ascii: "["): return controlSequence()
        case UInt8(ascii: "O"):
            guard pending.count > 2 else { return nil }
            return (Self.named(final: pending[2], number: nil), 3)
        // A second Escape: the first stood alone.
        case 0x1B: return (.escape, 1)
        // Alt with a key.
        default: return (.other, 2)
        }
    }

    private func controlSequence() -> (Key, Int)? {
        var number: Int?
        for index in 2..<min(pending.count, Self.longestSequence) {
            let byte = pending[index]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9") where index < 6:
                number = (number ?? 0) * 10 + Int(byte - UInt8(ascii: "0"))
            case 0x20..<0x40: break
            case 0x40..<0x7F: return (Self.named(final: byte, number: number), index + 1)
            default: return (.other, index)
            }
        }
        return pending.count >= Self.longestSequence ? (.other, Self.longestSequence) : nil
    }

    private static func named(final: UInt8, number: Int?) -> Key {
        switch (final, number) {
        case (UInt8(ascii: "A"), _): .up
        case (UInt8(ascii: "B"), _): .down
        case (UInt8(ascii: "C"), _): .right
        case (UInt8(ascii: "D"), _): .left
        case (UInt8(ascii: "H"), _), (UInt8(ascii: "~"), 1), (UInt8(ascii: "~"), 7): .home
        case (UInt8(ascii: "F"), _), (UInt8(ascii: "~"), 4), (UInt8(ascii: "~"), 8): .end
        case (UInt8(ascii: "~"), 3): .delete
        case (UInt8(ascii: "~"), 5): .pageUp
        case (UInt8(ascii: "~"), 6): .pageDown
        default: .other
        }
    }
}
