import RunbookModel

/// The runbook's checks, and the items of its tasks, ticked as far as they were walked.
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

    /// A task of a person, with its items.
    package struct Task: Sendable {
        /// The step's path.
        package var step: String
        /// Its name for people.
        package var name: String?
        /// Its items, in order, and whether each was ticked on the last visit.
        package var items: [(text: String, isTicked: Bool)]
    }

    /// The tasks that have items, in the order of the runbooks.
    package var tasks: [Task] = []
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
            tasks += runbook.steps.compactMap { step in Self.task(passage + step.id, story) }
            if !rest.isEmpty { sections.append(Section(group: nil, name: nil, items: rest.map { item($0.id) })) }
        }
    }

    private static func task(_ path: String, _ story: RunStory) -> Task? {
        let items = story.names.items(path)
        guard !items.isEmpty else { return nil }
        let ticks = story.ticks[path] ?? []
        return Task(
            step: path, name: story.names.step(path),
            items: items.enumerated().map { ($0.element, ticks.indices.contains($0.offset) && ticks[$0.offset]) })
    }

    /// Whether there is nothing to tick.
    package var isEmpty: Bool { sections.isEmpty && tasks.isEmpty }
}
