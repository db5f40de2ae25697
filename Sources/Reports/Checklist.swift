import RunbookModel

/// The runbook's checks, ticked as far as they were walked.
package struct Checklist: Sendable {
    /// A check.
    package struct Item: Sendable {
        /// The step's path.
        package var step: String
        /// Its name for people.
        package var name: String?
        /// What it came to first; nil: it was not looked at.
        package var first: StoryVerdict?
        /// What it came to last.
        package var last: StoryVerdict?
    }

    /// Checks that belong together.
    package struct Section: Sendable {
        /// The path of the group; nil: checks without one.
        package var group: String?
        /// The group's name for people.
        package var name: String?
        /// The checks, in the order of the runbook.
        package var items: [Item]
    }

    /// The groups of the runbooks that were walked, and last the checks that belong to none.
    package var sections: [Section] = []

    /// The checklist of a run.
    package init(_ story: RunStory) {
        for passage in story.passages {
            guard let runbook = story.names.runbook(at: passage) else { continue }
            var grouped: Set<String> = []
            func item(_ id: String) -> Item {
                let path = passage + id
                let looks = story.looks[path]
                return Item(step: path, name: story.names.step(path), first: looks?.first, last: looks?.last)
            }
            for step in runbook.steps {
                guard case .group(let group) = step.kind else { continue }
                grouped.formUnion(group.members)
                let path = passage + step.id
                sections.append(
                    Section(group: path, name: story.names.step(path), items: group.members.map(item)))
            }
            let rest = runbook.steps.filter { step in
                if case .check = step.kind { !grouped.contains(step.id) } else { false }
            }
            if !rest.isEmpty { sections.append(Section(group: nil, name: nil, items: rest.map { item($0.id) })) }
        }
    }
}
