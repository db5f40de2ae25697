package import Diagnostics

extension YAMLNode {
    /// The bytes in the file that a part of this scalar's decoded text came from.
    ///
    /// `textRange` counts UTF-8 bytes of `text`. An escape is taken whole, a folded line break as its break. For an
    /// alias, a list or a map, or a range outside the text, the node's own range. Linear; only messages ask for it.
    package func sourceRange(ofTextRange textRange: Range<Int>, in source: SourceText) -> SourceRange {
        guard aliasName == nil, let scalar else { return range }
        var map = TextRangeMap(of: scalar, at: range, in: source, wanted: textRange)
        return map.find() ?? range
    }
}
