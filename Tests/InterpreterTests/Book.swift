import Interpreter
import Testing

/// Runbooks of a few steps, without what all of them share.
enum Book {
    /// A runbook that begins at `a`; beside the steps given it has `stop`, which ends it, and `help`, its `fallback`.
    static func text(_ steps: String, top: String = "", id: String = "test") -> String {
        let indented = steps.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
        return """
            version: 1
            id: \(id)
            \(top)
            start: a
            fallback: help
            steps:
            \(indented.joined(separator: "\n"))
              stop: {end: unresolved}
              help: {escalate: {to: oncall, message: Please help}}

            """
    }
}

extension ScriptedWalk {
    /// A walk of a few steps, which begins at `a`.
    init(
        steps: String, top: String = "", called: [String: String] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    )
        throws
    {
        try self.init(Book.text(steps, top: top), called: called, sourceLocation: sourceLocation)
    }

    /// Walks a few steps, from `a` on, to the end.
    static func of(
        _ steps: String, top: String = "", called: [String: String] = [:], mode: Mode = .unattended,
        results: [String: [Scripted]] = [:], replies: [String: [Reply]] = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> ScriptedWalk {
        var walk = try ScriptedWalk(steps: steps, top: top, called: called, sourceLocation: sourceLocation)
        walk.mode = mode
        walk.results = results
        walk.replies = replies
        walk.run()
        return walk
    }
}
