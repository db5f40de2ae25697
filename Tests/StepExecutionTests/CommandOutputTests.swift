import Hashing
import StepExecution
import Synchronization
import Testing

@Suite struct CommandOutputTests {
    @Test func `both streams are drained together`() async {
        let script = "for i in 1 2 3 4; do head -c 300000 /dev/zero >&2; head -c 300000 /dev/zero; done"
        let result = await CommandFixture().run(script)
        #expect(result.exit == 0)
        #expect(result.stdout.size == 1_200_000)
        #expect(result.stderr.size == 1_200_000)
        #expect(result.stdout.isTruncated && result.stderr.isTruncated)
    }

    @Test func `of much output the head and the tail are kept, with the true size and digest`() async {
        let fixture = CommandFixture()
        var request = fixture.request(.script("seq 1 20000"))
        request.outputLimit = 1001
        let output = await fixture.runner.run(request).stdout
        let whole = (1...20000).map { "\($0)\n" }.joined()
        #expect(output.size == whole.utf8.count)
        #expect(output.isTruncated)
        #expect(output.bytes.count == 1001)
        #expect(output.headCount == 501)
        #expect(output.omitted == whole.utf8.count - 1001)
        #expect(output.sha256 == SHA256.hexDigest(of: whole))
        let head = String(whole.prefix(501))
        let tail = String(whole.suffix(500))
        #expect(output.text == head + "\n[... \(output.omitted) bytes left out ...]\n" + tail)
    }

    @Test(arguments: [0, 1, 2, 10, 4095, 4096, 8192])
    func `output up to the limit is kept whole`(limit: Int) async {
        let fixture = CommandFixture()
        for extra in [-1, 0, 1] where limit + extra >= 0 {
            var request = fixture.request(.argv(["head", "-c", "\(limit + extra)", "/dev/zero"]))
            request.outputLimit = limit
            let output = await fixture.runner.run(request).stdout
            #expect(output.size == limit + extra)
            #expect(output.isTruncated == (extra > 0))
            #expect(output.bytes.count == min(limit, limit + extra))
            #expect(output.omitted == max(0, extra))
        }
    }

    @Test func `bytes that are not UTF-8 are kept, and shown safely`() async {
        let output = await CommandFixture().run(["printf", "a\\377\\000b\\303"]).stdout
        #expect(output.bytes == [0x61, 0xFF, 0x00, 0x62, 0xC3])
        #expect(output.text == "a\u{FFFD}\0b\u{FFFD}")
    }

    @Test func `no character is cut in two where output is left out`() async {
        let fixture = CommandFixture()
        for limit in 8...15 {
            var request = fixture.request(.script("i=0; while [ $i -lt 50 ]; do printf 'я€😀'; i=$((i + 1)); done"))
            request.outputLimit = limit
            let output = await fixture.runner.run(request).stdout
            #expect(output.isTruncated)
            #expect(!output.text.contains("\u{FFFD}"), "\(limit): \(output.text)")
            let parts = output.text.split(separator: " ").compactMap { Int($0) }
            #expect(parts.count == 1)
        }
    }

    @Test func `output is seen as it comes, masked, and in order`() async {
        let fixture = CommandFixture()
        let seen = Mutex<[OutputStream: [UInt8]]>([:])
        let identity = Mutex<ProcessIdentity?>(nil)
        var request = fixture.request(
            .script("printf 'the pass'; sleep 0.1; printf 'word-is: pass'; sleep 0.1; echo ' no'; echo err >&2"))
        request.masker = SecretMasker(secrets: ["password-is"])
        request.onStart = { process in identity.withLock { $0 = process } }
        request.onOutput = { stream, bytes in seen.withLock { $0[stream, default: []] += bytes } }
        let result = await fixture.runner.run(request)
        #expect(result.stdout.text == "the ***: pass no\n")
        #expect(result.stdout.size == 25)
        #expect(result.stdout.sha256 == SHA256.hexDigest(of: "the ***: pass no\n"))
        #expect(seen.withLock { $0[.stdout] } == Array("the ***: pass no\n".utf8))
        #expect(seen.withLock { $0[.stderr] } == Array("err\n".utf8))
        #expect(result.process == identity.withLock { $0 })
        #expect(result.process?.bootID == ProcessTable.bootID())
        #expect(ProcessTable.bootID()?.count == 36)
    }

    @Test func `nothing is the empty output`() async {
        let result = await CommandFixture().run("true")
        #expect(result.stdout == .empty)
        #expect(result.stdout.text == "")
        #expect(result.stdout.sha256 == SHA256.hexDigest(of: ""))
    }

    @Test func `commands that end at once keep all of their output`() async {
        let fixture = CommandFixture()
        for _ in 0..<200 {
            let result = await fixture.run("head -c 50000 /dev/zero; echo end >&2")
            #expect(result.stdout.size == 50000)
            #expect(result.stderr.text == "end\n")
        }
    }
}
