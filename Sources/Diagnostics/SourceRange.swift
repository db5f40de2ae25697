/// A part of a text, as UTF-8 byte offsets from its beginning; `end` is just past the last byte.
package struct SourceRange: Sendable, Hashable {
    /// The offset of the first byte.
    package var start: Int
    /// The offset just past the last byte; equal to `start` where the range is a mere place.
    package var end: Int

    /// A range from `start` to just before `end`.
    package init(start: Int, end: Int) {
        self.start = start
        self.end = max(start, end)
    }

    /// The empty range at `offset`.
    package init(at offset: Int) {
        self.init(start: offset, end: offset)
    }

    /// How many bytes the range covers.
    package var count: Int { end - start }

    /// Whether the range covers no byte.
    package var isEmpty: Bool { end == start }
}
