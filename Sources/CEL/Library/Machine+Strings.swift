extension Machine {
    /// `lowerAscii`, `trim`, `join()` and their kin.
    mutating func transformText(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ value: Value
    ) throws(Fault) -> Value {
        if builtin == .join { return try textFunction(index, function, builtin, [value, .string("")]) }
        guard case .string(let text) = value else { throw noForm(index, function, [value]) }
        try allocate(32 + text.utf8.count * (builtin == .quote ? 2 : 1), index)
        let result: String
        switch builtin {
        case .lowerAscii: result = text.mappingBytes { $0 &- 65 < 26 ? $0 | 0x20 : $0 }
        case .upperAscii: result = text.mappingBytes { $0 &- 97 < 26 ? $0 & 0xDF : $0 }
        case .trim: result = text.trimmedScalars
        default: result = text.quotedScalars
        }
        chargeTransform(text, result, builtin)
        return .string(result)
    }

    private mutating func chargeTransform(_ text: String, _ result: String, _ builtin: Builtin) {
        if builtin == .quote {
            cost &+= tenths(text.scalarCount)
        } else {
            cost &+= 1 &+ tenths(text.scalarCount) &+ UInt64(result.scalarCount)
        }
    }

    /// The functions of strings that take more than one value.
    @inline(never)
    mutating func textFunction(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ values: [Value]
    ) throws(Fault) -> Value {
        if builtin == .join { return try join(index, function, values) }
        let most = builtin == .replace ? 4 : 3
        guard values.count >= most - 1 || builtin != .replace, values.count >= 2, values.count <= most,
            case .string(let text) = values[0]
        else {
            throw noForm(index, function, values)
        }
        switch builtin {
        case .charAt: return try charAt(index, function, values, text)
        case .indexOf, .lastIndexOf: return try find(index, function, builtin, values, text)
        case .replace: return try replace(index, function, values, text)
        case .split: return try split(index, function, values, text)
        case .substring: return try substring(index, function, values, text)
        default:
            guard case .list(let arguments) = values[1] else { throw noForm(index, function, values) }
            return try format(index, text, arguments)
        }
    }

    private mutating func outOfRange(_ index: Int32, _ position: Int64) -> Fault {
        failed(index, .indexOutOfRange, "the index \(position) is out of range")
    }

    private mutating func charAt(
        _ index: Int32, _ function: Function, _ values: [Value], _ text: String
    ) throws(Fault) -> Value {
        guard case .int(let position) = values[1] else { throw noForm(index, function, values) }
        let count = text.scalarCount
        cost &+= 2 &+ tenths(count)
        guard position >= 0, position <= count else { throw outOfRange(index, position) }
        if position == count { return .string("") }
        let start = text.offset(ofScalar: Int(position))
        return .string(text.slice(start, text.offset(ofScalar: 1, from: start)))
    }

    private mutating func find(
        _ index: Int32, _ function: Function, _ builtin: Builtin, _ values: [Value], _ text: String
    ) throws(Fault) -> Value {
        guard case .string(let part) = values[1] else { throw noForm(index, function, values) }
        var from: Int64?
        if values.count == 3 {
            guard case .int(let position) = values[2] else { throw noForm(index, function, values) }
            from = position
        }
        let count = text.scalarCount
        let partCount = part.scalarCount
        cost &+= 1 &+ tenths(count &* partCount)
        if cost > costLimit { throw costExceeded(index) }
        if part.isEmpty, from == nil { return .int(builtin == .indexOf ? 0 : Int64(count)) }
        if let from, from < 0 || from > count {
            throw outOfRange(index, from)
        }
        if part.isEmpty { return .int(from ?? 0) }
        if builtin == .indexOf {
            let start = text.offset(ofScalar: Int(from ?? 0))
            guard let found = text.firstOffset(of: part, from: start) else { return .int(-1) }
            return .int(Int64(text.scalarCount(before: found)))
        }
        let last = min(Int(from ?? Int64(count)), count - partCount)
        guard last >= 0, let found = text.lastOffset(of: part, upTo: text.offset(ofScalar: last)) else {
            return .int(-1)
        }
        return .int(Int64(text.scalarCount(before: found)))
    }

    private mutating func replace(
        _ index: Int32, _ function: Function, _ values: [Value], _ text: String
    ) throws(Fault) -> Value {
        guard case .string(let old) = values[1], case .string(let new) = values[2] else {
            throw noForm(index, function, values)
        }
        var limit = Int.max
        if values.count == 4 {
            guard case .int(let number) = values[3] else { throw noForm(index, function, values) }
            limit = number < 0 ? .max : Int(number)
        }
        var pieces = 0
        var result = ""
        var position = 0
        let length = text.utf8.count
        while pieces < limit {
            let found: Int?
            if old.isEmpty {
                // Nothing is found before each code point, and at the end.
                found = pieces == 0 ? 0 : position < length ? text.offset(ofScalar: 1, from: position) : nil
            } else {
                found = text.firstOffset(of: old, from: position)
            }
            guard let start = found else { break }
            try allocate(start - position + new.utf8.count + 8, index)
            result += text.slice(position, start)
            result += new
            position = start + old.utf8.count
            pieces += 1
        }
        try allocate(text.utf8.count - position + 32, index)
        result += text.slice(position, text.utf8.count)
        cost &+= 1 &+ tenths(max(1, text.scalarCount) &* max(1, old.scalarCount)) &+ UInt64(result.scalarCount)
        return .string(result)
    }

    private mutating func split(
        _ index: Int32, _ function: Function, _ values: [Value], _ text: String
    ) throws(Fault) -> Value {
        guard case .string(let separator) = values[1] else { throw noForm(index, function, values) }
        var limit = Int.max
        if values.count == 3 {
            guard case .int(let number) = values[2] else { throw noForm(index, function, values) }
            limit = number < 0 ? .max : Int(number)
        }
        var parts: [Value] = []
        var position = 0
        if limit > 0 {
            if separator.isEmpty {
                let end = text.utf8.count
                while position < end, parts.count < limit - 1 {
                    let next = text.offset(ofScalar: 1, from: position)
                    if next >= end { break }
                    try allocate(24, index)
                    parts.append(.string(text.slice(position, next)))
                    position = next
                }
                if end > 0 { parts.append(.string(text.slice(position, end))) }
            } else {
                while parts.count < limit - 1, let found = text.firstOffset(of: separator, from: position) {
                    try allocate(24 + found - position, index)
                    parts.append(.string(text.slice(position, found)))
                    position = found + separator.utf8.count
                }
                parts.append(.string(text.slice(position, text.utf8.count)))
            }
        }
        cost &+= 11 &+ tenths(text.scalarCount + 1) &+ UInt64(parts.count)
        return .list(parts)
    }

    private mutating func substring(
        _ index: Int32, _ function: Function, _ values: [Value], _ text: String
    ) throws(Fault) -> Value {
        guard case .int(let start) = values[1] else { throw noForm(index, function, values) }
        let count = text.scalarCount
        var end = Int64(count)
        if values.count == 3 {
            guard case .int(let number) = values[2] else { throw noForm(index, function, values) }
            end = number
        }
        guard start >= 0, start <= count else { throw outOfRange(index, start) }
        guard end >= 0, end <= count else { throw outOfRange(index, end) }
        guard start <= end else {
            throw failed(index, .indexOutOfRange, "the substring would begin at \(start) and end at \(end)")
        }
        cost &+= 1 &+ tenths(count) &+ UInt64(end - start)
        let from = text.offset(ofScalar: Int(start))
        let to = text.offset(ofScalar: Int(end - start), from: from)
        try allocate(32 + to - from, index)
        return .string(text.slice(from, to))
    }

    private mutating func join(_ index: Int32, _ function: Function, _ values: [Value]) throws(Fault) -> Value {
        guard case .list(let list) = values[0], case .string(let separator) = values[1] else {
            throw noForm(index, function, values)
        }
        var result = ""
        for (position, element) in list.enumerated() {
            guard case .string(let text) = element else { throw noOverload(index, "join", element) }
            try allocate(text.utf8.count + separator.utf8.count, index)
            if position > 0 { result += separator }
            result += text
        }
        cost &+= 1 &+ tenths(list.count + 1) &+ UInt64(result.scalarCount)
        return .string(result)
    }
}

extension String {
    /// The string with each byte changed by itself; only ASCII may change.
    func mappingBytes(_ change: (UInt8) -> UInt8) -> String {
        withBytes { bytes in
            String(unsafeUninitializedCapacity: bytes.count) { target in
                for index in 0..<bytes.count { target[index] = change(bytes[index]) }
                return bytes.count
            }
        }
    }

    /// The byte offset so many code points after `from`, at most the end.
    func offset(ofScalar number: Int, from: Int = 0) -> Int {
        withBytes { bytes in
            var position = from
            var left = number
            while left > 0, position < bytes.count {
                position += 1
                while position < bytes.count, bytes[position] & 0xC0 == 0x80 { position += 1 }
                left -= 1
            }
            return position
        }
    }

    /// How many code points lie before a byte offset.
    func scalarCount(before offset: Int) -> Int {
        withBytes { bytes in
            var count = 0
            for index in 0..<min(offset, bytes.count) where bytes[index] & 0xC0 != 0x80 { count &+= 1 }
            return count
        }
    }

    /// The byte offset of the last occurrence that begins at `last` or before.
    func lastOffset(of part: String, upTo last: Int) -> Int? {
        withBytes { hay in
            part.withBytes { pin in
                var start = min(last, hay.count - pin.count)
                while start >= 0 {
                    if UnsafeBufferPointer(rebasing: hay[start..<(start + pin.count)]).elementsEqual(pin) {
                        return start
                    }
                    start -= 1
                }
                return nil
            }
        }
    }

    /// The string without Unicode's white space at both ends.
    var trimmedScalars: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    /// The code points from last to first.
    var reversedScalars: String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars.reversed() { result.append(scalar) }
        return String(result)
    }

    /// The string in double quotes, with escapes.
    var quotedScalars: String {
        var result = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\u{07}": result += "\\a"
            case "\u{08}": result += "\\b"
            case "\u{0C}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0B}": result += "\\v"
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
