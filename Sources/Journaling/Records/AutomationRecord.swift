/// One event of the automation as it is stored.
package struct AutomationRecord: Sendable, Equatable {
    /// Its number, which grows and is never given twice.
    package let sequence: Int64
    /// When it happened, in nanoseconds since the epoch (UTC).
    package let time: Int64
    /// What kind of event it is.
    package let kind: String
    /// Its facts, as JSON text.
    package let payload: String

    /// A record of these facts.
    package init(sequence: Int64, time: Int64, kind: String, payload: String) {
        self.sequence = sequence
        self.time = time
        self.kind = kind
        self.payload = payload
    }
}
