import Diagnostics
import RunbookEditing
import RunbookLoading
package import RunbookModel
package import TestSupport
import YAMLEditing
import YAMLSyntax

/// One random edit of a valid runbook, judged by what the loader then reads and by the bytes outside.
package struct RunbookTrial {
    private let facts: TextFacts
    private let runbook: Runbook
    private var random: SeededRandom

    /// A trial of a text and what it was loaded as.
    package init(_ facts: TextFacts, _ runbook: Runbook, _ random: SeededRandom) {
        self.facts = facts
        self.runbook = runbook
        self.random = random
    }

    /// The runbook of a text; nil where it is not valid.
    package static func load(_ bytes: [UInt8]) -> Runbook? {
        RunbookLoader(texts: ["trial.yaml": bytes]).load(path: "trial.yaml").set?.main
    }

    /// Chooses an edit, makes it, and judges it.
    package mutating func run() -> TreeTrial.Outcome {
        let names = runbook.steps.map(\.id)
        let name = random.one(of: names)
        let other = random.one(of: names)
        switch random.number(0...5) {
        case 0...1: return rename(name)
        case 2: return move(name, other, names)
        case 3: return add(after: name)
        case 4: return connect(name, other)
        default: return remove(name, rewire: other)
        }
    }

    private func edit(_ edit: RunbookEdit) -> Result<EditedRunbook, RunbookEditFailure> {
        do throws(RunbookEditFailure) {
            return .success(try RunbookEditor(name: "trial.yaml", bytes: facts.bytes).apply(edit))
        } catch {
            return .failure(error)
        }
    }

    private func judged(
        _ change: RunbookEdit, _ judge: ([UInt8], Runbook) -> String?
    ) -> TreeTrial.Outcome {
        switch edit(change) {
        case .failure(let failure):
            return failure.kind == .unsafe ? .refused(.unsafe) : .wrong("\(change): \(failure.message)")
        case .success(let result):
            guard let loaded = Self.load(result.bytes) else {
                return .wrong("\(change): not valid:\n" + String(decoding: result.bytes, as: UTF8.self))
            }
            if let problem = judge(result.bytes, loaded) {
                return .wrong("\(change): \(problem):\n" + String(decoding: result.bytes, as: UTF8.self))
            }
            return .done(result.bytes)
        }
    }

    /// The new name is nowhere else in the text: with the old one in its place, every byte is as it was.
    private func rename(_ name: String) -> TreeTrial.Outcome {
        let new = "renamed_step_with_a_name_of_its_own"
        return judged(.renameStep(name, to: new)) { bytes, loaded in
            let back = String(decoding: bytes, as: UTF8.self).replacing(new, with: name)
            if Array(back.utf8) != facts.bytes { return "more than the name changed" }
            if loaded.steps.map(\.id) != runbook.steps.map({ $0.id == name ? new : $0.id }) { return "other steps" }
            guard
                case .success(let undone) = Result(catching: {
                    try RunbookEditor(name: "trial.yaml", bytes: bytes).apply(.renameStep(new, to: name))
                })
            else { return "it cannot be renamed back" }
            return undone.bytes == facts.bytes ? nil : "renamed back it is another text"
        }
    }

    private func move(_ name: String, _ other: String, _ names: [String]) -> TreeTrial.Outcome {
        guard name != other else { return .refused(.noSuchPlace) }
        return judged(.move(name, .after(other))) { bytes, loaded in
            var wanted = names.filter { $0 != name }
            guard let place = wanted.firstIndex(of: other) else { return "no such step" }
            wanted.insert(name, at: place + 1)
            if loaded.steps.map(\.id) != wanted { return "another order" }
            return lines(bytes) == lines(facts.bytes) ? nil : "the lines changed"
        }
    }

    /// Whether a walk can go to a step: a member of a group may have no way on.
    private func canBeEntered(_ name: String) -> Bool {
        guard let step = facts.root["steps"]?[name] else { return false }
        return ["next", "decide", "escalate"].contains { step[$0] != nil }
    }

    private func add(after name: String) -> TreeTrial.Outcome {
        guard canBeEntered(name) else { return .refused(.noSuchPlace) }
        let body =
            "# what it is for\ncheck: |\n  echo one\n\n  echo two\n# where it leads\nnext: \(name) # back\nvisits: 2\n"
        return judged(.addStep("added_step", body: Array(body.utf8), .after(name))) { bytes, loaded in
            guard let index = loaded.steps.firstIndex(where: { $0.id == "added_step" }), index > 0,
                loaded.steps[index - 1].id == name
            else { return "the step is not there" }
            let text = String(decoding: bytes, as: UTF8.self)
            for line in ["# what it is for", "# where it leads", "echo two", "next: \(name) # back"]
            where !text.contains(line) { return "`\(line)` is lost" }
            return isWithOneInsertion(bytes, facts.bytes) ? nil : "more than one place changed"
        }
    }

    private mutating func connect(_ name: String, _ other: String) -> TreeTrial.Outcome {
        guard let step = facts.root["steps"]?[name], step["end"] == nil, step["escalate"] == nil,
            canBeEntered(other)
        else { return .refused(.noSuchPlace) }
        let key = step["decide"] == nil ? "next" : "decide"
        // A member of a group has no `next`, and needs no branch.
        guard step[key] != nil else { return .refused(.noSuchPlace) }
        let branches = step[key]?.items?.count ?? 0
        let before = branches > 0 && random.chance(50) ? random.number(1...branches) : nil
        let condition = random.one(of: ["visits.\(other) == 0", "!steps.\(name).ran || mode == \"guided\""])
        return judged(.connect(name, to: other, when: condition, before: before)) { bytes, _ in
            guard let new = TextFacts(bytes), let items = new.root["steps"]?[name]?[key]?.items else {
                return "there are no branches"
            }
            let last = step[key]?.items?.last?["when"]?.text == "true" ? 1 : 0
            let place = before.map { $0 - 1 } ?? (branches == 0 ? 0 : branches - last)
            guard items.indices.contains(place), items[place]["when"]?.text == condition,
                items[place]["goto"]?.text == other
            else { return "the branch is not there" }
            if branches > 0, items.count != branches + 1 { return "other branches" }
            if branches > 0 { return isWithOneInsertion(bytes, facts.bytes) ? nil : "more than one place changed" }
            guard let value = step[key] else { return nil }
            let region = facts.startOfLine(value.range.start)..<facts.endOfLine(value.range.end)
            return differs(bytes, from: facts.bytes, onlyIn: region) ? nil : "more than `next` changed"
        }
    }

    private func remove(_ name: String, rewire target: String) -> TreeTrial.Outcome {
        guard name != target else { return .refused(.noSuchPlace) }
        switch edit(.removeStep(name, rewire: target)) {
        case .failure(let failure):
            return failure.kind == .unsafe ? .refused(.unsafe) : .wrong("remove \(name): \(failure.message)")
        case .success(let result):
            guard let new = TextFacts(result.bytes), let steps = new.root["steps"]?.pairs else {
                return .wrong("remove \(name): no YAML")
            }
            let wanted = runbook.steps.map(\.id).filter { $0 != name }
            if steps.map(\.keyText) != wanted { return .wrong("remove \(name): other steps") }
            // What still names it is told: nothing else may.
            let left = StepMentionFinder.mentions(of: name, in: new.document)
            if left.count != result.dangling.count {
                return .wrong("remove \(name): \(left.count) mentions are left, \(result.dangling.count) told")
            }
            if left.contains(where: \.role.isWay) { return .wrong("remove \(name): a way still leads to it") }
            return .done(result.bytes)
        }
    }

    private func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).sorted { $0.lexicographicallyPrecedes($1) }
    }
}
