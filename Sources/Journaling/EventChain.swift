internal import Hashing

/// How the events of a run are chained, so that a change after the fact shows.
///
/// All hashes are SHA-256, written as 64 lower-case hexadecimal digits. They are taken over fields; a *field* is the
/// number of its bytes as eight bytes, the highest first, and then the bytes: a text in UTF-8, a number in decimal
/// digits, a list as its count and its elements, each a field.
///
/// - The hash of a *header*: the fields `rung run 1`, id, runbook, file, target, mode, operator, host, start, details,
///   and the list of texts.
/// - The hash of an *event*: the fields `rung event 1`, the hash before it (of the event before; of the header for the
///   first), run, sequence, time, kind, payload, and the list of the hashes of its contents.
///
/// The run's row keeps the count of events and the last hash, written in the transaction of each append: so an end cut
/// off shows too. Who can write the database can write a whole new chain; to exclude that, keep the last hash elsewhere.
enum EventChain {
    /// The hash of a run's header.
    static func hash(of header: RunHeader) -> String {
        var digest = SHA256()
        for text in [
            "rung run 1", header.id, header.runbook, header.file, header.target, header.mode, header.operatorName,
            header.host, String(header.startedAt), header.details,
        ] {
            digest.updateField(text)
        }
        digest.updateFields(header.texts)
        return digest.hexDigest()
    }

    /// The hash of an event with these facts that follows on another hash.
    static func hash(
        after previous: String, run: String, sequence: Int, time: Int64, kind: String, payload: String,
        contents: [String]
    ) -> String {
        var digest = SHA256()
        digest.updateField("rung event 1")
        digest.updateField(previous)
        digest.updateField(run)
        digest.updateField(String(sequence))
        digest.updateField(String(time))
        digest.updateField(kind)
        digest.updateField(payload)
        digest.updateFields(contents)
        return digest.hexDigest()
    }

    /// Whether a record, were it at that place, would follow on that hash.
    static func fits(_ record: EventRecord, asSequence sequence: Int, after previous: String) -> Bool {
        hash(
            after: previous, run: record.run, sequence: sequence, time: record.time, kind: record.kind,
            payload: record.payload, contents: record.contents) == record.hash
    }
}

extension SHA256 {
    /// Adds one field: its length, then its bytes.
    fileprivate mutating func updateField(_ text: String) {
        withUnsafeBytes(of: UInt64(text.utf8.count).bigEndian) { update($0) }
        update(text.utf8)
    }

    /// Adds a list of fields: their count, then each.
    fileprivate mutating func updateFields(_ texts: [String]) {
        updateField(String(texts.count))
        for text in texts { updateField(text) }
    }
}
