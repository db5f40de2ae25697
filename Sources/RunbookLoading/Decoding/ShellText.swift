/// Looks at what a shell will read (rule 3).
enum ShellText {
    /// A `${name.…}` in a script: never valid for a shell, and never replaced by Rung.
    struct Mistake: Equatable {
        /// Its bytes, with `${` and `}`.
        var range: Range<Int>
        /// The names between the dots: `params`, `x`.
        var path: [String]
    }

    /// The mistakes in a script.
    static func mistakes(in script: String) -> [Mistake] {
        guard script.utf8.contains(UInt8(ascii: "$")) else { return [] }
        let bytes = Array(script.utf8)
        var mistakes: [Mistake] = []
        var index = 0
        while index + 2 < bytes.count {
            guard bytes[index] == UInt8(ascii: "$"), bytes[index + 1] == UInt8(ascii: "{") else {
                index += 1
                continue
            }
            let start = index
            index += 2
            var path: [String] = []
            while let name = name(in: bytes, at: index) {
                path.append(String(decoding: bytes[name], as: UTF8.self))
                index = name.upperBound
                guard index < bytes.count, bytes[index] == UInt8(ascii: ".") else { break }
                index += 1
            }
            let hasDot = bytes[(start + 2)..<min(index, bytes.count)].contains(UInt8(ascii: "."))
            guard !path.isEmpty, hasDot else { continue }
            var end = index
            while end < bytes.count, bytes[end] != UInt8(ascii: "}"), bytes[end] != 0x0A { end += 1 }
            if end < bytes.count, bytes[end] == UInt8(ascii: "}") { index = end + 1 }
            mistakes.append(Mistake(range: start..<index, path: path))
        }
        return mistakes
    }

    /// Which elements of an argv are a script for a shell: what follows the `-c` of one.
    static func scriptIndex(in arguments: [String]) -> Int? {
        guard let shell = arguments.firstIndex(where: isShell) else { return nil }
        var index = shell + 1
        while index < arguments.count, let first = arguments[index].utf8.first, first == 0x2D || first == 0x2B {
            let option = arguments[index].utf8.dropFirst()
            if option.first != UInt8(ascii: "-"), option.contains(UInt8(ascii: "c")) {
                return index + 1 < arguments.count ? index + 1 : nil
            }
            // `-o pipefail`: the option's own word follows.
            let takesWord = option.last == UInt8(ascii: "o") || option.last == UInt8(ascii: "O")
            index += takesWord && option.first != UInt8(ascii: "-") ? 2 : 1
        }
        return nil
    }

    private static func isShell(_ argument: String) -> Bool {
        let name = argument.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? argument
        return ["sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "busybox-sh", "fish", "rbash"].contains(name)
    }

    private static func name(in bytes: [UInt8], at start: Int) -> Range<Int>? {
        guard start < bytes.count, isNameStart(bytes[start]) else { return nil }
        var end = start + 1
        while end < bytes.count, isNameStart(bytes[end]) || (bytes[end] >= 0x30 && bytes[end] <= 0x39) { end += 1 }
        return start..<end
    }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == 0x5F
    }
}
