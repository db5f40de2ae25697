package import Documents

/// The format of runbooks, as its schema and its reference page show it.
package enum RunbookFormat {
    /// Version 1.
    package static let version1 = DocumentFormat(
        name: "runbook", title: "Rung runbook, format version 1",
        summary: "A decision graph of steps: checks that diagnose, conditions that choose, fixes that are verified.",
        shape: runbookSpec.shape, definitions: [("step", stepSpec.shape)])
}
