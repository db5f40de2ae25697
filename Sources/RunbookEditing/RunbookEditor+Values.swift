import Diagnostics
import YAMLEditing
import YAMLSyntax

extension RunbookEditor {
    func set(_ path: RunbookPath, to value: ValueTree) throws(RunbookEditFailure) -> EditedRunbook {
        let found = try find(path.steps[...], appends: path.appends)
        let text = path.steps.pathText
        if path.appends {
            let document = try edited(.insertItem(value, at: path.steps, .last))
            return EditedRunbook(document: document, summary: "added an item to \(text)")
        }
        // What is there becomes exactly the value; where more than one key is missing, nothing is below them.
        let document = try edited(
            found.missing.count > 1 ? .set(value, at: path.steps) : .replace(value, at: path.steps))
        return EditedRunbook(document: document, summary: "\(found.missing.isEmpty ? "set" : "added") \(text)")
    }

    func unset(_ path: RunbookPath) throws(RunbookEditFailure) -> EditedRunbook {
        guard !path.appends else {
            throw RunbookEditFailure(
                .badWords, "`[+]` is a new item, and cannot be removed", hint: "an item is `[0]`, `[1]`, …")
        }
        let found = try find(path.steps[...], appends: false)
        if let missing = found.missing.first {
            throw absent(missing, in: found.node, at: path.steps.dropLast(found.missing.count))
        }
        if path.steps.count == 2, path.steps[0] == .key("steps"), case .key(let name) = path.steps[1] {
            return try removeStep(name, rewire: nil)
        }
        return EditedRunbook(document: try edited(.remove(path.steps)), summary: "removed \(path.steps.pathText)")
    }

    /// Goes down a path as far as it leads; what is missing is keys alone.
    private func find(
        _ path: ArraySlice<PathStep>, appends: Bool
    ) throws(RunbookEditFailure) -> (node: YAMLNode, missing: ArraySlice<PathStep>) {
        var node = root
        var rest = path
        while let step = rest.first {
            let next: YAMLNode? =
                switch step {
                case .key(let key): node[key]
                case .index(let index): node.items.flatMap { $0.indices.contains(index) ? $0[index] : nil }
                }
            guard let next else { break }
            node = next
            rest = rest.dropFirst()
        }
        let way = path.dropLast(rest.count)
        guard let missing = rest.first else {
            if appends, node.items == nil, !node.isNull { throw wrongKind(node, way, wants: "a list") }
            return (node, rest)
        }
        guard case .key(let key) = missing, node.pairs != nil || node.isNull,
            rest.allSatisfy({ if case .key = $0 { true } else { false } }), !appends
        else { throw absent(missing, in: node, at: way) }
        let keys = (node.pairs ?? []).map(\.keyText)
        // A misspelt name on the way would make a new map; the last name may be new.
        if rest.count > 1, Self.didYouMean(key, among: keys) != nil || way == [.key("steps")] {
            throw absent(missing, in: node, at: way)
        }
        return (node, rest)
    }

    private func absent(
        _ step: PathStep, in node: YAMLNode, at way: ArraySlice<PathStep>
    ) -> RunbookEditFailure {
        let place = way.isEmpty ? "the runbook" : "`\(way.pathText)`"
        switch step {
        case .index(let index):
            guard let items = node.items else { return wrongKind(node, way, wants: "a list") }
            let count = items.isEmpty ? "it is empty" : "its last is `[\(items.count - 1)]`"
            return RunbookEditFailure(
                .noSuchPlace, "\(place) has no item `[\(index)]`: \(count)", hint: "`[+]` adds one at the end")
        case .key(let key):
            guard let pairs = node.pairs else { return wrongKind(node, way, wants: "a map") }
            if way == [.key("steps")] {
                return RunbookEditFailure(
                    .noSuchPlace, "there is no step `\(key)`",
                    hint: Self.didYouMean(key, among: pairs.map(\.keyText)) ?? "`add-step` adds one")
            }
            return RunbookEditFailure(
                .noSuchPlace, "\(place) has no `\(key)`", hint: Self.didYouMean(key, among: pairs.map(\.keyText)))
        }
    }

    private func wrongKind(_ node: YAMLNode, _ way: ArraySlice<PathStep>, wants: String) -> RunbookEditFailure {
        let kind = node.pairs != nil ? "a map" : node.items != nil ? "a list" : "a single value"
        let line = document.source.position(of: node.range.start).line
        return RunbookEditFailure(
            .noSuchPlace, "`\(way.pathText)` (line \(line)) is \(kind), and not \(wants)")
    }
}
