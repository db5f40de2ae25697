import Glibc
import TestSupport
import Testing
import YAMLEditing
import YAMLSyntax

/// Python's readers of YAML and JSON as judges of what our own editor has written, where they are installed.
enum Judge {
    private static let script = """
        import sys, json, math
        folder, kind = sys.argv[1], sys.argv[2]
        if kind == 'yaml':
            import yaml
            Loader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
            read = lambda f: yaml.load(f, Loader)
        else:
            read = json.load
        def same(a, b):
            if isinstance(a, dict) and isinstance(b, dict):
                return {str(k) for k in a} == set(b) and all(same(v, b[str(k)]) for k, v in a.items())
            if isinstance(a, list) and isinstance(b, list):
                return len(a) == len(b) and all(map(same, a, b))
            return type(a) == type(b) and a == b
        bad = 0
        for line in open(folder + '/list', encoding='utf-8'):
            name = line.strip()
            expected = json.load(open(folder + '/' + name + '.expected', encoding='utf-8'))
            try:
                found = read(open(folder + '/' + name, encoding='utf-8', newline=''))
            except Exception as problem:
                found = problem
            if not same(found, expected):
                bad += 1
                print(name, repr(found)[:2000], repr(expected)[:2000], open(folder + '/' + name).read(), sep='\\n')
        sys.exit(1 if bad else 0)
        """

    /// Has the texts read by Python; says so where there is none.
    static func judge(_ outcomes: [PropertyTests.Outcome], json: Bool) throws {
        guard system(json ? "python3 -c 'import json' 2>/dev/null" : "python3 -c 'import yaml' 2>/dev/null") == 0 else {
            print("not run: python3 \(json ? "" : "with yaml ")as a judge is not installed")
            return
        }
        try withScratchFolder { folder in
            for outcome in outcomes {
                try writeFile(folder + "/" + outcome.name, outcome.text)
                try writeFile(folder + "/" + outcome.name + ".expected", text(outcome.expected))
            }
            try writeFile(folder + "/list", outcomes.map { $0.name + "\n" }.joined())
            try writeFile(folder + "/judge.py", script)
            let command = "python3 '\(folder)/judge.py' '\(folder)' \(json ? "json" : "yaml") >'\(folder)/said' 2>&1"
            let status = system(command)
            let said = String(decoding: try readFile(folder + "/said"), as: UTF8.self).prefix(4000)
            #expect(status == 0, "\(said)")
        }
    }

    /// The tree as JSON, merge keys resolved as YAML's readers do.
    private static func text(_ tree: ValueTree) -> String {
        switch tree {
        case .map(let entries):
            return "{" + merged(entries).map { "\(quoted($0.key)): \(text($0.value))" }.joined(separator: ", ") + "}"
        case .list(let items): return "[" + items.map(text).joined(separator: ", ") + "]"
        case .tagged(_, let value): return text(value)
        case .scalar(.null): return "null"
        case .scalar(.bool(let flag)): return flag ? "true" : "false"
        case .scalar(.int(let number)): return String(number)
        case .scalar(.float(let number)): return number.description
        case .scalar(.string(let text)): return quoted(text)
        }
    }

    private static func merged(_ entries: [ValueTree.Entry]) -> [ValueTree.Entry] {
        guard let merge = entries.first(where: { $0.key == "<<" }), case .map(let supplied) = merge.value else {
            return entries
        }
        let own = entries.filter { $0.key != "<<" }
        let names = Set(own.map(\.key))
        return merged(supplied).filter { !names.contains($0.key) } + own
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" {
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
