import Diagnostics
import TestSupport
import Testing
import YAMLEditing
import YAMLSyntax

/// Random removals, moves, renamings and insertions: the tree is as asked, and every comment outside stays.
@Suite(.serialized) struct StructureTests {
    static let files = [
        """
        # A runbook
        version: 1
        name: {en: A, ru: B}   # both

        steps:
          # first looks
          look:
            check: [df, -h, /]  # all
            next:
              - {when: "a", goto: b}
              # or
              - when: b
                goto: c # see c

          # then mends
          mend:
            fix: |
              echo "# no comment"

              exit 0

            verify: look


          wait: {wait: 5s}
        # the end

        """,
        "a:\r\n- x # 1\r\n- y\r\n# between\r\n- k: 1\r\n  l: 2 # two\r\n\r\nb: [1, 2, 3] # list\r\nc: {d: e, f: g}\r\n",
        "{\n  \"a\": [1, 2], # x\n  \"b\": {\n    \"c\": null, # y\n    \"d\": 2 # z\n  },\n}\n",
        "list:\n    - - 1\n      - 2\n    - name: x\n      value: >\n          folded\n          text\n    -   spaced: 1\n        more: 2\nnone:\nlast: 'q'",
    ]

    @Test(arguments: files.indices) func `random edits of the structure`(_ index: Int) throws {
        let text = Array(Self.files[index].utf8)
        let editor = TreeEditor(name: "x", dialect: .yaml)
        let tree = try #require(try editor.tree(of: text))
        var random = SeededRandom(seed: UInt64(index) + 1)
        var done = 0
        for _ in 0..<150 {
            let edit = edit(of: tree, &random)
            let after: [UInt8]
            do throws(TreeEditFailure) {
                after = try editor.apply(edit, to: text)
            } catch {
                let isTorn = error.message.contains("comments between its parts")
                #expect([.noSuchPlace, .duplicateKey].contains(error.kind) || isTorn, "\(error.message)\n\(edit)")
                continue
            }
            done += 1
            let old = comments(text)
            let new = comments(after)
            switch edit {
            case .remove: #expect(Set(new).isSubset(of: old), "\(edit)\n\(string(after))")
            default: #expect(new.sorted() == old.sorted(), "\(edit)\n\(string(after))")
            }
            let found = try #require(try editor.tree(of: after))
            if case .move = edit { #expect(after.count == text.count, "\(edit)\n\(string(after))") }
            if case .remove = edit { #expect(size(found) < size(tree)) }
        }
        #expect(done > 75)
    }

    private func comments(_ text: [UInt8]) -> [String] {
        guard let document = YAMLReader.read(name: "x", bytes: text).document else { return [] }
        return document.comments.map { String(decoding: text[$0.start..<$0.end], as: UTF8.self) }
    }

    private func string(_ text: [UInt8]) -> String { String(decoding: text, as: UTF8.self) }

    private func size(_ tree: ValueTree) -> Int {
        switch tree {
        case .map(let entries): 1 + entries.reduce(0) { $0 + size($1.value) }
        case .list(let items): 1 + items.reduce(0) { $0 + size($1) }
        default: 1
        }
    }

    private func edit(of tree: ValueTree, _ random: inout SeededRandom) -> TreeEdit {
        var path: [PathStep] = []
        var node = tree
        while true {
            let steps: [PathStep]
            switch node {
            case .map(let entries): steps = entries.map { .key($0.key) }
            case .list(let items): steps = items.indices.map { .index($0) }
            default: steps = []
            }
            guard let step = steps.randomElement(using: &random) else { return .remove(path) }
            let position: TreeEdit.Position =
                [.first, .last, .before(step), .after(step)].randomElement(using: &random) ?? .last
            switch Int.random(in: 0...7, using: &random) {
            case 0: return .remove(path + [step])
            case 1: return .move(path + [steps.randomElement(using: &random) ?? step], position)
            case 2: return .rename(path + [step], to: "renamed \(Int.random(in: 0...9, using: &random))")
            case 3:
                let value = ValueTree.map([.init("x", .list([.string("y"), .scalar(.null)]))])
                if case .map = node { return .insertEntry(.init("new", value), at: path, position) }
                return .insertItem(value, at: path, position)
            default: break
            }
            path.append(step)
            guard let next = child(node, step) else { return .remove(path) }
            node = next
        }
    }

    private func child(_ tree: ValueTree, _ step: PathStep) -> ValueTree? {
        switch (tree, step) {
        case (.map(let entries), .key(let key)): entries.first { $0.key == key }?.value
        case (.list(let items), .index(let index)): items[index]
        default: nil
        }
    }

    @Test func `a large file takes time in proportion to it`() throws {
        let small = try time(lines: 500)
        let large = try time(lines: 4_000)
        #expect(large < small * 40, "\(small) for an eighth of the file, \(large) for all")
    }

    private func time(lines: Int) throws -> Duration {
        let text = Array((0..<lines).map { "key\($0):\n  - a: \"\($0)\" # c\n" }.joined().utf8)
        let tree = ValueTree.map((0..<lines).map { .init("key\($0)", .list([.map([.init("a", .string("x\($0)"))])])) })
        var after: [UInt8] = []
        let clock = ContinuousClock()
        let time = try clock.measure { after = try TreeEditor(name: "x", dialect: .yaml).apply(.set(tree), to: text) }
        #expect(after.count == text.count + lines)
        return time
    }
}
