import StepExecution
import Testing

@Suite struct SecretMaskerTests {
    /// The text masked when it comes in pieces cut at these places.
    private func mask(_ text: String, _ secrets: [String], cuts: [Int]) -> String {
        var stream = SecretMasker(secrets: secrets).stream()
        let bytes = Array(text.utf8)
        var masked: [UInt8] = []
        var start = 0
        for cut in cuts.sorted() + [bytes.count] {
            masked += bytes[start..<cut].withUnsafeBytes { stream.add($0) }
            start = cut
        }
        return String(decoding: masked + stream.finish(), as: UTF8.self)
    }

    @Test(arguments: [
        ("a hunter2 b", ["hunter2"], "a *** b"),
        ("hunter2hunter2", ["hunter2"], "******"),
        ("hunter", ["hunter2"], "hunter"),
        ("hunhunter2", ["hunter2"], "hun***"),
        ("abcdefghi", ["abcdef", "defghi"], "***"),
        ("xabcdefghijk", ["abcdef", "abcdefghij"], "x***k"),
        ("xabcdefgh", ["abcdef", "abcdefghij"], "x***gh"),
        ("aaaaaaaaaaaaab", ["aaaaaa"], "***b"),
        ("x", ["x"], "***"),
        ("nothing", ["", "\n"], "nothing"),
        ("пароль: секрет!", ["секрет"], "пароль: ***!"),
    ])
    func `a secret is masked, wherever the text is cut`(text: String, secrets: [String], masked: String) {
        #expect(SecretMasker(secrets: secrets).mask(text) == masked)
        let count = text.utf8.count
        for first in 0...count {
            for second in first...count {
                #expect(mask(text, secrets, cuts: [first, second]) == masked, "cut at \(first) and \(second)")
            }
        }
        #expect(mask(text, secrets, cuts: Array(0...count)) == masked)
    }

    @Test(arguments: [
        ("json", #"{"p":"it's \"a\\b\"\tc/d"}"#, #"{"p":"***"}"#),
        ("json of PHP", #"it's \"a\\b\"\tc\/d"#, "***"),
        ("url", "?p=it%27s%20%22a%5Cb%22%09c%2Fd&x", "?p=***&x"),
        ("url in small letters", "it%27s%20%22a%5cb%22%09c%2fd", "***"),
        ("form", "it%27s+%22a%5Cb%22%09c%2Fd", "***"),
        ("shell", "it'\\''s \"a\\b\"\tc/d", "***"),
        ("shell -x", "it'\"'\"'s \"a\\b\"\tc/d", "***"),
        ("base64", "aXQncyAiYVxiIgljL2Q=", "***="),
        ("base64 after another byte", "OiBpdCdzICJhXGIiCWMvZA==", "Oi***Q=="),
    ])
    func `a secret is masked in the spellings of programs`(form: String, text: String, masked: String) {
        let result = SecretMasker(secrets: ["it's \"a\\b\"\tc/d"]).mask(text)
        if form.hasPrefix("base64") {
            // What stands at its edges mixes with the neighbours and says at most two bits.
            #expect(result.contains("***"))
            #expect(result.utf8.count <= 12, "\(result)")
        } else {
            #expect(result == masked)
        }
    }

    @Test func `letters beyond ASCII are found as JSON escapes too`() {
        let masker = SecretMasker(secrets: ["пароль😀"])
        #expect(masker.mask(#"{"p": "\u043f\u0430\u0440\u043e\u043b\u044c\ud83d\ude00"}"#) == #"{"p": "***"}"#)
    }

    @Test func `a secret of several lines is masked whole and line by line`() {
        let key = "-----BEGIN KEY-----\nMIIEvgIBADANBgkq\nhkiG9w0B\nx=\n-----END KEY-----\n"
        let masker = SecretMasker(secrets: [key])
        #expect(masker.mask("got \(key)end") == "got ***end")
        #expect(masker.mask("one MIIEvgIBADANBgkq two hkiG9w0B three x=") == "one *** two *** three x=")
        #expect(masker.mask("value: \(key.dropLast()).") == "value: ***.")
    }

    @Test func `what only may be the beginning of a secret is held back, and no more`() {
        var stream = SecretMasker(secrets: ["secretvalue"]).stream()
        let first = Array("progress 50% sec".utf8).withUnsafeBytes { stream.add($0) }
        #expect(String(decoding: first, as: UTF8.self) == "progress 50% ")
        let second = Array("onds left".utf8).withUnsafeBytes { stream.add($0) }
        #expect(String(decoding: second, as: UTF8.self) == "seconds left")
        #expect(stream.finish().isEmpty)
    }

    @Test func `random texts are masked alike whole and in pieces`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<400 {
            let secrets = (0..<3).map { _ in word(Int.random(in: 1...9, using: &random), &random) }
            let text = word(Int.random(in: 0...200, using: &random), &random)
            let whole = SecretMasker(secrets: secrets).mask(text)
            let cuts = (0..<5).map { _ in Int.random(in: 0...text.utf8.count, using: &random) }
            #expect(mask(text, secrets, cuts: cuts) == whole, "\(secrets) \(cuts) \(text)")
            for secret in secrets { #expect(!whole.contains(secret), "\(secrets) \(text)") }
        }
    }

    private func word(_ length: Int, _ random: inout SystemRandomNumberGenerator) -> String {
        String((0..<length).map { _ in "abc".randomElement(using: &random) ?? "a" })
    }
}
