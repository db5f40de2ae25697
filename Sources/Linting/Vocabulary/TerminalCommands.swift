/// Commands that want a person at a terminal, which no step has.
enum TerminalCommands {
    /// Why a command wants one.
    struct Reason {
        var words: String
        var place: ShellWord
        var hint: String
        /// A flag that goes: its letter out of a cluster, or the whole word.
        var dropped: (word: ShellWord, letter: Character?)?
    }

    /// Why a command wants a terminal; nil where it does not, as far as is known.
    static func reason(_ text: CommandText) -> Reason? {
        let invocation = text.invocation
        switch text.program {
        case "docker", "podman", "nerdctl", "docker-compose", "podman-compose":
            guard let (verb, _) = invocation.containerVerb, ["exec", "run"].contains(verb.program) else { return nil }
            return terminalFlag(
                verb.ownFlags(values: Invocation.execValues), "-t", "--tty", after: "docker \(verb.program)")
        case "kubectl", "oc":
            guard let verb = invocation.subcommand(values: DestructiveCommands.clusterValues),
                ["exec", "run"].contains(verb.program)
            else { return nil }
            let flags = verb.arguments.prefix { $0.text != "--" }
            return terminalFlag(Array(flags), "-t", "--tty", after: "\(text.program) \(verb.program)")
        case "vi", "vim", "nvim", "nano", "emacs", "less", "more", "mc", "ncdu", "dialog", "whiptail", "man", "visudo":
            return Reason(
                words: "`\(text.program)` is for a person at a terminal", place: invocation.word,
                hint: "a step has no terminal: print the file, or let a `manual` step ask a person")
        case "passwd":
            return Reason(words: "`passwd` asks for a password", place: invocation.word, hint: "use `chpasswd`")
        case "apt", "apt-get":
            guard let verb = invocation.subcommand(values: ["-o", "-t", "-c"]),
                ["install", "remove", "purge", "upgrade", "dist-upgrade", "full-upgrade", "autoremove"].contains(
                    verb.program),
                !invocation.hasFlag("-y", "--yes", "--assume-yes", "-s", "--dry-run", "--simulate", "-qq")
            else { return nil }
            return Reason(
                words: "`\(text.program) \(verb.program)` without `-y` asks a question, and gets no answer",
                place: verb.word,
                hint: "add `-y`")
        case "mysql", "mariadb", "mysqldump":
            guard let word = invocation.arguments.first(where: { $0.text == "-p" || $0.text == "--password" }) else {
                return nil
            }
            return Reason(
                words: "`\(text.program) \(word.text)` asks for a password", place: word,
                hint: "give it by `env: {MYSQL_PWD: \"${secrets.…}\"}`")
        case "psql", "pg_dump", "pg_dumpall":
            guard let word = invocation.flag(["-W", "--password"]) else { return nil }
            return Reason(
                words: "`\(text.program) \(word.text)` asks for a password", place: word,
                hint: "give it by `env: {PGPASSWORD: \"${secrets.…}\"}`")
        default: return nil
        }
    }

    private static func terminalFlag(_ words: [ShellWord], _ short: String, _ long: String, after program: String)
        -> Reason?
    {
        let flags = Invocation(program: program, arguments: words[...], word: words.first ?? ShellWord(range: 0..<0))
        guard let word = flags.flag([short, long]) else { return nil }
        let isCluster = !word.text.hasPrefix("--") && word.text.utf8.count > 2
        return Reason(
            words: "`\(program) \(word.text)` wants a terminal, and a step has none", place: word,
            hint: "leave `-t` out", dropped: (word, isCluster ? "t" : nil))
    }
}

extension Invocation {
    /// The flags before the first operand.
    func ownFlags(values: Set<String>) -> [ShellWord] {
        guard let rest = fromFirstOperand(values: values) else { return Array(arguments) }
        return Array(arguments[..<rest.startIndex])
    }
}
