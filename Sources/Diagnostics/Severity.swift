/// How much a diagnostic weighs: an error makes a file unusable, a warning does not, advice is `lint`'s alone.
package enum Severity: String, Sendable, Hashable, CaseIterable {
    /// The file cannot be used.
    case error
    /// The file can be used, but something in it is probably wrong.
    case warning
    /// Something could be better.
    case advice

    /// The order in which diagnostics of one place are shown: the gravest first.
    var rank: Int {
        switch self {
        case .error: 0
        case .warning: 1
        case .advice: 2
        }
    }
}
