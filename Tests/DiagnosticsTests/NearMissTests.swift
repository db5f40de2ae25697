import Diagnostics
import Testing

@Suite struct NearMissTests {
    private let names = [
        "redis_down", "disk_full", "description", "next", "timeout", "fix_timeout", "env", "else", "end",
    ]

    @Test(arguments: [
        ("redis_dwon", "redis_down"), ("redisdown", "redis_down"), ("redis-down", "redis_down"), ("Next", "next"),
        ("desc", "description"), ("timout", "timeout"), ("elze", "else"), ("nxet", "next"), ("envv", "env"),
        ("time", "timeout"),
    ])
    func `a near word is found`(word: String, meant: String) {
        #expect(NearMiss.suggestion(for: word, among: names) == meant)
        #expect(NearMiss.suggestion(for: word, among: names.reversed()) == meant)
    }

    @Test(arguments: ["", "x", "banana", "verify", "redis_is_down_again", String(repeating: "next", count: 1_000)])
    func `a far word suggests nothing`(word: String) {
        #expect(NearMiss.suggestion(for: word, among: names) == nil)
    }

    @Test func `ties go to the longer common beginning, then to the alphabet`() {
        #expect(NearMiss.suggestion(for: "step_b", among: ["sxep_b", "step_x", "step_a"]) == "step_a")
    }
}
