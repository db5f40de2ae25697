/// Reads what stands between a literal's quotes.
struct StringLiteral {
    let bytes: UnsafeBufferPointer<UInt8>
    /// What is wrong, where something is.
    var problem: Problem?

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The value of a string or bytes token.
    mutating func value(of token: Token) -> Value? {
        var start = token.start
        var isRaw = false
        while bytes[start] != UInt8(ascii: "\"") && bytes[start] != UInt8(ascii: "'") {
            if bytes[start] | 0x20 == UInt8(ascii: "r") { isRaw = true }
            start += 1
        }
        let quote = bytes[start]
        let isTriple = token.end - start >= 6 && bytes[start + 1] == quote && bytes[start + 2] == quote
        let body = UnsafeBufferPointer(rebasing: bytes[(start + (isTriple ? 3 : 1))..<(token.end - (isTriple ? 3 : 1))])
        let isBytes = token.kind == .bytes
        if isRaw || !body.contains(UInt8(ascii: "\\")) {
            return isBytes ? .bytes(Bytes(Array(body))) : .string(String(decoding: body, as: UTF8.self))
        }
        let origin = start + (isTriple ? 3 : 1)
        guard let unescaped = unescape(body, origin: origin, isBytes: isBytes) else { return nil }
        return isBytes ? .bytes(Bytes(unescaped)) : .string(String(decoding: unescaped, as: UTF8.self))
    }

    private mutating func unescape(_ body: UnsafeBufferPointer<UInt8>, origin: Int, isBytes: Bool) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(body.count)
        var position = 0
        while position < body.count {
            let byte = body[position]
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                position += 1
                continue
            }
            let start = position
            guard position + 1 < body.count,
                escape(body, &position, isBytes: isBytes, into: &result)
            else {
                let end = min(body.count, max(position, start + 2))
                let text = String(decoding: UnsafeBufferPointer(rebasing: body[start..<end]), as: UTF8.self)
                problem = Problem(
                    message: "`\(text)` is not an escape that \(isBytes ? "bytes" : "strings") know; a lone backslash "
                        + "is written `\\\\`, or the string as r\"…\"",
                    range: (origin + start)..<(origin + end))
                return nil
            }
        }
        return result
    }

    private func escape(
        _ body: UnsafeBufferPointer<UInt8>, _ position: inout Int, isBytes: Bool, into result: inout [UInt8]
    ) -> Bool {
        let letter = body[position + 1]
        position += 2
        switch letter {
        case UInt8(ascii: "a"): result.append(7)
        case UInt8(ascii: "b"): result.append(8)
        case UInt8(ascii: "f"): result.append(12)
        case UInt8(ascii: "n"): result.append(10)
        case UInt8(ascii: "r"): result.append(13)
        case UInt8(ascii: "t"): result.append(9)
        case UInt8(ascii: "v"): result.append(11)
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "?"):
            result.append(letter)
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            return number(body, &position, digits: 2, radix: 16, isBytes: isBytes, into: &result)
        case UInt8(ascii: "u"):
            return !isBytes && number(body, &position, digits: 4, radix: 16, isBytes: false, into: &result)
        case UInt8(ascii: "U"):
            return !isBytes && number(body, &position, digits: 8, radix: 16, isBytes: false, into: &result)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            position -= 1
            return number(body, &position, digits: 3, radix: 8, isBytes: isBytes, into: &result)
        default: return false
        }
        return true
    }

    private func number(
        _ body: UnsafeBufferPointer<UInt8>, _ position: inout Int, digits: Int, radix: UInt32, isBytes: Bool,
        into result: inout [UInt8]
    ) -> Bool {
        guard position + digits <= body.count else { return false }
        var value: UInt32 = 0
        for _ in 0..<digits {
            let byte = body[position]
            let digit: UInt32
            switch byte {
            case 48...57: digit = UInt32(byte - 48)
            case 97...102: digit = UInt32(byte - 87)
            case 65...70: digit = UInt32(byte - 55)
            default: return false
            }
            guard digit < radix else { return false }
            value = value &* radix &+ digit
            position += 1
        }
        if isBytes {
            result.append(UInt8(truncatingIfNeeded: value))
            return true
        }
        guard let scalar = Unicode.Scalar(value) else { return false }
        result.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
        return true
    }
}
