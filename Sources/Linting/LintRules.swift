/// All rules, in the order of their numbers; each is declared in a file of its own.
package enum LintRules {
    /// The rules. Those about suppressions come last, since they look at what the others have said.
    package static let all: [LintRule] = [
        undeclaredDestroy, fixWithoutVerify, checkThatChanges, endlessCommand, unquotedVariable, scriptMistake,
        branchNeverTaken, secretInFile, missingLanguage, timeoutBeyondLimit, suppressionWithoutReason,
        uselessSuppression, wantsTerminal, verificationCannotPass, causeNeverFound, unsetVariable,
    ].sorted { ($0.needs == .otherRules ? 1 : 0, $0.code) < ($1.needs == .otherRules ? 1 : 0, $1.code) }

    /// The rules by their numbers, as lists show them.
    package static var inOrder: [LintRule] { all.sorted { $0.code < $1.code } }

    /// The codes of the rules that rest on shellcheck.
    package static var ofShellcheck: [String] { inOrder.filter { $0.needs == .shellcheck }.map(\.code) }

    /// The rule of a code or a name; nil where there is none.
    package static func rule(_ word: String) -> LintRule? {
        let wanted = word.uppercased()
        return all.first { $0.code == wanted || $0.name == word.lowercased() }
    }
}
