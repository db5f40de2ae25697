package import CEL
package import Diagnostics
package import Documents
package import RunbookModel
package import YAMLSyntax

extension DocumentDecoder {
    /// The inputs of a runbook as a document sets them, each with its default where nothing is said.
    ///
    /// - Parameters:
    ///   - entries: what is set, by the names of params.
    ///   - others: the params that get their values elsewhere.
    ///   - range: where it is said that one is missing.
    package mutating func params(
        _ entries: [MapEntry<YAMLNode>], of runbook: Runbook, besides others: Set<String> = [], at range: SourceRange
    ) -> [String: Value] {
        var values: [String: Value] = [:]
        for entry in entries {
            guard let param = param(entry.name, of: runbook, at: entry.nameRange) else { continue }
            switch param.constraint.value(fromText: entry.value.text ?? "") {
            case .success(let value): values[param.name] = value
            case .failure(let problem):
                error("wrong-value", "the value of `\(param.name)` \(problem.message)", at: entry.value.range)
            }
        }
        for param in runbook.params where values[param.name] == nil {
            if let value = param.defaultValue {
                values[param.name] = value
            } else if !others.contains(param.name), !entries.contains(where: { $0.name == param.name }) {
                error(
                    "missing-param", "the runbook needs `\(param.name)`", at: range,
                    hint: "say `set: {\(param.name): …}`")
            }
        }
        return values
    }

    /// A param by its name; says that there is none.
    package mutating func param(_ name: String, of runbook: Runbook, at range: SourceRange) -> Param? {
        if let param = runbook.params.first(where: { $0.name == name }) { return param }
        let names = runbook.params.map(\.name)
        error(
            "unknown-param", "the runbook \(runbook.id) has no param `\(YAMLNode.shortened(name))`", at: range,
            hint: nearMiss(for: name, among: names)
                ?? (names.isEmpty ? "it has none" : "it has \(names.asSentenceList)"))
        return nil
    }
}
