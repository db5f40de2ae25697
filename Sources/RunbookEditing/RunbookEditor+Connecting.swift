import YAMLEditing
import YAMLSyntax

extension RunbookEditor {
    func connect(
        _ name: String, to target: String, when condition: String?, before branch: Int?
    ) throws(RunbookEditFailure) -> EditedRunbook {
        let step = try step(name)
        try self.step(target)
        if step["end"] != nil || step["escalate"] != nil {
            throw RunbookEditFailure(.noSuchPlace, "the walk ends at `\(name)`, and nothing follows it")
        }
        let key = step["decide"] != nil ? "decide" : "next"
        let path: [PathStep] = [.key("steps"), .key(name), .key(key)]
        guard let condition else { return try connect(name, to: target, by: step[key], at: path, before: branch) }
        guard condition.utf8.contains(where: { $0 > 0x20 }) else {
            throw RunbookEditFailure(.badWords, "the condition is empty")
        }
        let new = Self.branch(condition, target)
        let old = step[key]
        if let items = old?.items, !items.isEmpty {
            let index = try place(of: branch, among: items, of: name)
            let document = try edited(
                .insertItem(new, at: path, index == items.count ? .last : .before(.index(index))))
            return EditedRunbook(document: document, summary: "added branch \(index + 1) of `\(name)`, to `\(target)`")
        }
        guard branch == nil || branch == 1 else {
            throw RunbookEditFailure(
                .noSuchPlace, "`\(name)` has no branch \(branch ?? 0): it has none yet", hint: "leave out `--before`")
        }
        var branches = [new]
        if let next = old?.text, !next.isEmpty, old?.isNull == false {
            branches.append(Self.branch(Self.condition(ofNextAlone: step), next))
        }
        let document = try edited(.replace(.list(branches), at: path))
        return EditedRunbook(document: document, summary: "added branch 1 of `\(name)`, to `\(target)`")
    }

    /// Leads on without a condition: only where nothing leads on yet.
    private func connect(
        _ name: String, to target: String, by old: YAMLNode?, at path: [PathStep], before branch: Int?
    ) throws(RunbookEditFailure) -> EditedRunbook {
        guard branch == nil else {
            throw RunbookEditFailure(
                .badWords, "`--before` places a branch, which needs a condition", hint: "add --when")
        }
        guard path.last == .key("next"), old == nil || old?.isNull == true else {
            let there = old?.text.map { "leads to `\($0)`" } ?? "has branches"
            throw RunbookEditFailure(
                .badWords, "`\(name)` \(there) already",
                hint: "`--when` adds a branch; `set steps.\(name).next \(target)` replaces what is there")
        }
        let document = try edited(.replace(.string(target), at: path))
        return EditedRunbook(document: document, summary: "`\(name)` leads to `\(target)` now")
    }

    private static func branch(_ condition: String, _ target: String) -> ValueTree {
        .map([.init("when", EditValue.condition(condition)), .init("goto", .string(target))])
    }

    /// What a `next` alone means, as the condition of a branch (rule 19): so the other walks go on as they did.
    private static func condition(ofNextAlone step: YAMLNode) -> String {
        let goesInAnyCase = ["check", "all", "wait"].contains { step[$0] != nil } && step["else"] == nil
        return goesInAnyCase ? "true" : "ok"
    }

    /// Where a branch goes among others: before the one that is named, else before a last one that is always taken.
    private func place(
        of branch: Int?, among items: [YAMLNode], of name: String
    ) throws(RunbookEditFailure) -> Int {
        guard let branch else {
            return items.last?["when"]?.text == "true" ? items.count - 1 : items.count
        }
        guard (1...items.count).contains(branch) else {
            throw RunbookEditFailure(
                .noSuchPlace,
                "`\(name)` has no branch \(branch): it has \(items.count)", hint: "branches are counted from 1")
        }
        return branch - 1
    }
}
