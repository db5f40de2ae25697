/// The full names of the core schema's tags (YAML 1.2.2 §10.3).
package enum YAMLTag {
    /// `!!str`, a text.
    package static let string = "tag:yaml.org,2002:str"
    /// `!!int`, an integer.
    package static let int = "tag:yaml.org,2002:int"
    /// `!!float`, a number.
    package static let float = "tag:yaml.org,2002:float"
    /// `!!bool`, true or false.
    package static let bool = "tag:yaml.org,2002:bool"
    /// `!!null`, nothing.
    package static let null = "tag:yaml.org,2002:null"
    /// `!!map`, a map.
    package static let map = "tag:yaml.org,2002:map"
    /// `!!seq`, a list.
    package static let sequence = "tag:yaml.org,2002:seq"

    /// Whether the tag is one of the core schema or the non-specific `!`, so that it says nothing but a type.
    package static func isCore(_ tag: String) -> Bool {
        tag == "!" || all.contains(tag)
    }

    /// The tag as a user writes it: `!!str` for `tag:yaml.org,2002:str`.
    package static func short(_ tag: String) -> String {
        let prefix = "tag:yaml.org,2002:"
        return tag.hasPrefix(prefix) ? "!!" + tag.dropFirst(prefix.count) : tag
    }

    private static let all = [string, int, float, bool, null, map, sequence]
}
