/// Commands that lose data, in words that follow the command: "deletes the volumes".
enum DestructiveCommands {
    /// What a command loses; nil where it loses nothing that is known.
    static func loss(by text: CommandText) -> String? {
        let invocation = text.invocation
        if let loss = lossByFiles(text) ?? lossByDisks(invocation) ?? lossByClients(text) { return loss }
        switch text.program {
        case "docker", "podman", "nerdctl", "docker-compose", "podman-compose": return lossByContainers(invocation)
        case "kubectl", "oc": return lossByCluster(invocation)
        case "git": return lossByGit(invocation)
        case "helm":
            return invocation.subcommand().flatMap {
                ["uninstall", "delete"].contains($0.program) ? "removes a release" : nil
            }
        case "terraform", "tofu":
            return invocation.subcommand()?.program == "destroy" ? "destroys the infrastructure" : nil
        default: return nil
        }
    }

    // MARK: Files

    private static func lossByFiles(_ text: CommandText) -> String? {
        let invocation = text.invocation
        switch text.program {
        case "rm":
            guard invocation.hasFlag("-r", "-R", "--recursive") else { return nil }
            return invocation.operands().areTemporary ? nil : "deletes folders with all they hold"
        case "shred", "wipe", "srm": return "overwrites files for good"
        case "truncate":
            return invocation.operands(values: ["-s", "--size", "-r"]).areTemporary ? nil : "cuts files short"
        case "find":
            return invocation.texts.contains("-delete") ? "deletes the files that it finds" : nil
        case "rsync":
            let flags = [
                "--delete", "--delete-before", "--delete-after", "--delete-during", "--del", "--delete-excluded",
            ]
            return invocation.flag(flags) != nil ? "deletes files that the source does not have" : nil
        case "crontab": return invocation.hasFlag("-r") ? "removes all of the user's jobs" : nil
        case "userdel", "deluser":
            return invocation.hasFlag("-r", "--remove", "--remove-home") ? "deletes the user's files" : nil
        case "aws", "gsutil", "mc", "rclone", "s3cmd", "az": return lossByStore(invocation)
        case "restic", "borg":
            let verb = invocation.subcommand()?.program
            return ["forget", "prune", "delete"].contains(verb) ? "deletes backups" : nil
        default: return nil
        }
    }

    private static func lossByStore(_ invocation: Invocation) -> String? {
        let words = invocation.texts
        let deletes =
            words.contains("rb") || words.contains("delete") || words.contains("purge") || words.contains("rm")
            || words.contains { $0.hasPrefix("delete-") }
        return deletes ? "deletes what is stored" : nil
    }

    // MARK: Disks

    private static func lossByDisks(_ invocation: Invocation) -> String? {
        let program = invocation.program
        if program == "mkfs" || program.hasPrefix("mkfs.") { return "makes a file system anew; what it held is lost" }
        switch program {
        case "mke2fs", "mkswap", "wipefs", "blkdiscard", "sgdisk", "pg_resetwal": return "overwrites what is there"
        case "dd":
            let target = invocation.arguments.first { $0.text.hasPrefix("of=") }?.text.dropFirst(3)
            guard let target, target.hasPrefix("/dev/"), target != "/dev/null" else { return nil }
            return "overwrites a device"
        case "lvremove", "vgremove", "pvremove": return "removes a volume"
        case "zfs", "zpool", "virsh", "lxc", "pg_dropcluster":
            let verb = invocation.subcommand()?.program
            let loses = program == "pg_dropcluster" || ["destroy", "delete", "rollback", "vol-delete"].contains(verb)
            return loses && !(program == "virsh" && verb == "destroy") ? "removes data for good" : nil
        case "btrfs": return invocation.texts.prefix(2) == ["subvolume", "delete"] ? "deletes a subvolume" : nil
        case "cryptsetup":
            return ["luksFormat", "erase", "luksErase"].contains(invocation.subcommand()?.program)
                ? "makes the data unreadable" : nil
        case "mdadm": return invocation.hasFlag("--zero-superblock") ? "takes a disk out of its array for good" : nil
        case "parted": return invocation.texts.contains { $0 == "mklabel" || $0 == "rm" } ? "changes partitions" : nil
        default: return nil
        }
    }

    // MARK: Containers and clusters

    private static func lossByContainers(_ invocation: Invocation) -> String? {
        guard let (verb, isCompose) = invocation.containerVerb else { return nil }
        if isCompose {
            switch verb.program {
            case "down": return verb.hasFlag("-v", "--volumes") ? "deletes the project's volumes" : nil
            case "rm": return verb.hasFlag("-v", "--volumes") ? "deletes the containers' volumes" : nil
            default: return nil
            }
        }
        let object = verb.subcommand()
        switch verb.program {
        case "volume":
            return ["rm", "remove", "prune"].contains(object?.program) ? "deletes volumes" : nil
        case "system":
            return object?.program == "prune" ? "deletes stopped containers with all that is in them" : nil
        case "prune": return "deletes stopped containers with all that is in them"
        case "rm": return verb.hasFlag("-v", "--volumes") ? "deletes the container's volumes" : nil
        default: return nil
        }
    }

    private static func lossByCluster(_ invocation: Invocation) -> String? {
        guard let verb = invocation.subcommand(values: clusterValues), verb.program == "delete" else { return nil }
        let kinds: Set = [
            "pvc", "pv", "persistentvolumeclaim", "persistentvolumeclaims", "persistentvolume", "persistentvolumes",
            "ns", "namespace", "namespaces", "crd", "crds", "customresourcedefinition", "statefulset", "sts", "all",
            "secret", "secrets",
        ]
        guard let kind = verb.operands(values: clusterValues).first?.text else {
            return verb.hasFlag("-f", "--filename", "-k") ? "deletes all that the file names" : nil
        }
        return kinds.contains(String(kind.prefix { $0 != "/" }).lowercased()) ? "deletes what holds data" : nil
    }

    /// Options of kubectl that take a word.
    static let clusterValues: Set<String> = [
        "-n", "--namespace", "--context", "--cluster", "--kubeconfig", "-l", "--selector", "-f", "--filename", "-o",
        "--output", "-c", "--container", "-k",
    ]

    // MARK: git

    private static func lossByGit(_ invocation: Invocation) -> String? {
        guard let verb = invocation.subcommand(values: ["-C", "-c", "--git-dir", "--work-tree"]) else { return nil }
        let words = verb.texts
        switch verb.program {
        case "clean": return verb.hasFlag("-n", "--dry-run") ? nil : "deletes files that git does not know"
        case "reset": return words.contains("--hard") ? "throws away what was not committed" : nil
        case "checkout", "restore":
            let isForced = verb.hasFlag("-f", "--force")
            return isForced || words.contains("--") || words == ["."] ? "throws away what was not committed" : nil
        case "stash": return ["drop", "clear"].contains(words.first) ? "throws stashed changes away" : nil
        case "branch": return verb.hasFlag("-D") ? "deletes a branch, merged or not" : nil
        case "push":
            return verb.hasFlag("-f", "--force") || words.contains("--mirror") ? "overwrites the remote's history" : nil
        default: return nil
        }
    }

    // MARK: Databases

    private static func lossByClients(_ text: CommandText) -> String? {
        switch text.program {
        case "dropdb": return "drops a database"
        case "dropuser": return "drops a user"
        case "mysqladmin": return text.invocation.texts.contains("drop") ? "drops a database" : nil
        case "redis-cli", "valkey-cli":
            let flushes = text.spokenTexts.contains { ["flushall", "flushdb"].contains(firstWord($0)) }
            return flushes ? "deletes all keys" : nil
        case "rabbitmqctl":
            let verbs: Set = ["reset", "force_reset", "purge_queue", "delete_queue", "delete_vhost"]
            return text.invocation.texts.contains(where: verbs.contains) ? "deletes queues" : nil
        case "etcdctl": return text.invocation.subcommand()?.program == "del" ? "deletes keys" : nil
        case "mongo", "mongosh":
            let calls = ["dropDatabase(", ".drop(", "deleteMany(", "remove("]
            let loses = text.spokenTexts.contains { spoken in calls.contains { contains(spoken, $0) } }
            return loses ? "deletes documents" : nil
        default:
            guard SQLClients.names.contains(text.program) else { return nil }
            return SQLClients.statements(of: text).lazy.compactMap(SQLClients.loss).first
        }
    }

    private static func firstWord(_ text: String) -> String {
        text.split { $0 == " " || $0 == "\n" || $0 == "\t" }.first.map { $0.lowercased() } ?? ""
    }

    private static func contains(_ text: String, _ part: String) -> Bool {
        let (text, part) = (Array(text.utf8), Array(part.utf8))
        guard text.count >= part.count else { return false }
        return (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
    }
}
