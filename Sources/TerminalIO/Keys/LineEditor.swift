/// A line of text that a person types and edits, as a value: each key makes the next one of it.
package struct LineEditor: Sendable, Equatable {
    /// What a key came to.
    package enum Outcome: Sendable, Equatable {
        /// The line changed, or did not.
        case edited
        /// It was finished.
        case entered
        /// It was given up.
        case cancelled
    }

    /// The most characters that are taken.
    private static let longest = 16_384

    private var characters: [Character]
    /// Before which character the next one goes.
    private var place: Int

    /// A line with a text, to go on at its end.
    package init(_ text: String = "") {
        characters = Array(text)
        place = characters.count
    }

    /// The text.
    package var text: String { String(characters) }

    /// Takes a key.
    package mutating func handle(_ key: Key) -> Outcome {
        switch key {
        case .enter: return .entered
        case .escape, .control("c"), .control("g"): return .cancelled
        case .character(let character) where characters.count < Self.longest:
            characters.insert(character, at: place)
            place += 1
        case .backspace where place > 0:
            place -= 1
            characters.remove(at: place)
        case .delete where place < characters.count: characters.remove(at: place)
        case .left, .control("b"): place = max(0, place - 1)
        case .right, .control("f"): place = min(characters.count, place + 1)
        case .home, .control("a"): place = 0
        case .end, .control("e"): place = characters.count
        case .control("u"):
            characters.removeFirst(place)
            place = 0
        case .control("k"): characters.removeLast(characters.count - place)
        case .control("w"): removeWord()
        default: break
        }
        return .edited
    }

    private mutating func removeWord() {
        let end = place
        while place > 0, characters[place - 1] == " " { place -= 1 }
        while place > 0, characters[place - 1] != " " { place -= 1 }
        characters.removeSubrange(place..<end)
    }

    /// The part of the line around the cursor that fits into some columns, and the cursor's column in it.
    package func window(columns: Int) -> (text: String, cursor: Int) {
        let columns = max(columns, 4)
        // A line feed in a text that was put here, such as a script's, is shown and not obeyed.
        let shown = characters.map { Sanitizer.clean(String($0)) }
        let widths = shown.map(\.displayWidth)
        var start = place
        var before = 0
        while start > 0, before + widths[start - 1] < columns - 1 {
            start -= 1
            before += widths[start]
        }
        var end = place
        var width = before
        while end < shown.count, width + widths[end] < columns {
            width += widths[end]
            end += 1
        }
        return (shown[start..<end].joined(), before)
    }
}
