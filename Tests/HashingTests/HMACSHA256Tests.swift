import Hashing
import Testing

@Suite struct `HMAC with SHA-256` {
    /// The test cases of RFC 4231 in hexadecimal: key, message, code. The fifth is of a code that is cut short.
    static let vectors: [(key: String, message: String, code: String)] = [
        (
            repeated("0b", 20), "4869205468657265",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            repeated("aa", 20), repeated("dd", 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            "0102030405060708090a0b0c0d0e0f10111213141516171819", repeated("cd", 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        (
            repeated("0c", 20), "546573742057697468205472756e636174696f6e",
            "a3b6167473100ee06e0c796c2955552b"
        ),
        (
            repeated("aa", 131), text("Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            repeated("aa", 131),
            text(
                "This is a test using a larger than block-size key and a larger than block-size data. The key needs to "
                    + "be hashed before being used by the HMAC algorithm."),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ]

    @Test(arguments: vectors)
    func `gives the codes of RFC 4231`(key: String, message: String, code: String) throws {
        let key = try #require(Hexadecimal.bytes(key))
        let message = try #require(Hexadecimal.bytes(message))
        let whole = HMACSHA256.code(of: message, key: key)
        #expect(Hexadecimal.text(whole).hasPrefix(code))
        #expect(whole.count == 32)
        #expect(HMACSHA256.isCode(whole, of: message, key: key))
    }

    @Test func `does not care how the bytes are cut`() {
        let bytes = Array("a message in several pieces".utf8)
        let key = Array("key".utf8)
        for cut in 0...bytes.count {
            var code = HMACSHA256(key: key)
            code.update(bytes[..<cut])
            _ = code.code()
            code.update(bytes[cut...])
            #expect(code.code() == HMACSHA256.code(of: bytes, key: key))
        }
    }

    @Test func `a code of another message or key is refused`() {
        let code = HMACSHA256.code(of: "message".utf8, key: Array("key".utf8))
        #expect(!HMACSHA256.isCode(code, of: "Message".utf8, key: Array("key".utf8)))
        #expect(!HMACSHA256.isCode(code, of: "message".utf8, key: Array("kez".utf8)))
        #expect(!HMACSHA256.isCode(Array(code.dropLast()), of: "message".utf8, key: Array("key".utf8)))
        #expect(!HMACSHA256.isCode([], of: "message".utf8, key: []))
    }

    private static func repeated(_ byte: String, _ count: Int) -> String { String(repeating: byte, count: count) }
    private static func text(_ text: String) -> String { Hexadecimal.text(Array(text.utf8)) }
}

@Suite struct `Comparisons in constant time` {
    @Test(arguments: [("", ""), ("a", "a"), ("a", "b"), ("a", "ab"), ("", "a"), ("tokeN", "token"), ("é", "é")])
    func `say what == says`(left: String, right: String) {
        #expect(ConstantTime.isEqual(Array(left.utf8), Array(right.utf8)) == (left == right))
        #expect(ConstantTime.isEqual(left, right) == (left == right))
    }
}

@Suite struct `Hexadecimal digits` {
    @Test func `come back as the bytes they were made of`() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(Hexadecimal.bytes(Hexadecimal.text(bytes)) == bytes)
        #expect(Hexadecimal.bytes(Hexadecimal.text(bytes).uppercased()) == bytes)
    }

    @Test(arguments: ["0", "0g", "0x12", " 12", "1２"])
    func `are nothing else`(text: String) {
        #expect(Hexadecimal.bytes(text) == nil)
    }
}
