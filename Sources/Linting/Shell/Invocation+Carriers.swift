// Programs that only carry another one to where it runs. What they carry is what matters to a rule.

extension Invocation {
    /// What the program carries; nil where it carries nothing, or what cannot be read (a script is read by itself).
    var carried: Invocation? {
        if let values = Self.plainCarriers[program] {
            guard let rest = fromFirstOperand(values: values) else { return nil }
            return Invocation(words: Self.withoutAssignments(rest), isBounded: isBounded)
        }
        switch program {
        case "timeout":
            let rest = fromFirstOperand(values: ["-s", "--signal", "-k", "--kill-after"])?.dropFirst()
            return rest.flatMap { Invocation(words: $0, isBounded: true) }
        case "command", "exec", "builtin":
            if hasFlag("-v", "-V") { return nil }
            return fromFirstOperand(values: ["-a"]).flatMap { Invocation(words: $0, isBounded: isBounded) }
        case "flock", "chroot", "taskset", "watch":
            let rest = fromFirstOperand(values: ["-n", "--interval", "-w", "--timeout", "-E"])
            let words = program == "watch" ? rest : rest?.dropFirst()
            return words.flatMap { Invocation(words: $0, isBounded: isBounded) }
        case "ssh":
            let rest = fromFirstOperand(values: Self.sshValues)?.dropFirst()
            return rest.flatMap { Invocation(words: $0, isBounded: isBounded) }
        case "find": return carriedByFind
        case "docker", "podman", "nerdctl", "docker-compose", "podman-compose": return carriedByContainer
        case "kubectl", "oc": return carriedByCluster
        default: return nil
        }
    }

    /// Programs whose first operand is the program they carry, with their options that take a word.
    private static let plainCarriers: [String: Set<String>] = [
        "sudo": [
            "-u", "--user", "-g", "--group", "-h", "--host", "-p", "--prompt", "-C", "--close-from", "-T", "-R", "-D",
            "-r", "-t",
        ],
        "doas": ["-u", "-C"],
        "env": ["-u", "--unset", "-C", "--chdir"],
        "nohup": [], "setsid": [], "time": ["-f", "-o"], "chronic": [], "unbuffer": [], "busybox": [],
        "nice": ["-n", "--adjustment"],
        "ionice": ["-c", "-n", "--class", "--classdata"],
        "stdbuf": ["-i", "-o", "-e"],
        "xargs": [
            "-n", "-L", "-P", "-I", "-s", "-d", "-a", "-E", "--max-args", "--max-procs", "--delimiter", "--arg-file",
        ],
        "parallel": ["-j", "--jobs"],
        "runuser": ["-u", "--user", "-g", "--group"],
        "systemd-run": ["-p", "--property", "-u", "--unit", "--uid", "--gid", "-E", "--setenv", "-M", "--machine"],
        "nsenter": ["-t", "--target", "-S", "-G"],
        "unshare": [], "fakeroot": [],
    ]

    private static let sshValues: Set<String> = [
        "-b", "-c", "-D", "-E", "-e", "-F", "-I", "-i", "-J", "-L", "-l", "-m", "-O", "-o", "-p", "-Q", "-R", "-S",
        "-W",
        "-w",
    ]

    /// Options of docker before its verb that take a word.
    static let dockerValues: Set<String> = ["-c", "--context", "-H", "--host", "--config", "-l", "--log-level"]
    /// Options of docker compose before its verb that take a word.
    static let composeValues: Set<String> = [
        "-f", "--file", "-p", "--project-name", "--profile", "--env-file", "--project-directory", "--ansi",
        "--progress",
        "--parallel",
    ]
    /// Options of `exec` and `run` that take a word.
    static let execValues: Set<String> = [
        "-e", "--env", "--env-file", "-u", "--user", "-w", "--workdir", "--detach-keys", "--index", "-v", "--volume",
        "-p", "--publish", "--name", "--network", "--net", "--entrypoint", "-m", "--memory", "--cpus", "-h",
        "--hostname", "-l", "--label", "--mount", "--add-host", "--restart", "--platform", "--pull", "--ulimit",
        "--cap-add", "--cap-drop", "--device", "--log-driver", "--log-opt", "--stop-timeout", "--tmpfs", "--user",
        "--volumes-from", "--security-opt", "--shm-size", "--pid", "--ipc",
    ]

    /// The verb of docker or docker compose, with whether it is compose's.
    var containerVerb: (verb: Invocation, isCompose: Bool)? {
        if program.hasSuffix("-compose") {
            return subcommand(values: Self.composeValues).map { ($0, true) }
        }
        guard ["docker", "podman", "nerdctl"].contains(program), let verb = subcommand(values: Self.dockerValues) else {
            return nil
        }
        if verb.program == "compose" { return verb.subcommand(values: Self.composeValues).map { ($0, true) } }
        if verb.program == "container", let inner = verb.subcommand() { return (inner, false) }
        return (verb, false)
    }

    private var carriedByContainer: Invocation? {
        guard let (verb, _) = containerVerb, verb.program == "exec" || verb.program == "run" else { return nil }
        let rest = verb.fromFirstOperand(values: Self.execValues)?.dropFirst()
        return rest.flatMap { Invocation(words: $0, isBounded: isBounded) }
    }

    private var carriedByCluster: Invocation? {
        guard let dashes = arguments.firstIndex(where: { $0.text == "--" }),
            arguments.contains(where: { $0.text == "exec" })
        else { return nil }
        return Invocation(words: arguments[(dashes + 1)...], isBounded: isBounded)
    }

    private var carriedByFind: Invocation? {
        guard let flag = arguments.firstIndex(where: { ["-exec", "-execdir", "-ok", "-okdir"].contains($0.text) })
        else {
            return nil
        }
        let words = arguments[(flag + 1)...].prefix { $0.text != ";" && $0.text != "+" }
        return Invocation(words: words, isBounded: isBounded)
    }

    private static func withoutAssignments(_ words: ArraySlice<ShellWord>) -> ArraySlice<ShellWord> {
        words.drop { word in
            guard case .literal(let text)? = word.parts.first, let equals = text.utf8.firstIndex(of: UInt8(ascii: "="))
            else { return false }
            return text.utf8[..<equals].allSatisfy {
                ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x5F
            }
        }
    }

    // MARK: Scripts within commands

    /// The argument that is a script for a shell: what follows `-c`, or what `eval` and `su -c` are given.
    var script: ShellWord? {
        let shells: Set = ["sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "rbash", "su"]
        if program == "eval" { return arguments.count == 1 ? arguments.first : nil }
        guard shells.contains(program) else { return nil }
        var index = arguments.startIndex
        while index < arguments.endIndex {
            let text = arguments[index].text
            let letters = text.utf8.dropFirst()
            if text.utf8.first == 0x2D, letters.first != 0x2D, letters.contains(UInt8(ascii: "c")) {
                return index + 1 < arguments.endIndex ? arguments[index + 1] : nil
            }
            if text == "--command", index + 1 < arguments.endIndex { return arguments[index + 1] }
            guard program == "su" || text.utf8.first == 0x2D else { return nil }
            index += letters.last == UInt8(ascii: "o") ? 2 : 1
        }
        return nil
    }
}
