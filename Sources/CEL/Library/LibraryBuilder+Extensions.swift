extension LibraryBuilder {
    /// Values that may be absent.
    mutating func addOptionals() {
        let some = StaticType.optional(Self.a)
        global("optional.of", .optionalOf, [Self.a], some, variables: 1)
        global("optional.ofNonZeroValue", .optionalOfNonZeroValue, [Self.a], some, variables: 1)
        global("optional.none", .optionalNone, [], some, variables: 1)
        global("optional.unwrap", .unwrapOptionals, [.list(some)], .list(Self.a), variables: 1)
        member("unwrapOpt", .unwrapOptionals, [.list(some)], .list(Self.a), variables: 1)
        member("hasValue", .hasValue, [some], .bool, variables: 1)
        member("value", .value, [some], Self.a, variables: 1)
        member("or", .or, [some, some], some, variables: 1)
        member("orValue", .orValue, [some, Self.a], Self.a, variables: 1)
        member("first", .first, [.list(Self.a)], some, variables: 1)
        member("last", .last, [.list(Self.a)], some, variables: 1)
    }

    /// What lists can do beyond the core.
    mutating func addLists() {
        let list = StaticType.list(Self.a)
        member("slice", .slice, [list, .int, .int], list, variables: 1)
        member("flatten", .flatten, [.list(list)], list, variables: 1)
        member("flatten", .flatten, [.list(.dyn)], .list(.dyn))
        member("flatten", .flatten, [.list(.dyn), .int], .list(.dyn))
        member("distinct", .distinct, [list], list, variables: 1)
        member("sort", .sort, [list], list, variables: 1)
        member("reverse", .reverse, [list], list, variables: 1)
        global("lists.range", .range, [.int], .list(.int))
    }

    /// Lists taken as sets.
    mutating func addSets() {
        let list = StaticType.list(Self.a)
        global("sets.contains", .setContains, [list, list], .bool, variables: 1)
        global("sets.equivalent", .setEquivalent, [list, list], .bool, variables: 1)
        global("sets.intersects", .setIntersects, [list, list], .bool, variables: 1)
    }

    /// `regex`.
    mutating func addRegularExpressions() {
        global("regex.replace", .regexReplace, [.string, .string, .string], .string)
        global("regex.replace", .regexReplace, [.string, .string, .string, .int], .string)
        global("regex.extract", .regexExtract, [.string, .string], .optional(.string))
        global("regex.extractAll", .regexExtractAll, [.string, .string], .list(.string))
    }

    /// Addresses and networks.
    mutating func addNetwork() {
        let ip = StaticType.abstract("net.IP", [])
        let cidr = StaticType.abstract("net.CIDR", [])
        global("ip", .ip, [.string], ip)
        member("ip", .ip, [cidr], ip)
        global("isIP", .isIP, [.string], .bool)
        global("ip.isCanonical", .ipIsCanonical, [.string], .bool)
        member("family", .family, [ip], .int)
        for (name, builtin) in [
            ("isUnspecified", Builtin.isUnspecified), ("isLoopback", .isLoopback),
            ("isGlobalUnicast", .isGlobalUnicast), ("isLinkLocalMulticast", .isLinkLocalMulticast),
            ("isLinkLocalUnicast", .isLinkLocalUnicast),
        ] {
            member(name, builtin, [ip], .bool)
        }
        global("cidr", .cidr, [.string], cidr)
        global("isCIDR", .isCIDR, [.string], .bool)
        for type in [ip, .string] { member("containsIP", .containsIP, [cidr, type], .bool) }
        for type in [cidr, .string] { member("containsCIDR", .containsCIDR, [cidr, type], .bool) }
        member("prefixLength", .prefixLength, [cidr], .int)
        member("masked", .masked, [cidr], cidr)
    }
}
