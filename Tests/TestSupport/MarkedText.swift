package import Diagnostics

/// A text with places marked in it by 1️⃣, 2️⃣ … 9️⃣, and the text without the marks.
package struct MarkedText: Sendable {
    /// The text without the marks.
    package let text: String
    /// The UTF-8 byte offset, in `text`, of each mark by its number.
    package let offsets: [Int: Int]

    /// Takes the marks out of `marked`.
    package init(_ marked: String) {
        var text = ""
        var offsets: [Int: Int] = [:]
        for character in marked {
            let scalars = Array(character.unicodeScalars)
            if scalars.count == 3, scalars[1].value == 0xFE0F, scalars[2].value == 0x20E3,
                let number = Int(String(scalars[0]))
            {
                offsets[number] = text.utf8.count
            } else {
                text.append(character)
            }
        }
        self.text = text
        self.offsets = offsets
    }

    /// The text as UTF-8.
    package var bytes: [UInt8] { Array(text.utf8) }

    /// The range between two marks; where the second is absent, the empty range at the first.
    ///
    /// A mark that the text does not have gives an offset of -1, which no assertion takes for right.
    package func range(_ first: Int, _ second: Int? = nil) -> SourceRange {
        let start = offsets[first] ?? -1
        return SourceRange(start: start, end: second.map { offsets[$0] ?? -1 } ?? start)
    }
}
