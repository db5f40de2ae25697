/// An event that is to be recorded.
package struct NewEvent: Sendable, Equatable {
    /// When it happened, in nanoseconds since the epoch (UTC).
    package var time: Int64
    /// What kind of event it is, in the engine's words.
    package var kind: String
    /// Its facts, as JSON text.
    package var payload: String
    /// Large parts of it, stored in the same transaction and covered by its hash; the payload names them by their hash.
    package var contents: [JournalContent]

    /// An event of these facts.
    package init(time: Int64, kind: String, payload: String, contents: [JournalContent] = []) {
        self.time = time
        self.kind = kind
        self.payload = payload
        self.contents = contents
    }
}
