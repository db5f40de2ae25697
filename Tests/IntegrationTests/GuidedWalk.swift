import TestSupport

/// Runs a test with a runbook that is walked at a terminal of its own.
///
/// - Parameters:
///   - book: The runbook, as `Workshop.write` takes it.
///   - arguments: Further arguments of `rung run`.
func withGuidedWalk(
    _ book: String, _ arguments: String..., environment: [String: String] = [:],
    _ body: (Workshop, RungTerminal) async throws -> Void
) async throws {
    try await withWorkshop { workshop in
        try workshop.write(book)
        try await body(
            workshop, try workshop.startAtTerminal(["run", "t.yaml"] + arguments, environment: environment))
    }
}

/// Runbooks that several tests walk by hand.
enum GuidedBook {
    /// A check, and a fix that is verified.
    static let way = """
        start: look
        fallback: call
        steps:
          look: {check: echo seen >> lines, next: mend}
          mend: {fix: echo mended >> lines, verify: {check: test -s lines}, next: done, else: call}
          done: {end: resolved}
          call: {escalate: {to: ops}}
        """

    /// Two fixes, each verified.
    static let changing = """
        start: mend
        fallback: call
        steps:
          mend: {fix: echo mended >> lines, verify: {check: test -s lines}, next: again, else: again}
          again: {fix: echo again >> lines, verify: {check: grep -q again lines}, next: done}
          done: {end: resolved}
          call: {escalate: {to: ops}}
        """
}
