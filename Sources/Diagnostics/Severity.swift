/// How much a diagnostic weighs: an error makes a file unusable, a warning does not, advice is `lint`'s alone.
package enum Severity: String, Sendable, Hashable, CaseIterable {
    case error
    case warning
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
