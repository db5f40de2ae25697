package import Documents

/// How the names of a runbook are written (rule 4).
package enum Names {
    /// A param, secret, step or cause.
    package static func rule(for what: String) -> NameRule {
        NameRule(
            what: what, words: "it begins with a lower-case letter and has only lower-case letters, digits and `_`",
            pattern: "[a-z][a-z0-9_]*", accepts: isName)
    }

    /// A step.
    static let step = rule(for: "the name of a step")
    /// A cause.
    static let cause = rule(for: "the name of a cause")
    /// A secret.
    static let secret = rule(for: "the name of a secret")
    /// An input.
    static let param = rule(for: "the name of a param")
    /// What a called runbook is given.
    static let argument = rule(for: "the name of a param")

    /// A variable of a command's environment.
    static let variable = NameRule(
        what: "the name of an environment variable",
        words: "it begins with a letter or `_` and has only letters, digits and `_`",
        pattern: "[A-Za-z_][A-Za-z0-9_]*"
    ) { name in
        guard let first = name.utf8.first, isLetter(first) || first == UInt8(ascii: "_") else { return false }
        return name.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    /// A header field (RFC 9110 §5.1).
    static let header = NameRule(
        what: "the name of a header", words: "it has only letters, digits and `!#$%&'*+-.^_|~`",
        pattern: "[!#$%&'*+.^_`|~0-9A-Za-z-]+"
    ) { name in
        !name.isEmpty && name.utf8.allSatisfy { isLetter($0) || isDigit($0) || "!#$%&'*+-.^_`|~".utf8.contains($0) }
    }

    /// The tag of a language, as BCP 47 writes them.
    static let language = NameRule(
        what: "the tag of a language", words: "such a tag is `en`, `ru` or `pt-BR`",
        pattern: "[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*", accepts: isLanguage)

    /// Whether a text is `[a-z][a-z0-9_]*`.
    package static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLowerCase(first) else { return false }
        return text.utf8.allSatisfy { isLowerCase($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    /// Whether a text is `[a-z0-9][a-z0-9._-]*`: a runbook's id.
    static func isRunbookID(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLowerCase(first) || isDigit(first) else { return false }
        return text.utf8.allSatisfy { isLowerCase($0) || isDigit($0) || "._-".utf8.contains($0) }
    }

    private static func isLanguage(_ text: String) -> Bool {
        let parts = text.utf8.split(omittingEmptySubsequences: false) { $0 == 0x2D || $0 == 0x5F }
        guard let first = parts.first, (2...8).contains(first.count), first.allSatisfy(isLetter) else { return false }
        return parts.dropFirst().allSatisfy { part in
            (1...8).contains(part.count) && part.allSatisfy { isLetter($0) || isDigit($0) }
        }
    }

    private static func isLowerCase(_ byte: UInt8) -> Bool { byte >= 0x61 && byte <= 0x7A }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private static func isLetter(_ byte: UInt8) -> Bool { isLowerCase(byte | 0x20) }
}
