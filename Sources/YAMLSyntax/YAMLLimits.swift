/// What a YAML text may cost; whoever goes beyond is refused while the text is being read.
package struct YAMLLimits: Sendable {
    /// Levels of lists and maps within one another.
    package var depth: Int
    /// The size of the text in bytes.
    package var bytes: Int
    /// Nodes that aliases may add to those that are written.
    package var aliasNodes: Int

    /// Rung's limits: 100 levels, 16 MiB, 100,000 nodes by aliases.
    package static let standard = YAMLLimits(depth: 100, bytes: 16 << 20, aliasNodes: 100_000)

    /// Limits of one's own.
    package init(depth: Int, bytes: Int, aliasNodes: Int) {
        self.depth = depth
        self.bytes = min(bytes, Int(UInt32.max) - 1)
        self.aliasNodes = aliasNodes
    }
}
