extension LibraryBuilder {
    /// The functions of the core language.
    mutating func addCore() {
        for type: StaticType in [.string, .bytes] {
            global("size", .size, [type], .int)
            member("size", .size, [type], .int)
        }
        global("size", .size, [.list(Self.a)], .int, variables: 1)
        member("size", .size, [.list(Self.a)], .int, variables: 1)
        global("size", .size, [.map(Self.a, Self.b)], .int, variables: 2)
        member("size", .size, [.map(Self.a, Self.b)], .int, variables: 2)
        member("contains", .contains, [.string, .string], .bool)
        member("startsWith", .startsWith, [.string, .string], .bool)
        member("endsWith", .endsWith, [.string, .string], .bool)
        member("matches", .matches, [.string, .string], .bool)
        global("matches", .matches, [.string, .string], .bool)
        global("dyn", .dyn, [Self.a], .dyn, variables: 1)
        global("type", .type, [Self.a], .type(Self.a), variables: 1)
        conversion("bool", .toBool, [.bool, .string], .bool)
        conversion("int", .toInt, [.int, .uint, .double, .string, .timestamp, .duration], .int)
        conversion("uint", .toUint, [.uint, .int, .double, .string], .uint)
        conversion("double", .toDouble, [.double, .int, .uint, .string], .double)
        conversion(
            "string", .toString,
            [
                .string, .int, .uint, .double, .bool, .bytes, .timestamp, .duration, .abstract("net.IP", []),
                .abstract("net.CIDR", []),
            ], .string)
        conversion("bytes", .toBytes, [.bytes, .string], .bytes)
        conversion("duration", .toDuration, [.duration, .string, .int], .duration)
        conversion("timestamp", .toTimestamp, [.timestamp, .string, .int], .timestamp)
    }

    private mutating func conversion(_ name: String, _ builtin: Builtin, _ from: [StaticType], _ to: StaticType) {
        for type in from { global(name, builtin, [type], to) }
    }

    /// What timestamps and durations are asked.
    mutating func addTimes() {
        let parts: [(String, Builtin)] = [
            ("getFullYear", .getFullYear), ("getMonth", .getMonth), ("getDayOfYear", .getDayOfYear),
            ("getDayOfMonth", .getDayOfMonth), ("getDate", .getDate), ("getDayOfWeek", .getDayOfWeek),
            ("getHours", .getHours), ("getMinutes", .getMinutes), ("getSeconds", .getSeconds),
            ("getMilliseconds", .getMilliseconds),
        ]
        for (name, builtin) in parts {
            member(name, builtin, [.timestamp], .int)
            member(name, builtin, [.timestamp, .string], .int)
        }
        for (name, builtin) in parts.suffix(4) { member(name, builtin, [.duration], .int) }
    }

    /// `base64`.
    mutating func addEncoders() {
        global("base64.encode", .base64Encode, [.bytes], .string)
        global("base64.decode", .base64Decode, [.string], .bytes)
    }

    /// What strings can do beyond the core.
    mutating func addStrings() {
        member("charAt", .charAt, [.string, .int], .string)
        for (name, builtin) in [("indexOf", Builtin.indexOf), ("lastIndexOf", .lastIndexOf)] {
            member(name, builtin, [.string, .string], .int)
            member(name, builtin, [.string, .string, .int], .int)
        }
        member("join", .join, [.list(.string)], .string)
        member("join", .join, [.list(.string), .string], .string)
        member("lowerAscii", .lowerAscii, [.string], .string)
        member("upperAscii", .upperAscii, [.string], .string)
        member("trim", .trim, [.string], .string)
        member("reverse", .reverse, [.string], .string)
        member("replace", .replace, [.string, .string, .string], .string)
        member("replace", .replace, [.string, .string, .string, .int], .string)
        member("split", .split, [.string, .string], .list(.string))
        member("split", .split, [.string, .string, .int], .list(.string))
        member("substring", .substring, [.string, .int], .string)
        member("substring", .substring, [.string, .int, .int], .string)
        member("format", .format, [.string, .list(.dyn)], .string)
        global("strings.quote", .quote, [.string], .string)
    }

    /// `math`; `greatest` and `least` take any number of arguments, which the checker knows.
    mutating func addMath() {
        global("math.greatest", .greatest, [.dyn], .dyn)
        global("math.least", .least, [.dyn], .dyn)
        for (name, builtin) in [
            ("math.ceil", Builtin.ceil), ("math.floor", .floor), ("math.round", .round), ("math.trunc", .trunc),
        ] {
            global(name, builtin, [.double], .double)
        }
        for type: StaticType in [.double, .int, .uint] {
            global("math.abs", .abs, [type], type)
            global("math.sign", .sign, [type], type)
            global("math.sqrt", .sqrt, [type], .double)
        }
        global("math.isNaN", .isNaN, [.double], .bool)
        global("math.isInf", .isInf, [.double], .bool)
        global("math.isFinite", .isFinite, [.double], .bool)
        for type: StaticType in [.int, .uint] {
            global("math.bitAnd", .bitAnd, [type, type], type)
            global("math.bitOr", .bitOr, [type, type], type)
            global("math.bitXor", .bitXor, [type, type], type)
            global("math.bitNot", .bitNot, [type], type)
            global("math.bitShiftLeft", .bitShiftLeft, [type, .int], type)
            global("math.bitShiftRight", .bitShiftRight, [type, .int], type)
        }
    }
}
