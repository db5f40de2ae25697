import RunbookLoading
package import RunbookModel

/// The secrets of a runbook and of all that it calls, read from where they are declared.
package struct RunSecrets: Sendable {
    /// The values that are set, by the id of the runbook that declares them and their name.
    private var values: [String: [String: String]] = [:]
    /// The variables of Rung's own environment that hold secrets: commands do not inherit them (rule 5).
    package private(set) var variables: Set<String> = []

    /// No secrets.
    package init() {}

    /// The secrets of a runbook.
    package func values(of runbook: String) -> [String: String] { values[runbook] ?? [:] }

    /// All values, to be masked wherever they appear.
    package var all: [String] { values.values.flatMap(\.values) }

    /// Reads them; a required one that is not set is a problem, in words that name where it was looked for.
    package static func read(
        _ set: RunbookSet, environment: [String: String], readFile: (String) -> Result<String, ValueProblem>
    ) -> Result<RunSecrets, InputProblems> {
        var secrets = RunSecrets()
        var problems: [String] = []
        for member in set.members.values {
            for secret in member.runbook.secrets {
                if case .environment(let name) = secret.origin { secrets.variables.insert(name) }
                switch value(of: secret, environment, readFile) {
                case .success(let value): secrets.values[member.runbook.id, default: [:]][secret.id] = value
                case .failure where secret.isOptional: break
                case .failure(let problem):
                    problems.append("the secret \(secret.id) is required: \(problem.message)")
                }
            }
        }
        return problems.isEmpty ? .success(secrets) : .failure(InputProblems(messages: problems.sorted()))
    }

    /// Reads them, relative files from a folder.
    package static func read(
        _ set: RunbookSet, environment: [String: String], from folder: String
    ) -> Result<RunSecrets, InputProblems> {
        read(set, environment: environment) { path in
            do throws(FileReadError) {
                let bytes = try FileReading.read(path.hasPrefix("/") ? path : folder + "/" + path)
                return .success(String(decoding: bytes, as: UTF8.self))
            } catch {
                return .failure(ValueProblem("cannot be used: \(error.message)"))
            }
        }
    }

    private static func value(
        of secret: Secret, _ environment: [String: String], _ readFile: (String) -> Result<String, ValueProblem>
    ) -> Result<String, ValueProblem> {
        switch secret.origin {
        case .environment(let name):
            guard let value = environment[name], !value.isEmpty else {
                return .failure(ValueProblem("set \(name) in the environment"))
            }
            return .success(value)
        case .file(let path):
            return readFile(path).mapError { ValueProblem("the file \(path) \($0.message)") }.flatMap { text in
                let value = TextLines.withoutTrailingNewlines(text)
                return value.isEmpty ? .failure(ValueProblem("the file \(path) is empty")) : .success(value)
            }
        }
    }
}
