import YAMLEditing
import YAMLSyntax

/// A tree with its order and tags: the model that edits are judged by.
indirect enum ModelTree {
    case map(tag: String, [(key: String, value: ModelTree)])
    case list(tag: String, [ModelTree])
    case scalar(tag: String, String)

    init(_ node: YAMLNode) {
        let tag = node.tag.map { "!\($0) " } ?? ""
        switch node.content {
        case .scalar: self = .scalar(tag: tag, "(\(node.value.map { "\($0)" } ?? ""))")
        case .sequence(let items, _): self = .list(tag: tag, items.map(ModelTree.init))
        case .mapping(let pairs, _):
            self = .map(tag: tag, pairs.map { ($0.keyText, ModelTree($0.value)) })
        }
    }

    init(_ tree: ValueTree) {
        switch tree {
        case .map(let entries): self = .map(tag: "", entries.map { ($0.key, ModelTree($0.value)) })
        case .list(let items): self = .list(tag: "", items.map(ModelTree.init))
        case .scalar(let value): self = .scalar(tag: "", "(\(value))")
        case .tagged(_, let value): self = ModelTree(value)
        }
    }

    func write(to text: inout String) {
        switch self {
        case .scalar(let tag, let value): text += tag + value
        case .list(let tag, let items):
            text += tag + "["
            for item in items {
                item.write(to: &text)
                text += ","
            }
            text += "]"
        case .map(let tag, let pairs):
            text += tag + "{"
            for pair in pairs {
                text += "\(pair.key.debugDescription):"
                pair.value.write(to: &text)
                text += ","
            }
            text += "}"
        }
    }

    func changed(at path: ArraySlice<PathStep>, _ body: (ModelTree) -> ModelTree?) -> ModelTree? {
        guard let step = path.first else { return body(self) }
        switch (self, step) {
        case (.map(let tag, var pairs), .key(let key)):
            guard let index = pairs.firstIndex(where: { $0.key == key }),
                let value = pairs[index].value.changed(at: path.dropFirst(), body)
            else { return nil }
            pairs[index].value = value
            return .map(tag: tag, pairs)
        case (.list(let tag, var items), .index(let index)):
            guard items.indices.contains(index), let value = items[index].changed(at: path.dropFirst(), body) else {
                return nil
            }
            items[index] = value
            return .list(tag: tag, items)
        default: return nil
        }
    }

    func without(_ step: PathStep) -> ModelTree? {
        switch (self, step) {
        case (.map(let tag, let pairs), .key(let key)):
            .map(tag: pairs.count == 1 ? "" : tag, pairs.filter { $0.key != key })
        case (.list(let tag, var items), .index(let index)):
            {
                items.remove(at: index)
                return .list(tag: items.isEmpty ? "" : tag, items)
            }()
        default: nil
        }
    }

    func with(_ value: ModelTree, key: String, at index: Int) -> ModelTree? {
        switch self {
        case .map(let tag, var pairs):
            guard !pairs.contains(where: { $0.key == key }) else { return nil }
            pairs.insert((key, value), at: index)
            return .map(tag: tag, pairs)
        case .list(let tag, var items):
            items.insert(value, at: index)
            return .list(tag: tag, items)
        case .scalar: return nil
        }
    }

    func renamed(_ step: PathStep, to name: String) -> ModelTree? {
        guard case .map(let tag, var pairs) = self, case .key(let key) = step,
            let index = pairs.firstIndex(where: { $0.key == key }), !pairs.contains(where: { $0.key == name })
        else { return nil }
        pairs[index].key = name
        return .map(tag: tag, pairs)
    }

    func moved(_ from: Int, to: Int) -> ModelTree? {
        let target = to > from ? to - 1 : to
        switch self {
        case .map(let tag, var pairs):
            let pair = pairs.remove(at: from)
            pairs.insert(pair, at: target)
            return .map(tag: tag, pairs)
        case .list(let tag, var items):
            let item = items.remove(at: from)
            items.insert(item, at: target)
            return .list(tag: tag, items)
        case .scalar: return nil
        }
    }
}
