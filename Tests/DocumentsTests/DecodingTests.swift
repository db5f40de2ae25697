import Documents
import Testing

@Suite struct DecodingTests {
    @Test func `what is left out keeps its default`() throws {
        let (garden, messages) = Garden.read("owner: Ada\n")
        let read = try #require(garden)
        #expect(messages.isEmpty)
        #expect(read.owner == "Ada")
        #expect(read.soil == .loam)
        #expect(read.watering == .seconds(60))
    }

    @Test func `every key reaches its place`() throws {
        let (garden, messages) = Garden.read(
            """
            owner: Ada
            soil: clay
            area: 2
            fenced: true
            watering: 30s
            store: 64KiB
            beds: {front: {plant: rose, count: 3}, back: {plant: "42"}}
            tools: [rake, 5]
            """)
        let read = try #require(garden)
        #expect(messages.isEmpty)
        #expect(read.soil == .clay)
        #expect(read.area == 2)
        #expect(read.isFenced)
        #expect(read.watering == .seconds(30))
        #expect(read.store == 65_536)
        #expect(read.beds.map(\.name) == ["front", "back"])
        #expect(read.beds.map(\.value.count) == [3, 1])
        #expect(read.tools == ["rake", "5"])
    }

    @Test func `all that is wrong is said, in the order of the file, and the rest is read`() throws {
        let (garden, messages) = Garden.read(
            """
            owner: [Ada]
            soil: loan
            area: big
            fenced: yes
            watering: 0s
            store: 2MiB
            colour: green
            beds: {Front: {plant: rose}, back: {plent: rose}, side: rose}
            tools: [rake, {a: b}, spade]
            """)
        let read = try #require(garden)
        #expect(
            messages == [
                "1:8: `owner` wants a text, not a list",
                "2:7: `soil` is `clay`, `loam` or `sand`, not `loan` (did you mean `loam`?)",
                "3:7: `area` wants a number, not `big`",
                "4:9: `fenced` wants `true` or `false`, not `yes` (write `true`, without quotes)",
                "5:11: `watering` is at least 1.0 seconds, not `0s`",
                "6:8: `store` is from 1 to 1048576 bytes, not `2MiB`",
                "7:1: a garden has no key `colour` (a garden takes `owner`, `soil`, `area`, `fenced`, `watering`, "
                    + "`store`, `beds` and `tools`)",
                "8:8: `Front` cannot be the name of a bed: it has only lower-case letters",
                "8:37: a bed has no key `plent` (did you mean `plant`?)",
                "8:57: `side` wants a map such as `{plant: rose}`, not `rose`",
                "9:15: an element of `tools` wants a text, not a map",
            ])
        #expect(read.tools == ["rake", "spade"])
    }

    @Test(arguments: [
        ("[]", "1:1: a garden wants a map with `owner`, `soil` and `area`, not a list"),
        ("soil: clay", "1:1: a garden needs `owner` (`owner`: whose garden it is)"),
        ("proprietor: Ada", "1:1: a garden has no key `proprietor` (whose garden it is stands in `owner`)"),
        ("owner:", "1:7: `owner` has no value; it wants a text"),
        ("{owner: Ada, tools: []}", "1:21: `tools` is empty; it wants a list of tools"),
        (
            "{owner: Ada, fenced: \"true\"}",
            "1:22: `fenced` wants `true` or `false`, not the text `true` (write `true`, without quotes)"
        ),
        (
            "owner: !name Ada",
            "1:8: `owner` begins with `!name`, which YAML takes for a tag (put quotes around a text that begins with `!`)"
        ),
        ("{owner: Ada, beds: {a: {plant: b, count: 101}}}", "1:42: `count` is a number from 1 to 100, not `101`"),
        (
            "{owner: Ada, beds: {a: {plant: b, count: \"3\"}}}",
            "1:42: `count` wants a whole number, not the text `3` (leave the quotes out)"
        ),
    ])
    func `one mistake gets one message`(text: String, message: String) {
        #expect(Garden.read(text).messages == [message])
    }

    @Test func `a file full of misses is read in linear time`() {
        let text = "owner: Ada\n" + (0..<20_000).map { "kex\($0): 1\n" }.joined()
        #expect(Garden.read(text).messages.count == 20_000)
    }
}
