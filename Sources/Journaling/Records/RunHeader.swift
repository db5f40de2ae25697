/// What is known of a run when it starts; never changes, and the chain of its events begins with its hash.
package struct RunHeader: Sendable, Equatable {
    /// The run's name (`RunID`).
    package var id: String
    /// The id of the runbook.
    package var runbook: String
    /// The file of the runbook, as the operator named it.
    package var file: String
    /// What the run works on; locks and counters go by it.
    package var target: String
    /// How it is walked: `guided`, `unattended`, `dry_run`.
    package var mode: String
    /// Who started it.
    package var operatorName: String
    /// The machine on which Rung ran.
    package var host: String
    /// When it started, in nanoseconds since the epoch (UTC).
    package var startedAt: Int64
    /// Whatever else the engine keeps, as JSON text: params, working directory, language…
    package var details: String
    /// The hashes of stored texts that the run needs (`storeText`), such as its runbooks.
    package var texts: [String]

    /// A header of these facts.
    package init(
        id: String, runbook: String, file: String, target: String, mode: String, operatorName: String, host: String,
        startedAt: Int64, details: String = "{}", texts: [String] = []
    ) {
        self.id = id
        self.runbook = runbook
        self.file = file
        self.target = target
        self.mode = mode
        self.operatorName = operatorName
        self.host = host
        self.startedAt = startedAt
        self.details = details
        self.texts = texts
    }
}
