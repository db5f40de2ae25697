import Testing

@testable import RunbookLoading

@Suite struct HelperFunctionsTests {
    @Test(arguments: [("91%", 91.0), (" 0.15% ", 0.15), ("100%", 100), ("-3%", -3)])
    func `percent reads what df and docker print`(text: String, number: Double) {
        #expect(HelperFunctions.percent(text) == number)
    }

    @Test(arguments: ["91", "-", "%", "nan%", "inf%", "0x10%", "", "9 1%"])
    func `percent refuses what is none`(text: String) {
        #expect(HelperFunctions.percent(text) == nil)
    }

    @Test(arguments: [
        ("512Mi", 536_870_912.0), ("512MiB", 536_870_912), ("1.5GB", 1.5e9), ("10k", 1e4), ("10kB", 1e4), ("0B", 0),
        ("100m", 0.1), ("5n", 5e-9), ("7u", 7e-6), ("2E", 2e18), ("2e3", 2_000), ("2E3", 2_000), ("2e3Ki", 2_048_000),
        ("12", 12), ("-1Ki", -1024), ("1Ti", 0x1p40), ("1Pi", 0x1p50), ("1Ei", 0x1p60), ("1 GiB", 0x1p30),
        (".5G", 5e8), ("3T", 3e12), ("3P", 3e15), ("4M", 4e6),
    ])
    func `quantity reads Kubernetes' suffixes with or without a B`(text: String, number: Double) throws {
        let read = try #require(HelperFunctions.quantity(text))
        #expect(abs(read - number) <= abs(number) * 1e-12)
    }

    @Test(arguments: ["", "Mi", "5X", "5MiBB", "1,5G", "inf", "nan", "0x5", "5 5", "1e999", "e3", "--1"])
    func `quantity refuses what is none`(text: String) {
        #expect(HelperFunctions.quantity(text) == nil)
    }

    @Test(arguments: [
        ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]), ("a\n\nb\n", ["a", "", "b"]), ("\n", [""]),
    ])
    func `rule 9: a trailing newline begins no line, and nothing has no lines`(text: String, lines: [String]) {
        #expect(HelperFunctions.lines(text) == lines)
    }
}
