/// A change of a file, with every value resolved.
package struct ResolvedEdit: Sendable, Equatable {
    /// How the file's text changes.
    package enum Change: Sendable, Equatable {
        /// A tree set in the file.
        case set(ResolvedTree)
        /// The one place that a pattern matches becomes a text.
        case replace(pattern: String, with: String)
        /// The one line that a pattern matches becomes a line; with none, it is appended.
        case ensureLine(line: String, pattern: String?)
        /// The lines between Rung's two marker comments.
        case block(name: String, text: String)
    }

    /// The file, relative to where the step starts.
    package var file: String
    /// How it changes.
    package var change: Change
    /// Whether it is made where it is absent.
    package var createsFile: Bool
    /// Whether it is read and written as the superuser.
    package var usesSudo: Bool

    /// A change of a file.
    package init(file: String, change: Change, createsFile: Bool = false, usesSudo: Bool = false) {
        self.file = file
        self.change = change
        self.createsFile = createsFile
        self.usesSudo = usesSudo
    }
}

/// A tree of values to set in a file.
package indirect enum ResolvedTree: Sendable, Equatable {
    /// A map that is entered.
    case map([Member])
    /// A list that replaces what is there.
    case list([ResolvedTree])
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)

    /// A key of a map with its value.
    package struct Member: Sendable, Equatable {
        /// The key.
        package var key: String
        /// The value.
        package var value: ResolvedTree

        /// A member of a map.
        package init(key: String, value: ResolvedTree) {
            self.key = key
            self.value = value
        }
    }
}

/// What an edit is about to do to a file, or has done.
package struct EditPlan: Sendable, Equatable {
    /// The file itself, where its path was a symbolic link.
    package var path: String
    /// The SHA-256 of the file as it is; nil: there is none yet.
    package var before: String?
    /// The SHA-256 of the file as it will be.
    package var after: String
    /// The change as a unified diff, secrets masked; empty in an order, whose plan's result has it.
    package var diff: String
    /// How many other names (hard links) the file has, which keep the old text; in an order 0, as the diff is empty.
    package var otherLinks: Int

    /// A plan.
    package init(path: String, before: String?, after: String, diff: String = "", otherLinks: Int = 0) {
        self.path = path
        self.before = before
        self.after = after
        self.diff = diff
        self.otherLinks = otherLinks
    }
}

/// What is done to the file of an edit (rule 13).
package enum EditStage: Sendable, Equatable {
    /// The new text is computed, and nothing is changed.
    case plan
    /// The old file is kept and replaced.
    case write(EditPlan)
    /// It is looked at how far an interrupted edit came.
    case look(EditPlan)
    /// The old file is put back.
    case putBack(EditPlan)
}

/// What came of a stage of an edit.
package struct EditOutcome: Sendable, Equatable {
    /// What came of it.
    package enum State: Sendable, Equatable {
        /// Planned: the file is already as it should be.
        case unchanged(path: String)
        /// Planned: this would change.
        case planned(EditPlan)
        /// Written; where the old file is kept, if there was one.
        case written(backup: String?)
        /// Put back.
        case putBack
        /// Looked at: the file is as before the edit.
        case isBefore
        /// Looked at: the file is as after the edit.
        case isAfter
        /// It could not be done, for a reason in words; the file is as it was found.
        case failed(String)
    }

    /// What came of it.
    package var state: State
    /// How long it took.
    package var elapsed: Duration

    /// What came of a stage.
    package init(_ state: State, elapsed: Duration = .zero) {
        self.state = state
        self.elapsed = elapsed
    }
}
