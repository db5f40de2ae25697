extension Machine {
    /// `"…".format([…])`.
    mutating func format(_ index: Int32, _ text: String, _ arguments: [Value]) throws(Fault) -> Value {
        var result = ""
        var position = 0
        var scalars = text.unicodeScalars.makeIterator()
        cost &+= tenths(text.scalarCount)
        while let scalar = scalars.next() {
            guard scalar == "%" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            guard var letter = scalars.next() else { throw badFormat(index, "the format ends with a lone %") }
            if letter == "%" {
                result += "%"
                continue
            }
            var precision = 6
            if letter == "." {
                precision = 0
                var digits = 0
                while let next = scalars.next() {
                    letter = next
                    guard letter.value >= 48, letter.value <= 57 else { break }
                    precision = min(precision * 10 + Int(letter.value - 48), 1_001)
                    digits += 1
                }
                guard digits > 0, precision <= 1_000 else {
                    throw badFormat(index, "the precision is not a number up to 1000")
                }
            }
            guard position < arguments.count else {
                throw badFormat(index, "the format wants more than \(arguments.count) values")
            }
            let piece = try self.piece(index, letter, precision, arguments[position])
            try allocate(piece.utf8.count + 16, index)
            result += piece
            position += 1
        }
        try allocate(result.utf8.count, index)
        return .string(result)
    }

    private mutating func badFormat(_ index: Int32, _ message: String) -> Fault {
        failed(index, .invalidArgument, message)
    }

    private mutating func piece(
        _ index: Int32, _ letter: Unicode.Scalar, _ precision: Int, _ value: Value
    ) throws(Fault) -> String {
        let text: String?
        switch letter {
        case "s":
            var writer = FormatWriter(limit: max(0, min(memory, 8 << 20)))
            text = writer.write(value) ? writer.text : nil
            if writer.isFull { throw Fault(.limit("the formatted text is too long"), node: index) }
        case "d": text = Machine.decimal(value)
        case "f": text = Machine.number(value).map { NumberText.format($0, precision: precision, scientific: false) }
        case "e": text = Machine.number(value).map { NumberText.format($0, precision: precision, scientific: true) }
        case "b": text = value.asBool.map { $0 ? "1" : "0" } ?? Machine.radix(value, 2, uppercase: false)
        case "o": text = Machine.radix(value, 8, uppercase: false)
        case "x", "X": text = Machine.hexadecimal(value, uppercase: letter == "X")
        default: throw badFormat(index, "there is no %\(letter)")
        }
        guard let text else { throw badFormat(index, "%\(letter) cannot show \(value.typeName)") }
        return text
    }

    private static func decimal(_ value: Value) -> String? {
        switch value {
        case .int(let number): String(number)
        case .uint(let number): String(number)
        case .double(let number): NumberText.text(number)
        default: nil
        }
    }

    private static func number(_ value: Value) -> Double? {
        switch value {
        case .int(let number): Double(number)
        case .uint(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }

    private static func radix(_ value: Value, _ radix: Int, uppercase: Bool) -> String? {
        switch value {
        case .int(let number): String(number, radix: radix, uppercase: uppercase)
        case .uint(let number): String(number, radix: radix, uppercase: uppercase)
        default: nil
        }
    }

    private static func hexadecimal(_ value: Value, uppercase: Bool) -> String? {
        let bytes: [UInt8]
        switch value {
        case .string(let text): bytes = Array(text.utf8)
        case .bytes(let own): bytes = own.storage
        default: return radix(value, 16, uppercase: uppercase)
        }
        var result = ""
        result.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            if byte < 16 { result += "0" }
            result += String(byte, radix: 16, uppercase: uppercase)
        }
        return result
    }
}

/// Writes values as `%s` shows them.
struct FormatWriter {
    var text = ""
    let limit: Int
    var depth = 0

    init(limit: Int) { self.limit = limit }

    var isFull: Bool { text.utf8.count > limit }

    /// Whether the value can be shown.
    mutating func write(_ value: Value) -> Bool {
        if isFull || depth > 200 { return true }
        switch value {
        case .null: text += "null"
        case .list(let list):
            text += "["
            depth += 1
            for (index, element) in list.enumerated() {
                if index > 0 { text += ", " }
                guard write(element) else { return false }
                if isFull { return true }
            }
            depth -= 1
            text += "]"
        case .map(let map): return write(map)
        case .type(let type): text += type.runtimeName
        case .optional: return false
        default:
            guard let string = value.celString() else { return false }
            text += string
        }
        return true
    }

    /// Maps are shown in the order of their keys' texts.
    private mutating func write(_ map: MapValue) -> Bool {
        var entries: [(key: String, value: Value)] = []
        for entry in map.storage.entries {
            guard let key = entry.key.celString() else { return false }
            entries.append((key, entry.value))
        }
        entries.sort { $0.key.compareScalars(to: $1.key) < 0 }
        text += "{"
        depth += 1
        for (index, entry) in entries.enumerated() {
            if index > 0 { text += ", " }
            text += entry.key + ": "
            guard write(entry.value) else { return false }
            if isFull { return true }
        }
        depth -= 1
        text += "}"
        return true
    }
}
