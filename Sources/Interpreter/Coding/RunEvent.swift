package import JSONText
import RunbookModel

/// One event of a run: something that happened to the walk, or what the walk made of it. The list of them is the run.
package enum RunEvent: Sendable {
    /// A fact from outside.
    case input(WalkInput)
    /// What the walk did with it.
    case record(WalkRecord)

    /// The event's kind, as it is stored: `step_entered`.
    package var kind: String {
        switch self {
        case .input(let input): input.kind
        case .record(let record): record.kind
        }
    }

    /// The event without its kind and time, as a JSON object.
    package var payload: String {
        var writer = JSONWriter(reservingCapacity: 256)
        writer.beginObject()
        writeMembers(to: &writer)
        writer.endObject()
        return writer.text
    }

    /// Writes the event's own members into an object that has been begun.
    package func writeMembers(to writer: inout JSONWriter) {
        switch self {
        case .input(let input): input.write(to: &writer)
        case .record(let record): record.write(to: &writer)
        }
    }

    /// Reads an event as it was stored.
    ///
    /// - Throws: `EventProblem` where this version of Rung does not know the kind, or its payload is damaged.
    package init(kind: String, payload: String) throws(EventProblem) {
        let reader = try EventReader(kind: kind, payload: payload)
        if let input = try WalkInput(reading: reader) {
            self = .input(input)
        } else if let record = try WalkRecord(reading: reader) {
            self = .record(record)
        } else {
            throw reader.unknownKind
        }
    }
}

/// Why a stored event cannot be read.
package struct EventProblem: Error, Sendable, Equatable {
    /// The event's kind.
    package var kind: String
    /// What is wrong with it.
    package var message: String

    /// A problem in words.
    package init(kind: String, message: String) {
        self.kind = kind
        self.message = message
    }
}

/// Reads members of a stored event.
package struct EventReader {
    /// The event's kind.
    package let kind: String
    /// Its payload.
    package let value: JSONValue

    /// A reader of a payload as it was stored; throws where it is no JSON.
    package init(kind: String, payload: String) throws(EventProblem) {
        do throws(JSONProblem) {
            self.init(kind: kind, value: try JSONValue.parse(payload))
        } catch {
            throw EventProblem(kind: kind, message: error.message)
        }
    }

    private init(kind: String, value: JSONValue) {
        self.kind = kind
        self.value = value
    }

    /// What is said of a kind that is not known.
    package var unknownKind: EventProblem { problem("this version of Rung does not know this kind of event") }

    func problem(_ message: String) -> EventProblem {
        EventProblem(kind: kind, message: message)
    }

    /// A text; throws where it is none.
    package func string(_ name: String) throws(EventProblem) -> String {
        guard let text = value[name]?.stringValue else { throw problem("\(name) is no string") }
        return text
    }

    /// A text, where it is one.
    package func optionalString(_ name: String) -> String? {
        value[name]?.stringValue
    }

    /// A whole number; throws where it is none.
    package func int(_ name: String) throws(EventProblem) -> Int {
        guard let number = value[name]?.intValue else { throw problem("\(name) is no int") }
        return number
    }

    func bool(_ name: String) throws(EventProblem) -> Bool {
        guard let flag = value[name]?.boolValue else { throw problem("\(name) is no bool") }
        return flag
    }

    func duration(_ name: String) throws(EventProblem) -> Duration {
        .nanoseconds(Int64(try int(name)))
    }

    /// A word of an enumeration; throws where it is none of its words.
    package func enumeration<Name: RawRepresentable<String>>(_ name: String, _: Name.Type) throws(EventProblem) -> Name
    {
        let text = try string(name)
        guard let known = Name(rawValue: text) else { throw problem("\(name) is \(text), which is not known") }
        return known
    }

    /// The texts of a list; empty where it is none.
    package func strings(_ name: String) -> [String] {
        value[name]?.arrayValue?.compactMap(\.stringValue) ?? []
    }

    func objects(_ name: String) -> [EventReader] {
        (value[name]?.arrayValue ?? []).map { EventReader(kind: kind, value: $0) }
    }

    func object(_ name: String) throws(EventProblem) -> EventReader {
        guard let inner = value[name], inner.objectValue != nil else { throw problem("\(name) is no object") }
        return EventReader(kind: kind, value: inner)
    }

    func optionalObject(_ name: String) -> EventReader? {
        guard let inner = value[name], inner.objectValue != nil else { return nil }
        return EventReader(kind: kind, value: inner)
    }

    func texts(_ name: String) throws(EventProblem) -> [ShownText] {
        var texts: [ShownText] = []
        for text in objects(name) {
            texts.append(ShownText(language: text.optionalString("language"), text: try text.string("text")))
        }
        return texts
    }

    /// The items of a task, each in its languages.
    func items() throws(EventProblem) -> [[ShownText]] {
        var items: [[ShownText]] = []
        for item in objects("items") { items.append(try item.texts("text")) }
        return items
    }

    func has(_ name: String) -> Bool { value[name] != nil }
}

extension JSONWriter {
    mutating func member(_ name: String, strings: [String]) {
        key(name)
        beginArray()
        for text in strings { string(text) }
        endArray()
    }

    mutating func member(_ name: String, texts: [ShownText]) {
        member(name, objects: texts) { text, writer in
            writer.member("language", optional: text.language)
            writer.member("text", text.text)
        }
    }

    mutating func member(_ name: String, optional text: String?) {
        if let text { member(name, text) }
    }

    mutating func member(_ name: String, nanoseconds duration: Duration) {
        key(name)
        int(duration.inNanoseconds)
    }

    mutating func member<Element>(
        _ name: String, objects: [Element], write: (Element, inout JSONWriter) -> Void
    ) {
        key(name)
        beginArray()
        for element in objects {
            beginObject()
            write(element, &self)
            endObject()
        }
        endArray()
    }

    mutating func member(_ name: String, object write: (inout JSONWriter) -> Void) {
        key(name)
        beginObject()
        write(&self)
        endObject()
    }
}
