/// Commands that do not end by themselves.
enum EndlessCommands {
    /// How such a command can be made to end.
    enum Remedy {
        /// A flag goes: its letter out of a cluster, or the whole word.
        case dropFlag(ShellWord, letter: Character?)
        /// A flag comes after a word.
        case addFlag(String, after: ShellWord)
        /// Nothing simple.
        case none
    }

    /// What keeps a command from ending: where it shows, in words, and the remedy.
    struct Reason {
        var words: String
        var place: ShellWord
        var hint: String
        var remedy: Remedy = .none
    }

    /// Why a command does not end; nil where it does, as far as is known.
    static func reason(_ text: CommandText) -> Reason? {
        let invocation = text.invocation
        guard !invocation.isBounded, !text.command.isInBackground else { return nil }
        switch text.program {
        case "docker", "podman", "nerdctl", "docker-compose", "podman-compose": return container(invocation)
        case "kubectl", "oc": return cluster(invocation)
        case "tail": return following(invocation, ["-f", "-F", "--follow"])
        case "journalctl": return following(invocation, ["-f", "--follow"])
        case "dmesg": return following(invocation, ["-w", "-W", "--follow", "--follow-new"])
        case "inotifywait": return following(invocation, ["-m", "--monitor"])
        case "watch":
            return Reason(
                words: "`watch` runs its command again and again", place: invocation.word,
                hint: "run the command once; `retry` or `verify` tries again")
        case "ping", "ping6":
            guard !invocation.hasFlag("-c", "-w") else { return nil }
            return Reason(
                words: "`ping` without `-c` does not end", place: invocation.word,
                hint: "say how often: `ping -c 3`", remedy: .addFlag("-c 3", after: invocation.word))
        case "top", "htop", "btop", "iotop", "iftop", "nethogs": return screen(invocation)
        case "vmstat", "iostat", "mpstat", "pidstat", "sar": return sampler(invocation)
        case "tcpdump", "tshark":
            guard !invocation.hasFlag("-c", "-r", "-D") else { return nil }
            return Reason(
                words: "`\(text.program)` without `-c` does not end", place: invocation.word,
                hint: "say how many packets: `-c 100`")
        case "yes": return Reason(words: "`yes` does not end", place: invocation.word, hint: "take it out")
        case "sleep":
            guard let word = invocation.arguments.first, ["infinity", "inf"].contains(word.text) else { return nil }
            return Reason(words: "`sleep infinity` does not end", place: word, hint: "say how long")
        default: return nil
        }
    }

    private static func following(_ invocation: Invocation, _ flags: [String]) -> Reason? {
        guard let word = invocation.flag(flags) else { return nil }
        return Reason(
            words: "`\(invocation.program) \(word.text)` waits for more and does not end", place: word,
            hint: "take the flag out: what is there already is printed", remedy: dropping(word, flags))
    }

    /// Takes a flag out: its letter where it stands in a cluster, else the word.
    private static func dropping(_ word: ShellWord, _ flags: [String]) -> Remedy {
        let text = word.text
        guard !text.hasPrefix("--"), text.utf8.count > 2 else { return .dropFlag(word, letter: nil) }
        let letter = flags.lazy.compactMap { flag -> Character? in
            guard flag.count == 2, let letter = flag.last, text.dropFirst().contains(letter) else { return nil }
            return letter
        }.first
        return .dropFlag(word, letter: letter)
    }

    private static func container(_ invocation: Invocation) -> Reason? {
        guard let (verb, isCompose) = invocation.containerVerb else { return nil }
        switch verb.program {
        case "logs": return following(Invocation(program: "docker logs", verb), ["-f", "--follow"])
        case "stats":
            guard verb.flag(["--no-stream", "--no-stream=true"]) == nil else { return nil }
            return Reason(
                words: "`docker stats` without `--no-stream` does not end", place: verb.word,
                hint: "add `--no-stream`", remedy: .addFlag("--no-stream", after: verb.word))
        case "up" where isCompose:
            guard !verb.hasFlag("-d", "--detach", "--wait", "--no-start") else { return nil }
            return Reason(
                words: "`docker compose up` without `-d` stays with the containers and does not end", place: verb.word,
                hint: "add `-d`", remedy: .addFlag("-d", after: verb.word))
        case "events":
            guard !verb.hasFlag("--until") else { return nil }
            return Reason(
                words: "`docker events` without `--until` does not end", place: verb.word,
                hint: "say until when: `--until 0s`")
        case "attach":
            return Reason(words: "`attach` stays with the container", place: verb.word, hint: "use `logs`")
        default: return nil
        }
    }

    private static func cluster(_ invocation: Invocation) -> Reason? {
        guard let verb = invocation.subcommand(values: DestructiveCommands.clusterValues) else { return nil }
        let program = "\(invocation.program) \(verb.program)"
        switch verb.program {
        case "logs": return following(Invocation(program: program, verb), ["-f", "--follow"])
        case "get": return following(Invocation(program: program, verb), ["-w", "--watch", "--watch-only"])
        case "port-forward", "proxy":
            return Reason(
                words: "`\(program)` does not end", place: verb.word,
                hint: "run it in the background, and end it by `kill`")
        default: return nil
        }
    }

    private static func screen(_ invocation: Invocation) -> Reason? {
        let batch = invocation.hasFlag("-b", "--batch") || invocation.texts.contains { $0.hasPrefix("-b") }
        let counted =
            invocation.hasFlag("-n", "--iter") || invocation.texts.contains { $0.hasPrefix("-n") || $0.contains("n1") }
        guard !(batch && counted) else { return nil }
        return Reason(
            words: "`\(invocation.program)` is a screen for a person and does not end", place: invocation.word,
            hint: "let it print once: `top -b -n 1`")
    }

    /// `vmstat 1` goes on for ever, `vmstat 1 5` does not.
    private static func sampler(_ invocation: Invocation) -> Reason? {
        let numbers = invocation.operands(values: ["-p", "-u", "-f", "-o", "-P"]).filter { Int($0.text) != nil }
        guard numbers.count == 1 else { return nil }
        return Reason(
            words: "`\(invocation.program) \(numbers[0].text)` prints for ever", place: numbers[0],
            hint: "say how often: `\(invocation.program) \(numbers[0].text) 2`")
    }
}

extension Invocation {
    /// A verb under the name of its whole command.
    init(program: String, _ verb: Invocation) {
        self = verb
        self.program = program
    }
}
