/// How a process ended, and all that it wrote.
struct ProcessEnd: CustomStringConvertible {
    /// As a shell reports it: 128+n where signal n ended it.
    let exit: Int32
    /// What it wrote on standard output.
    let out: String
    /// What it wrote on standard error.
    let err: String

    /// All of it, for the message of a test that fails.
    var description: String { "exit \(exit)\n--- stdout\n\(out)\n--- stderr\n\(err)" }

    /// The last line of standard output.
    var lastLine: String {
        String(out.split(separator: "\n").last ?? "")
    }
}
