/// One of the two streams that a command prints to.
package enum OutputStream: String, Sendable, Hashable, CaseIterable {
    case stdout, stderr
}
