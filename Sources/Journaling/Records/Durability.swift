/// What a commit survives.
package enum Durability: Sendable {
    /// The death of the process, at once; a power cut may take the last commits, never the order of what is left.
    case killSafe
    /// A power cut as well; makes all that was committed before durable too. Costs a wait for the disk.
    case powerSafe
}
