import TestSupport
import YAMLEditing
import YAMLSyntax

/// Random edits of trees, and what they must give, said in the simplest way.
enum Trees {
    enum Kind { case scalarForScalar, added, other }

    static let strings = [
        "60s", "512M", "yes", "No", "on", "Off", "y", "null", "~", "true", "1", "-1", "1.5", "1e3", "0x1F", "0o17",
        "017",
        "1_000", "12:30:45", "8080:80", "2024-01-01", ".5", "-", "--", "---", "...", "?", "? x", ":", ":x", "x:",
        "a: b",
        "a #b", "#x", "- x", "-x", "é", "😀", "line\nline\n", "line\nline", "a\n\nb\n", " lead", "trail ", "",
        "tab\there",
        "*x", "&x", "!t", "%x", "@x", "`x", "'q'", "\"dq\"", "a,b", "[x]", "{x}", "=", "<<", "back\\slash", "\u{85}",
        "\u{1}", "http://a:80/b?c=d#e", "CMD", "node -e \"x('y', (r) => {z})\"", "|", ">", "a\r\nb", "\n", "127.0.0.1",
    ]

    /// A tree to set: a way to some place of a tree, or to a new key, and a value for it.
    static func edit(of tree: ValueTree, isJSON: Bool, _ random: inout SeededRandom) -> ValueTree {
        guard case .map(let entries) = tree, let entry = entries.randomElement(using: &random),
            Int.random(in: 0...5, using: &random) > 0
        else { return .map([.init(key(&random), value(2, &random))]) }
        if case .map(let inner) = entry.value, !inner.isEmpty, Int.random(in: 0...5, using: &random) > 0 {
            return .map([.init(entry.key, edit(of: entry.value, isJSON: isJSON, &random))])
        }
        if case .list(var items) = entry.value, Int.random(in: 0...4, using: &random) > 0 {
            let place = Int.random(in: 0...items.count, using: &random)
            switch Int.random(in: 0...2, using: &random) {
            case 0: items.insert(value(1, &random), at: place)
            case 1 where place < items.count: items.remove(at: place)
            default: if place < items.count { items[place] = value(1, &random) }
            }
            return .map([.init(entry.key, .list(items))])
        }
        return .map([.init(entry.key, value(2, &random))])
    }

    private static func key(_ random: inout SeededRandom) -> String {
        ["new", "a b", "on", "x: y", "10", "deploy", "café", "q\"q"].randomElement(using: &random) ?? "new"
    }

    static func value(_ depth: Int, _ random: inout SeededRandom) -> ValueTree {
        switch Int.random(in: 0...(depth > 0 ? 9 : 6), using: &random) {
        case 0: .scalar(.int(Int64.random(in: -5...5000, using: &random)))
        case 1:
            .scalar(
                [.null, .bool(true), .bool(false), .float(2.5), .float(1e20)].randomElement(using: &random) ?? .null)
        case 2...6: .string(strings.randomElement(using: &random) ?? "")
        case 7: .list((0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth - 1, &random) })
        default: .map((0..<Int.random(in: 0...3, using: &random)).map { .init("k\($0)", value(depth - 1, &random)) })
        }
    }

    /// What a tree is after another was set in it; maps are entered, and merge keys supply what is equal.
    static func entered(_ tree: ValueTree, _ wanted: ValueTree) -> ValueTree {
        guard case .map(let new) = wanted, case .map(var entries) = tree else { return wanted }
        for entry in new {
            if let place = entries.firstIndex(where: { $0.key == entry.key }) {
                entries[place].value = entered(entries[place].value, entry.value)
            } else if case .map(let merged)? = entries.first(where: { $0.key == "<<" })?.value,
                merged.contains(where: { $0.key == entry.key && $0.value == entry.value })
            {
                continue
            } else {
                entries.append(entry)
            }
        }
        return .map(entries)
    }

    static func kind(of wanted: ValueTree, in tree: ValueTree) -> Kind {
        guard case .map(let new) = wanted, let entry = new.first, case .map(let entries) = tree else { return .other }
        guard let old = entries.first(where: { $0.key == entry.key }) else { return entries.isEmpty ? .other : .added }
        switch (old.value, entry.value) {
        case (.scalar, .scalar): return .scalarForScalar
        case (.map(let inner), .map) where !inner.isEmpty: return kind(of: entry.value, in: old.value)
        default: return .other
        }
    }
}
