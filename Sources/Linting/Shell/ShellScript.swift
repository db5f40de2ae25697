/// A script as its commands, in the order in which they end; what a shell would refuse is read as far as it goes.
struct ShellScript: Sendable {
    /// The commands, those in `$(…)`, groups and loops among them.
    var commands: [ShellCommand]
    /// The comments, from `#` to the end of the line.
    var comments: [Range<Int>]

    /// The script of a text.
    init(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(bytes, in: 0..<bytes.count)
    }

    /// The script in a part of a text; all places are those of the whole text.
    init(_ bytes: [UInt8], in range: Range<Int>) {
        var reader = ShellReader(bytes: bytes, range: range)
        reader.readAll()
        commands = reader.commands
        comments = reader.comments
    }
}
