/// What a request asks for: its path and query (RFC 9112, section 3.2), decoded.
struct RequestTarget: Hashable {
    let path: String
    let query: [RequestHead.QueryItem]

    /// Reads a target as it stands in the request's first line.
    init(_ bytes: ArraySlice<UInt8>, method: String) throws(Refusal) {
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
            throw .malformed("the address holds what must be percent-encoded")
        }
        if bytes.elementsEqual([UInt8(ascii: "*")]) {
            guard method == "OPTIONS" else { throw .malformed("the address is no path") }
            (path, query) = ("*", [])
            return
        }
        let target = try Self.origin(bytes)
        let mark = target.firstIndex(of: UInt8(ascii: "?"))
        path = try Self.path(target[..<(mark ?? target.endIndex)])
        query = try mark.map { mark throws(Refusal) in try Self.query(target[(mark + 1)...]) } ?? []
    }

    /// The path and query, without the scheme and host that a proxy would be sent.
    private static func origin(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> ArraySlice<UInt8> {
        if bytes.first == UInt8(ascii: "/") { return bytes }
        let scheme = bytes.prefix(8).lowercasedText
        let length = scheme.hasPrefix("http://") ? 7 : scheme == "https://" ? 8 : 0
        guard length > 0 else { throw .malformed("the address is no path") }
        let rest = bytes.dropFirst(length)
        let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.endIndex
        guard end > rest.startIndex else { throw .malformed("the address has no host") }
        return rest[end...]
    }

    /// The path without `.`, `..` and empty parts. An encoded slash is refused: it would read as two parts here and as
    /// one elsewhere.
    private static func path(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> String {
        var segments: [String] = []
        let pieces = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        var endsWithSlash = false
        for piece in pieces {
            let segment = try decoded(piece, plusIsBlank: false)
            guard segment.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") }) else {
                throw .malformed("the path holds an encoded slash or control character")
            }
            endsWithSlash = segment.isEmpty || segment == "." || segment == ".."
            if segment == ".." { _ = segments.popLast() } else if !endsWithSlash { segments.append(segment) }
        }
        return segments.isEmpty ? "/" : "/" + segments.joined(separator: "/") + (endsWithSlash ? "/" : "")
    }

    private static func query(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> [RequestHead.QueryItem] {
        var items: [RequestHead.QueryItem] = []
        for piece in bytes.split(separator: UInt8(ascii: "&")) {
            let equals = piece.firstIndex(of: UInt8(ascii: "=")) ?? piece.endIndex
            let name = try decoded(piece[..<equals], plusIsBlank: true)
            let value = try decoded(piece[equals...].dropFirst(), plusIsBlank: true)
            items.append(RequestHead.QueryItem(name: name, value: value))
        }
        return items
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>, plusIsBlank: Bool) throws(Refusal) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "%"):
                guard index + 1 < bytes.endIndex, let high = bytes[index].hexDigit, let low = bytes[index + 1].hexDigit
                else { throw .malformed("a percent sign in the address has no two hexadecimal digits after it") }
                result.append(high << 4 | low)
                index += 2
            case UInt8(ascii: "+") where plusIsBlank: result.append(0x20)
            default: result.append(byte)
            }
        }
        guard let text = String(validating: result, as: UTF8.self) else {
            throw .malformed("the address is not encoded as UTF-8")
        }
        return text
    }
}
