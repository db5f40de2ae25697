/// One command to run: everything that its process is made of, as plain values.
package struct CommandRequest: Sendable {
    /// What is executed.
    package enum Invocation: Sendable, Hashable {
        /// A script, run by `sh -eu -c`.
        case script(String)
        /// A program and its arguments; the program is looked up on the child's own `PATH`.
        case argv([String])
    }

    /// What is executed.
    package var invocation: Invocation
    /// The child's complete environment; the runner adds nothing but `RUNG_COMMAND`, the mark by which it finds the
    /// command's processes again.
    package var environment: [String: String]
    /// The folder that the command starts in; empty: Rung's own.
    package var workingDirectory: String
    /// What the command reads on its standard input; nil: nothing, from /dev/null.
    package var input: [UInt8]?
    /// How long the command may take before it is ended; nil: for ever.
    package var timeout: Duration?
    /// The bytes kept of each stream, half of its head and half of its tail where more came.
    package var outputLimit: Int
    /// What is replaced by `***` before anything is stored or shown.
    package var masker: SecretMasker
    /// Called once the process exists and before its output is read, on the thread that called `run`.
    package var onStart: (@Sendable (ProcessIdentity) -> Void)?
    /// Called with each piece of masked output as it comes, in order, on the runner's own thread: it must not block.
    package var onOutput: (@Sendable (OutputStream, [UInt8]) -> Void)?

    /// Makes a request; the limit of output is 1 MiB a stream where none is given.
    package init(
        _ invocation: Invocation, environment: [String: String], workingDirectory: String = "",
        timeout: Duration? = nil, outputLimit: Int = 1 << 20, masker: SecretMasker = SecretMasker(secrets: []),
        onStart: (@Sendable (ProcessIdentity) -> Void)? = nil,
        onOutput: (@Sendable (OutputStream, [UInt8]) -> Void)? = nil
    ) {
        self.invocation = invocation
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.timeout = timeout
        self.outputLimit = outputLimit
        self.masker = masker
        self.onStart = onStart
        self.onOutput = onOutput
    }
}
