extension JSONWriter {
    /// What is left of a container that is being written.
    private enum OpenContainer {
        case array(ArraySlice<JSONValue>)
        case object(ArraySlice<(key: String, value: JSONValue)>)
    }

    /// Writes a value with all that is in it; depth costs no stack.
    package mutating func value(_ value: JSONValue) {
        var open: [OpenContainer] = []
        var next: JSONValue? = value
        while true {
            if let current = next {
                begin(current, &open)
                next = nil
            }
            guard let last = open.popLast() else { return }
            switch last {
            case .array(var rest):
                if let element = rest.popFirst() {
                    open.append(.array(rest))
                    next = element
                } else {
                    endArray()
                }
            case .object(var rest):
                if let member = rest.popFirst() {
                    open.append(.object(rest))
                    key(member.key)
                    next = member.value
                } else {
                    endObject()
                }
            }
        }
    }

    private mutating func begin(_ value: JSONValue, _ open: inout [OpenContainer]) {
        switch value {
        case .null: null()
        case .bool(let flag): bool(flag)
        case .int(let number): int(number)
        case .unsigned(let number): unsigned(number)
        case .double(let number): double(number)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            open.append(.array(elements[...]))
        case .object(let object):
            beginObject()
            open.append(.object(object.members[...]))
        }
    }
}

extension JSONValue {
    /// The value as JSON text, on one line or, when pretty, indented by two; it reads back as the same value.
    package func serialized(pretty: Bool = false) -> String {
        var writer = JSONWriter(pretty: pretty)
        writer.value(self)
        return writer.text
    }
}
