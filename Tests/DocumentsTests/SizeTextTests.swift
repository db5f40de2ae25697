import Documents
import Testing

@Suite struct SizeTextTests {
    @Test(arguments: [
        ("0", 0), ("65536", 65_536), ("64KiB", 65_536), ("64Ki", 65_536), ("1MiB", 1_048_576), ("10MB", 10_000_000),
        ("10M", 10_000_000), ("1 kB", 1_000), ("2GiB", 2_147_483_648), ("5B", 5),
    ])
    func `sizes are read with their units`(text: String, bytes: Int) {
        #expect(SizeText.parse(text) == bytes)
    }

    @Test(arguments: ["", "B", "MiB", "1.5MiB", "-1", "1XB", "99999999999999999999", "9999999999999GiB", "1 M x"])
    func `what is no size is refused`(text: String) {
        #expect(SizeText.parse(text) == nil)
    }
}
