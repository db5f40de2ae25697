package import RunbookModel

/// An order to execute something, with every value resolved but the secrets.
package struct ActionOrder: Sendable, Equatable {
    /// What an action is executed for.
    package enum Purpose: Sendable, Equatable {
        /// For the step itself; the number of the try, from 1.
        case step(attempt: Int)
        /// To verify a step, whose path is given; the number of the try, from 1.
        case verification(of: String, attempt: Int)
        /// To show what a destroy would lose.
        case preview
        /// To see whether a file that was edited is right.
        case validation
        /// To make an edit effective; again, after it was put back.
        case application(again: Bool)
    }

    /// The action's number in this run.
    package var id: Int
    /// The step it belongs to: its id, after the ids of the calls that led to its runbook, joined by `/`.
    package var step: String
    /// The id of the runbook that the step stands in.
    package var runbook: String
    /// What it is executed for.
    package var purpose: Purpose
    /// What it does to the world: only `read` may start before it is recorded.
    package var effect: Effect
    /// What is executed.
    package var action: ResolvedAction
    /// The command's environment beside the inherited one: params, `defaults.env`, `env`; later entries win.
    package var environment: [ResolvedEntry]
    /// Where it starts, relative to where Rung was started; nil: there.
    package var workdir: String?
    /// How long it may take.
    package var timeout: Duration
    /// How many bytes of each stream are kept.
    package var maxOutput: Int
    /// Whether its output is neither stored nor shown.
    package var isSensitive: Bool
    /// When this walk last changed something: `RUNG_CHANGED`.
    package var changedAt: Instant?
}

/// A text whose secrets are still names.
package struct ResolvedText: Sendable, Equatable {
    /// A piece of a text.
    package enum Segment: Sendable, Equatable {
        /// Characters as they stand.
        case literal(String)
        /// The value of a secret.
        case secret(String)
    }

    /// The pieces, in order.
    package var segments: [Segment]

    /// A text of pieces.
    package init(segments: [Segment]) {
        self.segments = segments
    }

    /// A text without secrets.
    package init(_ text: String) {
        segments = [.literal(text)]
    }

    /// The text as it may be stored and shown: `${secrets.x}` where a secret stands.
    package var shown: String {
        segments.map { segment in
            switch segment {
            case .literal(let text): text
            case .secret(let name): "${secrets.\(name)}"
            }
        }.joined()
    }

    /// The text with the secrets' values.
    ///
    /// - Returns: nil where one of them is not set: then the whole entry is left out (rule 5).
    package func text(secrets: [String: String]) -> String? {
        var text = ""
        for segment in segments {
            switch segment {
            case .literal(let piece): text += piece
            case .secret(let name):
                guard let value = secrets[name] else { return nil }
                text += value
            }
        }
        return text
    }
}

/// A variable or a header field.
package struct ResolvedEntry: Sendable, Equatable {
    /// Its name.
    package var name: String
    /// Its value.
    package var value: ResolvedText

    /// An entry.
    package init(name: String, value: ResolvedText) {
        self.name = name
        self.value = value
    }
}

/// What is executed, with every value resolved but the secrets.
package enum ResolvedAction: Sendable, Equatable {
    case script(String)
    case argv([String])
    case http(ResolvedRequest)
    case tcp(String)
    case file(String)
    case edit(ResolvedEdit, EditStage)

    /// Whether it is a command, with an exit and two streams.
    package var isCommand: Bool {
        switch self {
        case .script, .argv: true
        case .http, .tcp, .file, .edit: false
        }
    }

    /// The action as a person reads it.
    package var shown: String {
        switch self {
        case .script(let text): text
        case .argv(let words): words.map(Self.quoted).joined(separator: " ")
        case .http(let request): "\(request.method) \(request.url)"
        case .tcp(let address): "tcp \(address)"
        case .file(let path): "file \(path)"
        case .edit(let edit, .plan): "edit \(edit.file)"
        case .edit(_, .write(let plan)): "edit \(plan.path)"
        case .edit(_, .look(let plan)): "look at \(plan.path)"
        case .edit(_, .putBack(let plan)): "put \(plan.path) back"
        }
    }

    /// A word as a shell would want it.
    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-_./:=@%+,".utf8.contains(byte)
            }
        }
        if plain, !word.isEmpty { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}

/// A request over HTTP, with every value resolved but the secrets.
package struct ResolvedRequest: Sendable, Equatable {
    /// The address.
    package var url: String
    /// The method.
    package var method: String
    /// The header fields.
    package var headers: [ResolvedEntry]
    /// The body, if one is sent.
    package var body: ResolvedText?
    /// Whether any certificate is taken.
    package var isInsecure: Bool

    /// A request.
    package init(
        url: String, method: String, headers: [ResolvedEntry] = [], body: ResolvedText? = nil, isInsecure: Bool = false
    ) {
        self.url = url
        self.method = method
        self.headers = headers
        self.body = body
        self.isInsecure = isInsecure
    }
}
