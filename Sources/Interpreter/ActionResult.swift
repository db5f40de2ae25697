/// What came of an action.
package enum ActionResult: Sendable, Equatable {
    /// A command ended, or could not be started.
    case command(CommandOutcome)
    /// A request was answered, or was not.
    case http(HTTPOutcome)
    /// A connection was made, or was not.
    case tcp(TCPOutcome)
    /// A file was looked at.
    case file(FileOutcome)
    /// A stage of an edit ended.
    case edit(EditOutcome)
    /// It was not executed, for a reason.
    case notRun(Reason)
}

/// A captured text: a stream, a body, a file's content.
package struct Captured: Sendable, Equatable {
    /// What was kept of it; empty where it is withheld.
    package var text: String
    /// How many bytes came in all.
    package var size: Int
    /// The SHA-256 of all that came, with secrets masked, in hexadecimal digits; empty where it is withheld.
    package var sha256: String
    /// Whether more came than was kept: then conditions do not see it (rule 9).
    package var isTruncated: Bool
    /// Whether it is sensitive, and so is not here (rule 30).
    package var isWithheld: Bool

    /// A captured text.
    package init(text: String, size: Int, sha256: String, isTruncated: Bool = false, isWithheld: Bool = false) {
        self.text = text
        self.size = size
        self.sha256 = sha256
        self.isTruncated = isTruncated
        self.isWithheld = isWithheld
    }

    /// A whole text.
    package init(_ text: String) {
        self.init(text: text, size: text.utf8.count, sha256: "")
    }

    /// The same without what must not be stored.
    package var withheld: Captured {
        Captured(text: "", size: size, sha256: "", isTruncated: isTruncated, isWithheld: true)
    }
}

/// How a command ended.
package struct CommandOutcome: Sendable, Equatable {
    /// As a shell reports it: 124 timed out, 126 and 127 could not be started, 128+n died of signal n (rule 8).
    package var exit: Int
    /// What it wrote.
    package var stdout: Captured
    /// What it wrote as errors.
    package var stderr: Captured
    /// How long it took.
    package var elapsed: Duration
    /// Whether its time was over.
    package var timedOut: Bool
    /// Why it could not be started, in words.
    package var startProblem: String?

    /// How a command ended.
    package init(
        exit: Int, stdout: Captured = Captured(""), stderr: Captured = Captured(""), elapsed: Duration = .zero,
        timedOut: Bool = false, startProblem: String? = nil
    ) {
        self.exit = exit
        self.stdout = stdout
        self.stderr = stderr
        self.elapsed = elapsed
        self.timedOut = timedOut
        self.startProblem = startProblem
    }
}

/// How a request ended.
package struct HTTPOutcome: Sendable, Equatable {
    /// The status; 0: no answer.
    package var status: Int
    /// The header fields, their names in lower case; fields of one name joined by `, `.
    package var headers: [(name: String, value: String)]
    /// The body.
    package var body: Captured
    /// How long it took.
    package var elapsed: Duration
    /// Whether its time was over.
    package var timedOut: Bool
    /// Why there was no answer, in words.
    package var problem: String?

    /// How a request ended.
    package init(
        status: Int, headers: [(name: String, value: String)] = [], body: Captured = Captured(""),
        elapsed: Duration = .zero, timedOut: Bool = false, problem: String? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.elapsed = elapsed
        self.timedOut = timedOut
        self.problem = problem
    }

    package static func == (left: HTTPOutcome, right: HTTPOutcome) -> Bool {
        left.status == right.status && left.body == right.body && left.elapsed == right.elapsed
            && left.timedOut == right.timedOut && left.problem == right.problem
            && left.headers.elementsEqual(right.headers) { $0 == $1 }
    }
}

/// How a connection ended.
package struct TCPOutcome: Sendable, Equatable {
    /// Whether it was made.
    package var isConnected: Bool
    /// How long it took.
    package var elapsed: Duration
    /// Whether its time was over.
    package var timedOut: Bool
    /// Why it was not made, in words.
    package var problem: String?

    /// How a connection ended.
    package init(isConnected: Bool, elapsed: Duration = .zero, timedOut: Bool = false, problem: String? = nil) {
        self.isConnected = isConnected
        self.elapsed = elapsed
        self.timedOut = timedOut
        self.problem = problem
    }
}

/// What was seen of a file.
package struct FileOutcome: Sendable, Equatable {
    /// Whether it exists; nil: that could not be found out.
    package var exists: Bool?
    /// Its size in bytes, where it exists.
    package var size: Int?
    /// When its content last changed, where it exists.
    package var modified: Instant?
    /// Its content, where it could be read.
    package var content: Captured?
    /// How long it took.
    package var elapsed: Duration
    /// Why something could not be found out, in words.
    package var problem: String?

    /// What was seen of a file.
    package init(
        exists: Bool?, size: Int? = nil, modified: Instant? = nil, content: Captured? = nil, elapsed: Duration = .zero,
        problem: String? = nil
    ) {
        self.exists = exists
        self.size = size
        self.modified = modified
        self.content = content
        self.elapsed = elapsed
        self.problem = problem
    }
}

extension ActionResult {
    /// The same without the output, which is neither stored nor shown (rule 30).
    package var withheld: ActionResult {
        switch self {
        case .command(var outcome):
            outcome.stdout = outcome.stdout.withheld
            outcome.stderr = outcome.stderr.withheld
            return .command(outcome)
        case .http(var outcome):
            outcome.body = outcome.body.withheld
            outcome.headers = []
            return .http(outcome)
        case .file(var outcome):
            outcome.content = outcome.content?.withheld
            return .file(outcome)
        case .edit(let outcome):
            guard case .planned(var plan) = outcome.state else { return self }
            plan.diff = ""
            return .edit(EditOutcome(.planned(plan), elapsed: outcome.elapsed))
        case .tcp, .notRun:
            return self
        }
    }
}
