/// An address of the Internet Protocol, version 4 or 6: CEL's `net.IP`.
struct IPAddress: ObjectValue, Equatable {
    /// Four or sixteen bytes.
    let bytes: [UInt8]

    var typeName: String { "net.IP" }
    var celString: String? { text }
    func field(_ name: String) -> Value? { nil }

    func isEqual(to other: any ObjectValue) -> Bool {
        guard let other = other as? IPAddress else { return false }
        return unmapped.bytes == other.unmapped.bytes
    }

    var isVersion4: Bool { bytes.count == 4 }

    /// An IPv4 address that is written as an IPv6 address is that IPv4 address.
    var unmapped: IPAddress {
        guard bytes.count == 16, bytes[0..<10].allSatisfy({ $0 == 0 }), bytes[10] == 255, bytes[11] == 255 else {
            return self
        }
        return IPAddress(bytes: Array(bytes[12...]))
    }

    /// Why a text is no address.
    struct Failure: Error {
        let message: String
    }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Reads an address; zones and IPv4 addresses in dots within IPv6 are refused.
    init(parsing text: String) throws(Failure) {
        let all = Array(text.utf8)
        guard all.count <= 64 else { throw Failure(message: "this is too long for an IP address") }
        if all.contains(UInt8(ascii: ":")) {
            if all.contains(UInt8(ascii: "%")) { throw Failure(message: "an IP address with a zone is not allowed") }
            if all.contains(UInt8(ascii: ".")) {
                throw Failure(message: "an IPv4 address within an IPv6 address is not allowed")
            }
            guard let bytes = IPAddress.version6(text) else { throw IPAddress.malformed(text) }
            self.bytes = bytes
        } else {
            guard let bytes = IPAddress.version4(text) else { throw IPAddress.malformed(text) }
            self.bytes = bytes
        }
    }

    private static func malformed(_ text: String) -> Failure {
        Failure(message: "\(Value.string(text).summary(limit: 60)) is not an IP address")
    }

    private static func version4(_ text: String) -> [UInt8]? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            guard !part.isEmpty, part.count <= 3, part.allSatisfy({ $0 >= 48 && $0 <= 57 }),
                part.count == 1 || part.first != 48
            else { return nil }
            let number = part.reduce(0) { $0 * 10 + Int($1 - 48) }
            guard number < 256 else { return nil }
            bytes.append(UInt8(number))
        }
        return bytes
    }

    private static func version6(_ text: String) -> [UInt8]? {
        func groups(_ text: Substring) -> [UInt16]? {
            if text.isEmpty { return [] }
            var result: [UInt16] = []
            for part in text.split(separator: ":", omittingEmptySubsequences: false) {
                guard !part.isEmpty, part.utf8.count <= 4, !part.hasPrefix("+"), let number = UInt16(part, radix: 16)
                else {
                    return nil
                }
                result.append(number)
            }
            return result
        }
        var all: [UInt16]
        if let gap = IPAddress.gap(text) {
            guard let head = groups(text[..<gap]), let tail = groups(text[text.utf8.index(gap, offsetBy: 2)...]),
                head.count + tail.count <= 7
            else { return nil }
            all = head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
        } else {
            guard let plain = groups(text[...]), plain.count == 8 else { return nil }
            all = plain
        }
        return all.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
    }

    /// Where `::` stands.
    private static func gap(_ text: String) -> String.Index? {
        var previous: String.Index?
        for index in text.utf8.indices {
            if text.utf8[index] == UInt8(ascii: ":") {
                if let previous { return previous }
                previous = index
            } else {
                previous = nil
            }
        }
        return nil
    }

    /// The canonical text (RFC 5952).
    var text: String {
        if isVersion4 { return bytes.map { String($0) }.joined(separator: ".") }
        let groups = (0..<8).map { UInt16(bytes[2 * $0]) << 8 | UInt16(bytes[2 * $0 + 1]) }
        var best = 0..<0
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start > max(best.count, 1) { best = start..<end }
            start = max(end, start + 1)
        }
        func hex(_ part: ArraySlice<UInt16>) -> String { part.map { String($0, radix: 16) }.joined(separator: ":") }
        if best.isEmpty { return hex(groups[...]) }
        return hex(groups[..<best.lowerBound]) + "::" + hex(groups[best.upperBound...])
    }

    var isUnspecified: Bool { bytes.allSatisfy { $0 == 0 } }
    var isLoopback: Bool {
        isVersion4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
    }
    var isMulticast: Bool { isVersion4 ? bytes[0] & 0xF0 == 0xE0 : bytes[0] == 0xFF }
    var isLinkLocalMulticast: Bool {
        isVersion4 ? bytes[0] == 224 && bytes[1] == 0 && bytes[2] == 0 : bytes[0] == 0xFF && bytes[1] & 0x0F == 2
    }
    var isLinkLocalUnicast: Bool {
        isVersion4 ? bytes[0] == 169 && bytes[1] == 254 : bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80
    }
    var isGlobalUnicast: Bool {
        let isBroadcast = isVersion4 && bytes.allSatisfy { $0 == 255 }
        return !isBroadcast && !isUnspecified && !isLoopback && !isMulticast && !isLinkLocalUnicast
    }
}

/// A network: an address with the length of its prefix; CEL's `net.CIDR`.
struct Network: ObjectValue, Equatable {
    let address: IPAddress
    let length: Int

    var typeName: String { "net.CIDR" }
    var celString: String? { "\(address.text)/\(length)" }
    func field(_ name: String) -> Value? { nil }

    func isEqual(to other: any ObjectValue) -> Bool {
        guard let other = other as? Network else { return false }
        return self == other
    }

    init(address: IPAddress, length: Int) {
        self.address = address
        self.length = length
    }

    /// Reads `address/length`.
    init(parsing text: String) throws(IPAddress.Failure) {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, let addressText = String(parts[0]) else {
            throw Network.malformed(text)
        }
        let address = try IPAddress(parsing: addressText)
        let digits = parts[1]
        guard !digits.isEmpty, digits.count <= 3, digits.allSatisfy({ $0 >= 48 && $0 <= 57 }),
            digits.count == 1 || digits.first != 48
        else { throw Network.malformed(text) }
        let length = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
        guard length <= address.bytes.count * 8 else { throw Network.malformed(text) }
        self.init(address: address, length: length)
    }

    private static func malformed(_ text: String) -> IPAddress.Failure {
        IPAddress.Failure(message: "\(Value.string(text).summary(limit: 60)) is not a network such as 10.0.0.0/8")
    }

    /// The network with the bits after its prefix zero.
    var masked: Network { Network(address: Network.mask(address, length), length: length) }

    private static func mask(_ address: IPAddress, _ length: Int) -> IPAddress {
        var bytes = address.bytes
        for index in bytes.indices {
            let kept = min(8, max(0, length - index * 8))
            bytes[index] &= UInt8(truncatingIfNeeded: 0xFF00 >> kept)
        }
        return IPAddress(bytes: bytes)
    }

    /// Whether an address lies in it.
    func contains(_ other: IPAddress) -> Bool {
        let other = other.unmapped
        guard other.bytes.count == address.bytes.count else { return false }
        return Network.mask(other, length) == Network.mask(address, length)
    }

    /// Whether a whole network lies in it.
    func contains(_ other: Network) -> Bool { other.length >= length && contains(other.address) }
}
