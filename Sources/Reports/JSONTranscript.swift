import CEL
package import Interpreter
package import JSONText

/// Events as JSON: one object an event, the same in a streamed transcript and in `rung transcript --format json`.
package enum JSONTranscript {
    /// One event as one line of JSON, with its newline.
    package static func line(run: String, sequence: Int, time: Instant, event: RunEvent) -> String {
        var writer = JSONWriter(reservingCapacity: 512)
        write(run: run, sequence: sequence, time: time, event: event, to: &writer)
        return writer.text + "\n"
    }

    /// Writes one event as an object.
    package static func write(
        run: String, sequence: Int, time: Instant, event: RunEvent, to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("run", run)
        writer.member("seq", sequence)
        writer.member("time", time.timestamp.description)
        writer.member("kind", event.kind)
        event.writeMembers(to: &writer)
        writer.endObject()
    }
}
