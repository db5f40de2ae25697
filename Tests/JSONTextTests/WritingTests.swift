import JSONText
import Testing

@Suite struct `Writing JSON` {
    private static let forms: [(JSONValue, String)] = [
        (.null, "null"), (true, "true"), (0, "0"), (-7, "-7"), (.int(.min), "-9223372036854775808"),
        (.int(.max), "9223372036854775807"), (.unsigned(.max), "18446744073709551615"), (10, "10"),
        (.double(1), "1.0"), (0.1, "0.1"), (.double(-0.0), "-0.0"), (1e300, "1e+300"),
        (.double(.leastNonzeroMagnitude), "5e-324"),
        (.double(1.0 / 3), "0.3333333333333333"), ([], "[]"), ([:], "{}"),
        ([1, ["a": [nil]], "x"], #"[1,{"a":[null]},"x"]"#), (["b": 1, "a": [:]], #"{"b":1,"a":{}}"#),
        ("\"\\/\u{8}\u{c}\n\r\t", #""\"\\/\b\f\n\r\t""#), ("\u{0}\u{1b}\u{1f} \u{7f}", #""\u0000\u001b\u001f \u007f""#),
        ("\u{80}\u{9b}\u{a0}é", "\"\\u0080\\u009b\u{a0}é\""),
        ("\u{2027}\u{2028}\u{2029}\u{202a}😀", "\"\u{2027}\\u2028\\u2029\u{202a}😀\""),
    ]

    @Test(arguments: forms)
    func `has one form for each value, which reads back as the same`(value: JSONValue, text: String) throws {
        #expect(value.serialized() == text)
        #expect(try JSONValue.parse(text) == value)
        #expect(try JSONValue.parse(value.serialized(pretty: true)) == value)
    }

    @Test func `writes as texts what JSON has no number for`() {
        let value: JSONValue = [.double(.nan), .double(.infinity), .double(-.infinity)]
        #expect(value.serialized() == #"["NaN","Infinity","-Infinity"]"#)
    }

    @Test func `a pretty text has a line for each element`() {
        let value: JSONValue = ["a": 1, "b": [true, [], ["c": [:]]]]
        #expect(
            value.serialized(pretty: true) == """
                {
                  "a": 1,
                  "b": [
                    true,
                    [],
                    {
                      "c": {}
                    }
                  ]
                }
                """)
    }

    @Test func `the writer puts commas by itself`() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("kind", "check")
        writer.key("list")
        writer.beginArray()
        writer.int(1)
        writer.beginArray()
        writer.endArray()
        writer.double(0.5)
        writer.null()
        writer.raw("{\"r\":1}")
        writer.endArray()
        writer.member("ok", true)
        writer.member("value", [1.0])
        writer.endObject()
        writer.endLine()
        writer.unsigned(2)
        #expect(
            writer.text
                == #"{"kind":"check","list":[1,[],0.5,null,{"r":1}],"ok":true,"value":[1.0]}"# + "\n2")
    }

    @Test func `numbers of all sizes survive`() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let bits = UInt64.random(in: 0...UInt64.max, using: &generator)
            let double = Double(bitPattern: bits)
            var values: [JSONValue] = [.int(Int64(bitPattern: bits) >> Int64.random(in: 0..<64, using: &generator))]
            if double.isFinite { values.append(.double(double)) }
            #expect(try JSONValue.parse(JSONValue.array(values).serialized()) == .array(values))
        }
    }

    @Test func `every scalar of Unicode survives`() throws {
        var text = ""
        for codePoint in UInt32(0)...0x10FFFF {
            if let scalar = Unicode.Scalar(codePoint), codePoint < 0x3000 || codePoint % 97 == 0 {
                text.unicodeScalars.append(scalar)
            }
        }
        let value = JSONValue.string(text)
        let json = value.serialized()
        #expect(try JSONValue.parse(json) == value)
        #expect(!json.utf8.contains { $0 < 0x20 || $0 == 0x7f })
    }
}

@Suite struct `A JSON object` {
    @Test func `replaces, appends and removes members in place`() {
        var object: JSONObject = ["a": 1, "b": 2]
        object["a"] = 3
        object["c"] = nil
        object["d"] = [4]
        object["b"] = JSONValue?.none
        #expect(object == ["a": 3, "d": [4]])
        #expect(object != ["d": [4], "a": 3])
    }

    @Test func `gives its parts by name and kind`() throws {
        let value = try JSONValue.parse(#"{"s":"x","i":5,"d":5.0,"b":true,"l":[1],"n":null}"#)
        #expect(value["s"]?.stringValue == "x")
        #expect(value["i"]?.intValue == 5)
        #expect(value["d"]?.intValue == nil)
        #expect(value["d"]?.doubleValue == 5)
        #expect(value["i"]?.doubleValue == 5)
        #expect(value["b"]?.boolValue == true)
        #expect(value["l"]?[0] == 1)
        #expect(value["l"]?[1] == nil)
        #expect(value["n"]?.isNull == true)
        #expect(value["none"] == nil)
        #expect(value["s"]?["x"] == nil)
    }
}
