import CEL

// Reads the number of a set of variables, a tab and an expression a line, and writes one line each: `compile`, `error`, or the value with its type.

var environment = Environment(libraries: [.strings, .math, .optionals, .encoders, .bindings])
environment.comparesAcrossNumberTypes = true
let types: [(String, CELType)] = [
    ("i", .int), ("j", .int), ("u", .uint), ("d", .double), ("e", .double), ("b", .bool), ("s", .string),
    ("z", .string),
    ("y", .bytes), ("li", .list(.int)), ("ls", .list(.string)), ("m", .map(.string, .int)), ("t", .timestamp),
    ("p", .duration), ("x", .dyn),
]
for (name, type) in types { environment.declare(variable: name, type: type) }

/// Variables as they mostly are, empty ones, and such at the ends of their ranges; the same as in compare.py.
let sets: [Variables] = [
    [
        "i": 7, "j": -3, "u": .uint(4), "d": 2.5, "e": -0.125, "b": true, "s": "redis running", "z": "é😀a",
        "y": .bytes(Bytes([255, 65, 1])), "li": [3, 1, 2, 3], "ls": ["a", "b", "redis"], "m": ["a": 1, "b": 2],
        "t": .timestamp(Timestamp(seconds: 1_795_000_000, nanoseconds: 500_000_000)), "p": .duration(.seconds(5_400)),
        "x": ["k": [1, 2.5, "v"], "n": .null],
    ],
    [
        "i": 0, "j": 0, "u": .uint(0), "d": 0.0, "e": -0.0, "b": false, "s": "", "z": "", "y": .bytes(Bytes([])),
        "li": [], "ls": [], "m": [:], "t": .timestamp(Timestamp(seconds: 0, nanoseconds: 0)), "p": .duration(.zero),
        "x": ["k": []],
    ],
    [
        "i": .int(.max), "j": .int(.min), "u": .uint(.max), "d": .double(.infinity), "e": .double(.nan), "b": true,
        "s": "100 %s\u{200b}\u{1f600}", "z": "İß\r\n", "y": .bytes(Bytes(Array(1...255))),
        "li": [.int(.max), .int(.min), 0], "ls": ["", "%d", "a,b"], "m": ["a": .int(.max), "b": .int(.min)],
        "t": .timestamp(Timestamp(seconds: 1_709_251_199, nanoseconds: 999_999_000)),
        "p": .duration(.seconds(-8_640_000_000) + .microseconds(1)),
        "x": ["k": [.double(.nan), .int((1 << 53) + 1), "1"], "n": 1],
    ],
]

/// A value as both sides write it: with the type at the front, doubles by their bits.
func show(_ value: Value) -> String {
    switch value {
    case .double(let number): number.isNaN ? "double NaN" : "double \(number == 0 ? 0 : number.bitPattern)"
    case .string(let text): "string " + text.utf8.map { hex($0) }.joined()
    case .bytes(let bytes): "bytes " + bytes.storage.map { hex($0) }.joined()
    case .list(let list): "[" + list.map(show).joined(separator: ", ") + "]"
    case .map(let map):
        "{" + map.pairs.map { show($0.key) + ": " + show($0.value) }.sorted().joined(separator: ", ") + "}"
    case .timestamp(let time): "timestamp \(time.seconds) \(time.nanoseconds / 1_000)"
    case .duration(let duration):
        "duration \(duration.components.seconds) \(duration.components.attoseconds / 1_000_000_000_000)"
    case .int(let number): "int \(number)"
    case .uint(let number): "uint \(number)"
    case .bool(let flag): "bool \(flag)"
    case .null: "null"
    default: value.typeName
    }
}

func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

while let line = readLine() {
    let parts = line.split(separator: "\t", maxSplits: 1)
    guard parts.count == 2, let set = Int(parts[0]) else { fatalError("no number before a tab: \(line)") }
    guard let program = try? environment.compile(String(parts[1])) else {
        print("compile")
        continue
    }
    do {
        print(show(try program.evaluate(sets[set])))
    } catch {
        print("error\t\(error.message)")
    }
}
