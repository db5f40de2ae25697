extension Diagnostic {
    /// Whether a reader would see the same message at the same place; which object holds the text does not matter.
    package func isSame(as other: Diagnostic) -> Bool {
        range == other.range && severity == other.severity && code == other.code && message == other.message
            && hint == other.hint && notes == other.notes && source.name == other.source.name
    }

    /// Whether `self` is shown before `other`: by file, place, weight, then by words, so that the order never varies.
    package func isShown(before other: Diagnostic) -> Bool {
        if source.name != other.source.name { return source.name < other.source.name }
        if range.start != other.range.start { return range.start < other.range.start }
        if severity != other.severity { return severity.rank < other.severity.rank }
        if range.end != other.range.end { return range.end < other.range.end }
        if code != other.code { return code < other.code }
        if message != other.message { return message < other.message }
        return (hint ?? "") < (other.hint ?? "")
    }
}

extension Sequence where Element == Diagnostic {
    /// The diagnostics sorted by place, equal ones once: as they are shown.
    package func inOrderOfPlace() -> [Diagnostic] {
        var shown: [Diagnostic] = []
        for diagnostic in sorted(by: { $0.isShown(before: $1) }) {
            if let last = shown.last, last.isSame(as: diagnostic) { continue }
            shown.append(diagnostic)
        }
        return shown
    }
}
