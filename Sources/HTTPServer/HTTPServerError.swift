/// Why a server cannot listen: what, where, and what to do about it.
package struct HTTPServerError: Error, Sendable, CustomStringConvertible {
    /// What kind of trouble it is; a caller may act on it.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Kind: Sendable, Hashable {
            case failed, inUse, notAnAddress, notAllowed, notOfThisMachine
        }

        private let kind: Kind

        /// Anything else; the cause tells.
        package static let failed = Code(kind: .failed)
        /// Another process listens there.
        package static let inUse = Code(kind: .inUse)
        /// The text is no address to listen on.
        package static let notAnAddress = Code(kind: .notAnAddress)
        /// This user may not listen there.
        package static let notAllowed = Code(kind: .notAllowed)
        /// No network interface has the address.
        package static let notOfThisMachine = Code(kind: .notOfThisMachine)

        /// The name of the kind.
        package var description: String { "\(kind)" }
    }

    /// What kind of trouble it is.
    package let code: Code
    /// What is wrong and what to do about it, in words for the operator.
    package let message: String
    /// What the system said, where it said something.
    package let cause: String?

    init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// The message with its cause.
    package var description: String {
        cause.map { "\(message) (\($0))" } ?? message
    }
}
