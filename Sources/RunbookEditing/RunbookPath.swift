package import YAMLEditing

/// A way to a place in a runbook as a person writes it: `steps.health.timeout`, `steps.diagnose.next[0].when`.
package struct RunbookPath: Sendable, Hashable {
    /// The steps of the way.
    package let steps: [PathStep]
    /// Whether it ends with `[+]`: a new item at the end of the list.
    package let appends: Bool

    /// A path by its steps.
    package init(_ steps: [PathStep], appends: Bool = false) {
        self.steps = steps
        self.appends = appends
    }

    /// Reads a path.
    ///
    /// Names are joined by dots; `[2]` is an item of a list, from 0, and `[+]` at the end a new one. A name with other
    /// characters than letters, digits, `_` and `-` stands in quotes, where a backslash takes the next character as it
    /// is: `edit.set."location /".root`.
    package init(_ text: String) throws(RunbookEditFailure) {
        var reader = Reader(text)
        self = try reader.read()
    }
}

/// Reads a path, scalar by scalar.
private struct Reader {
    private let text: String
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var steps: [PathStep] = []

    init(_ text: String) {
        self.text = text
        scalars = Array(text.unicodeScalars)
    }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    mutating func read() throws(RunbookEditFailure) -> RunbookPath {
        guard !scalars.isEmpty else { throw bad("is empty") }
        while let scalar = current {
            if scalar == "[" {
                if try bracket() { return RunbookPath(steps, appends: true) }
                continue
            }
            if !steps.isEmpty {
                guard scalar == "." else { throw bad("has no dot or bracket at character \(position + 1)") }
                position += 1
            }
            steps.append(.key(try name()))
        }
        return RunbookPath(steps)
    }

    /// An item or a quoted name in brackets; whether it is a new item.
    private mutating func bracket() throws(RunbookEditFailure) -> Bool {
        let start = position
        position += 1
        if current == "\"" || current == "'" {
            steps.append(.key(try name()))
        } else if current == "+" {
            position += 1
            guard current == "]", position + 1 == scalars.count, !steps.isEmpty else {
                throw bad("has a `[+]` that is not its end")
            }
            return true
        } else {
            var digits = ""
            while let scalar = current, scalar.isASCII, ("0"..."9").contains(Character(scalar)) {
                digits.unicodeScalars.append(scalar)
                position += 1
            }
            guard let index = Int(digits) else {
                throw bad("has no number of an item in the bracket at character \(start + 1)")
            }
            steps.append(.index(index))
        }
        guard current == "]" else { throw bad("has a bracket at character \(start + 1) that is not closed") }
        position += 1
        return false
    }

    private mutating func name() throws(RunbookEditFailure) -> String {
        let start = position
        var name = ""
        if let quote = current, quote == "\"" || quote == "'" {
            position += 1
            while let scalar = current, scalar != quote {
                if scalar == "\\" { position += 1 }
                guard let taken = current else { break }
                name.unicodeScalars.append(taken)
                position += 1
            }
            guard current == quote else { throw bad("has a quote at character \(start + 1) that is not closed") }
            position += 1
            return name
        }
        while let scalar = current, Self.isPlain(scalar) {
            name.unicodeScalars.append(scalar)
            position += 1
        }
        guard !name.isEmpty else {
            throw bad(
                current == nil || current == "." || current == "["
                    ? "has an empty name at character \(start + 1)"
                    : "has a `\(Character(scalars[position]))` at character \(position + 1), which needs quotes")
        }
        guard current == nil || current == "." || current == "[" else {
            throw bad("has a `\(Character(scalars[position]))` at character \(position + 1), which needs quotes")
        }
        return name
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: scalar.value >= 0x80
        }
    }

    private func bad(_ what: String) -> RunbookEditFailure {
        RunbookEditFailure(
            .badWords, "the path `\(text)` \(what)",
            hint: "a path is `steps.health.timeout` or `steps.diagnose.next[0].when`; other names stand in quotes")
    }
}
