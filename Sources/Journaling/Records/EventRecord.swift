/// An event as it was recorded.
package struct EventRecord: Sendable, Equatable {
    /// The run's name.
    package let run: String
    /// Its place in the run, from 1.
    package let sequence: Int
    /// When it happened, in nanoseconds since the epoch (UTC).
    package let time: Int64
    /// What kind of event it is, in the engine's words.
    package let kind: String
    /// Its facts, as JSON text.
    package let payload: String
    /// The hashes of its stored contents.
    package let contents: [String]
    /// Its link in the chain: 64 hexadecimal digits (`EventChain`).
    package let hash: String

    /// A record of these facts.
    package init(
        run: String, sequence: Int, time: Int64, kind: String, payload: String, contents: [String] = [], hash: String
    ) {
        self.run = run
        self.sequence = sequence
        self.time = time
        self.kind = kind
        self.payload = payload
        self.contents = contents
        self.hash = hash
    }
}
