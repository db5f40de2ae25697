import TestSupport

/// YAML texts with comments and blank lines in every place that takes some, in many layouts.
package struct GeneratedYAML {
    private var random: SeededRandom
    private var text = ""
    private var count = 0
    private let step: Int
    private let listOffset: Int
    private let comments: Int
    private let isTight: Bool

    /// The text of a seed: a map at the top, in blocks and flows, with anchors, texts of several lines and comments.
    package static func text(seed: UInt64) -> String {
        var made = GeneratedYAML(seed: seed)
        return made.make()
    }

    private init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        step = random.one(of: [2, 2, 2, 3, 4, 8])
        listOffset = random.one(of: [0, 2, 2, 4])
        comments = random.one(of: [0, 15, 40, 70])
        isTight = random.chance(20)
    }

    private mutating func make() -> String {
        if random.chance(30) { text += "# The head of the file\n" }
        if random.chance(10) { text += "---\n" }
        map(at: 0, depth: 0, entries: random.number(2...6))
        while random.chance(20) { text += "\n" }
        if random.chance(30) { text += "# the end\n" }
        if random.chance(10) { text.removeLast() }
        if random.chance(10) { return text.replacing("\n", with: "\r\n") }
        return text
    }

    // MARK: Blocks

    private mutating func map(at column: Int, depth: Int, entries: Int) {
        for index in 0..<entries {
            if index > 0 || depth > 0, !text.hasSuffix("- ") { lead(column) }
            if !text.hasSuffix("- ") { pad(column) }
            text += key() + random.one(of: ["", "", "", " "]) + ":"
            value(at: column, depth: depth)
        }
    }

    private mutating func list(at column: Int, depth: Int, items: Int) {
        for _ in 0..<items {
            lead(column)
            pad(column)
            text += "-"
            if depth < 4, random.chance(25) {
                text += " "
                map(at: column + 2, depth: depth + 1, entries: random.number(1...3))
            } else {
                scalarOrFlow(at: column)
            }
        }
    }

    /// What follows a colon, with its line break.
    private mutating func value(at column: Int, depth: Int) {
        switch depth < 4 ? random.number(0...9) : 9 {
        case 0...1:
            open()
            map(at: column + step, depth: depth + 1, entries: random.number(1...4))
        case 2...3:
            open()
            list(at: column + listOffset, depth: depth + 1, items: random.number(1...4))
        default: scalarOrFlow(at: column)
        }
    }

    /// The rest of a line that opens a block.
    private mutating func open() {
        if random.chance(8) { text += " &a\(number())" }
        tail()
    }

    private mutating func scalarOrFlow(at column: Int) {
        switch random.number(0...13) {
        case 0: block("|", column)
        case 1: block(">-", column)
        case 2: lines(column)
        case 3: spread(column)
        case 4...5:
            text += blanks() + flow(2)
            tail()
        case 6:
            if random.chance(50) { return tail() }
            text += " \"\""
            tail()
        default:
            text += blanks() + scalar()
            tail()
        }
    }

    private mutating func block(_ mark: String, _ column: Int) {
        text += " " + mark
        tail()
        let inner = column + random.one(of: [1, 2, 2, 4])
        for index in 0..<random.number(1...4) {
            if index > 0, random.chance(20) { text += "\n" }
            pad(inner)
            if index > 0, random.chance(20) { text += "  " }
            text +=
                random.one(of: ["echo \"# no comment\"", "line: of text", "- like a list", "{{ x }}  ", "last"]) + "\n"
        }
    }

    /// A text in quotes, or without, over two lines.
    private mutating func lines(_ column: Int) {
        let quote = random.one(of: ["\"", "'", ""])
        text += " \(quote)first words\n"
        pad(column + random.one(of: [1, 2, 6]))
        text += "and the rest\(quote)"
        tail()
    }

    // MARK: Flows

    private mutating func flow(_ depth: Int) -> String {
        let count = random.number(0...3)
        let comma = isTight ? "," : random.one(of: [", ", ", ", " , ", ",  "])
        if random.chance(50) {
            let items = (0..<count).map { _ in depth > 0 && random.chance(25) ? flow(depth - 1) : scalar(inFlow: true) }
            return wrapped("[", items.joined(separator: comma), "]")
        }
        let pairs = (0..<count).map { _ in
            key() + ": " + (depth > 0 && random.chance(25) ? flow(depth - 1) : scalar(inFlow: true))
        }
        return wrapped("{", pairs.joined(separator: comma), "}")
    }

    private mutating func wrapped(_ left: String, _ inner: String, _ right: String) -> String {
        inner.isEmpty || random.chance(70) ? left + inner + right : "\(left) \(inner) \(right)"
    }

    /// A flow collection over lines, with comments between.
    private mutating func spread(_ column: Int) {
        let isMap = random.chance(50)
        text += " " + (isMap ? "{" : "[")
        tail()
        let count = random.number(1...3)
        for index in 0..<count {
            if random.chance(comments / 2) {
                pad(column + step)
                text += "# within \(number())\n"
            }
            pad(column + step)
            text +=
                (isMap ? key() + ": " : "") + scalar(inFlow: true) + (index + 1 < count || random.chance(30) ? "," : "")
            tail()
        }
        pad(column + random.one(of: [1, step]))
        text += isMap ? "}" : "]"
        tail()
    }

    // MARK: Small parts

    private mutating func number() -> Int {
        count += 1
        return count
    }

    private mutating func key() -> String {
        let name = "k\(number())"
        return random.chance(10) ? "\"\(name) x\"" : random.chance(5) ? "'\(name)'" : name
    }

    private mutating func scalar(inFlow: Bool = false) -> String {
        switch random.number(0...9) {
        case 0: "\(random.number(-5...900))"
        case 1: random.one(of: ["true", "false", "null", "1.5", "~"])
        case 2: "'it''s \(number())'"
        case 3: "'say \"\(number())\"'"
        case 4: "\"tab\\t and \\u00e9\""
        case 5: "'plain'"
        case 6: "\"a \\\"b\\\" \\\\ c\""
        case 7: inFlow ? "\"x, y\"" : "x, y: [not a flow]".replacing(": ", with: ":")
        default: random.one(of: ["word", "two words", "сервер", "a#b", "5m"])
        }
    }

    private mutating func blanks() -> String { random.one(of: [" ", " ", " ", "  ", "    "]) }

    private mutating func pad(_ column: Int) { text += String(repeating: " ", count: column) }

    /// Blank lines and comments above an entry.
    private mutating func lead(_ column: Int) {
        while random.chance(15) { text += random.one(of: ["\n", "\n", "  \n"]) }
        while random.chance(comments / 2) {
            pad(random.chance(80) ? column : random.number(0...column + 3))
            text += random.one(of: ["# above \(number())", "#tight", "# ── Heading ─────────", "# старый"]) + "\n"
            if random.chance(15) { text += "\n" }
        }
    }

    /// The end of a line, with a comment.
    private mutating func tail() {
        if random.chance(comments) {
            text +=
                String(repeating: " ", count: random.number(1...6)) + "# c\(number())" + random.one(of: ["", "", "  "])
        } else if random.chance(5) {
            text += "  "
        }
        text += "\n"
    }
}
