/// A program and its arguments, without what only carries it: `sudo`, `env`, `docker compose exec …`, `timeout 5`.
struct Invocation: Sendable {
    /// The program's name, without its folder.
    var program: String
    /// Its arguments.
    var arguments: ArraySlice<ShellWord>
    /// The word that names it.
    var word: ShellWord
    /// Whether something around it ends it in time: `timeout`.
    var isBounded = false

    /// The texts of the arguments.
    var texts: [String] { arguments.map(\.text) }

    /// Whether one of some flags is among the arguments: long ones whole or with `=`, short ones alone or in a cluster.
    func hasFlag(_ flags: String...) -> Bool { flag(flags) != nil }

    /// The first argument that is, or holds, one of some flags.
    func flag(_ flags: [String]) -> ShellWord? {
        for word in arguments {
            let text = word.text
            if text == "--" { return nil }
            if flags.contains(where: { Self.isFlag(text, $0) }) { return word }
        }
        return nil
    }

    private static func isFlag(_ text: String, _ flag: String) -> Bool {
        if text == flag { return true }
        if flag.hasPrefix("--") { return text.hasPrefix(flag + "=") }
        guard flag.utf8.count == 2, text.utf8.first == 0x2D, text.utf8.dropFirst().first != 0x2D else { return false }
        // `-fn5`: letters, the last of them perhaps with its number.
        let letters = text.utf8.dropFirst().prefix { ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) }
        let rest = text.utf8.dropFirst(1 + letters.count)
        return letters.contains(flag.utf8.last ?? 0) && rest.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
    }

    /// The arguments that are no options; `values` are options whose value is a word of its own.
    func operands(values: Set<String> = []) -> [ShellWord] {
        var operands: [ShellWord] = []
        var index = arguments.startIndex
        while index < arguments.endIndex {
            let text = arguments[index].text
            if text == "--" { return operands + arguments[(index + 1)...] }
            if text.utf8.first == 0x2D, text != "-" {
                if values.contains(text) { index += 1 }
            } else {
                operands.append(arguments[index])
            }
            index += 1
        }
        return operands
    }

    /// The arguments from the first that is no option on; nil where there is none.
    func fromFirstOperand(values: Set<String> = []) -> ArraySlice<ShellWord>? {
        var index = arguments.startIndex
        while index < arguments.endIndex {
            let text = arguments[index].text
            if text == "--" { return index + 1 < arguments.endIndex ? arguments[(index + 1)...] : nil }
            guard text.utf8.first == 0x2D, text != "-" else { return arguments[index...] }
            index += values.contains(text) ? 2 : 1
        }
        return nil
    }

    /// A verb of the program with what follows it: `compose down -v` is, below `compose`, `down` with `-v`.
    func subcommand(values: Set<String> = []) -> Invocation? {
        guard let rest = fromFirstOperand(values: values), let verb = rest.first else { return nil }
        return Invocation(program: verb.text, arguments: rest.dropFirst(), word: verb, isBounded: isBounded)
    }
}

extension ShellCommand {
    /// What the command runs, from the outermost to what it is all about: `sudo`, then `docker`, then the `rm` that
    /// `docker exec` runs in a container.
    var invocations: [Invocation] {
        guard let first = words.first, !Self.isLoopWord(first) else { return [] }
        var found = [Invocation(words: words[...])].compactMap(\.self)
        while let last = found.last, found.count < 12, let inner = last.carried { found.append(inner) }
        return found
    }

    private static func isLoopWord(_ word: ShellWord) -> Bool {
        !word.isQuoted && ["for", "select", "case", "function", "[", "[[", "test"].contains(word.literal)
    }
}

extension Invocation {
    /// The invocation of some words; nil where there is none.
    init?(words: ArraySlice<ShellWord>, isBounded: Bool = false) {
        guard let first = words.first else { return nil }
        let name = first.text.split(separator: "/").last.map(String.init) ?? first.text
        self.init(program: name, arguments: words.dropFirst(), word: first, isBounded: isBounded)
    }
}
