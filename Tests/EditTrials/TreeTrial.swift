import Diagnostics
package import TestSupport
package import YAMLEditing
import YAMLSyntax

/// One random edit of a YAML text, judged by a model of its own.
package struct TreeTrial {
    /// What came of a trial.
    package enum Outcome {
        /// The edit was made, and all is as it must be.
        case done([UInt8])
        /// The edit was refused, for a reason that is allowed.
        case refused(TreeEditFailure.Kind)
        /// Something is wrong.
        case wrong(String)
    }

    private let facts: TextFacts
    private var random: SeededRandom

    /// A trial of a text.
    package init(_ facts: TextFacts, _ random: SeededRandom) {
        self.facts = facts
        self.random = random
    }

    /// Chooses an edit, makes it, and judges it.
    package mutating func run() -> Outcome {
        guard let (edit, expected, allowed) = choose() else { return .refused(.noSuchPlace) }
        let editor = TreeEditor(name: "trial", dialect: .yaml)
        let after: [UInt8]
        do throws(TreeEditFailure) {
            after = try editor.apply(edit, to: facts.bytes)
        } catch {
            switch error.kind {
            case .shared, .merged, .unsafe, .unwritable: return .refused(error.kind)
            default: return .wrong("\(edit)\nrefused: \(error.message)")
            }
        }
        guard let new = TextFacts(after) else { return .wrong("\(edit)\nthe result is no YAML") }
        var model = ""
        expected.write(to: &model)
        if new.outline != model { return .wrong("\(edit)\nwanted \(model)\nfound  \(new.outline)") }
        if let problem = allowed.problem(after, facts) {
            return .wrong(
                "\(edit)\n\(problem):\n" + String(decoding: after, as: UTF8.self) + "\nbefore:\n"
                    + String(decoding: facts.bytes, as: UTF8.self))
        }
        if case .map = edit.kept, new.comments.sorted() != facts.comments.sorted() {
            return .wrong("\(edit)\ncomments are lost:\n" + String(decoding: after, as: UTF8.self))
        }
        return .done(after)
    }

    // MARK: Choosing

    /// A place in the tree: the way to it, its node, and the collections around it.
    private struct Place {
        var path: [PathStep]
        var node: YAMLNode
        var key: YAMLNode?
        var parent: YAMLNode
        var index: Int
    }

    private mutating func places() -> [Place] {
        var places: [Place] = []
        func visit(_ node: YAMLNode, _ path: [PathStep]) {
            // What an alias or a merge brings is another place's.
            guard node.aliasName == nil else { return }
            if let items = node.items {
                for (index, item) in items.enumerated() {
                    let way = path + [.index(index)]
                    places.append(Place(path: way, node: item, key: nil, parent: node, index: index))
                    visit(item, way)
                }
            }
            if let pairs = node.pairs {
                for (index, pair) in pairs.enumerated() {
                    let way = path + [.key(pair.keyText)]
                    places.append(Place(path: way, node: pair.value, key: pair.key, parent: node, index: index))
                    visit(pair.value, way)
                }
            }
        }
        visit(facts.root, [])
        return places
    }

    private static let values: [ValueTree] = [
        .string("word"), .string("two words"), .scalar(.int(7)), .scalar(.bool(true)), .string("yes"),
        .string("a: b # c"),
        .string("'quoted' \"both\""), .string("line one\nline two\n"), .list([.string("a"), .scalar(.int(2))]),
        .map([.init("x", .string("y")), .init("z", .list([.string("1")]))]), .list([]), .map([]), .scalar(.null),
        .string(""), .string("сервер"),
    ]

    private mutating func choose() -> (TreeEdit, ModelTree, AllowedChange)? {
        let places = places()
        guard !places.isEmpty else { return nil }
        let place = random.one(of: places)
        let tree = ModelTree(facts.root)
        let path = place.path
        switch random.number(0...5) {
        case 0...1:
            let value = random.one(of: Self.values)
            guard let model = tree.changed(at: path[...], { _ in ModelTree(value) }) else { return nil }
            return (.replace(value, at: path), model, .value(place.node, key: place.key))
        case 2:
            guard let last = path.last, let model = tree.changed(at: path.dropLast(), { $0.without(last) }) else {
                return nil
            }
            return (.remove(path), model, .removal(place.node, key: place.key, of: place.parent))
        case 3:
            let value = random.one(of: Self.values)
            let position: TreeEdit.Position = random.one(of: [
                .first, .last, .before(path[path.count - 1]), .after(path[path.count - 1]),
            ])
            let index = position.index(
                of: place.index, among: place.parent.pairs?.count ?? place.parent.items?.count ?? 0)
            let name = "new \(random.number(1...99))"
            guard let model = tree.changed(at: path.dropLast(), { $0.with(ModelTree(value), key: name, at: index) })
            else {
                return nil
            }
            let parent = Array(path.dropLast())
            let edit: TreeEdit =
                place.parent.pairs != nil
                ? .insertEntry(.init(name, value), at: parent, position) : .insertItem(value, at: parent, position)
            return (edit, model, .insertion(into: place.parent))
        case 4:
            guard place.key != nil, let last = path.last else { return nil }
            let name = random.one(of: ["renamed", "renamed to this", "yes", "сервер2"])
            guard let model = tree.changed(at: path.dropLast(), { $0.renamed(last, to: name) }) else { return nil }
            return (.rename(path, to: name), model, .key(place.key ?? place.node))
        default:
            let count = place.parent.pairs?.count ?? place.parent.items?.count ?? 0
            let other = random.number(0...count - 1)
            let step: PathStep = place.parent.pairs.map { .key($0[other].keyText) } ?? .index(other)
            let position: TreeEdit.Position = random.one(of: [.first, .last, .before(step), .after(step)])
            let index = position.index(of: other, among: count)
            guard let model = tree.changed(at: path.dropLast(), { $0.moved(place.index, to: index) }) else {
                return nil
            }
            return (.move(path, position), model, .move(in: place.parent))
        }
    }
}

extension TreeEdit.Position {
    /// Before which part it is.
    fileprivate func index(of neighbour: Int, among count: Int) -> Int {
        switch self {
        case .first: 0
        case .last: count
        case .before: neighbour
        case .after: neighbour + 1
        }
    }
}

extension TreeEdit {
    /// A map where every comment must be kept.
    fileprivate var kept: ValueTree {
        switch self {
        case .insertEntry, .insertItem, .rename, .move: .map([])
        default: .list([])
        }
    }
}
