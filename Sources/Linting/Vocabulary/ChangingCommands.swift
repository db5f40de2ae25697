/// Commands that change something, for where only looking is allowed.
enum ChangingCommands {
    /// What a command does, in words that follow it: "restarts a service"; nil where it only looks, as far as is known.
    static func change(by text: CommandText) -> String? {
        if let loss = DestructiveCommands.loss(by: text) { return loss }
        let invocation = text.invocation
        if let change = changeOfFiles(invocation) ?? changeByTransfer(invocation) ?? changeByClients(text) {
            return change
        }
        if alwaysChanging.contains(text.program) { return "changes the system" }
        if let verbs = changingVerbs[text.program] {
            if invocation.hasFlag("-s", "--dry-run", "--simulate", "--dry-run=client") { return nil }
            if text.program == "kubectl" || text.program == "oc", let change = changeOfRollout(invocation) {
                return change
            }
            let verb = verbOf(invocation)
            return verb.map(verbs.contains) == true ? "changes something (`\(verb ?? "")`)" : nil
        }
        switch text.program {
        case "docker", "podman", "nerdctl", "docker-compose", "podman-compose": return changeOfContainers(invocation)
        case "service", "invoke-rc.d":
            let verb = invocation.operands().dropFirst().first?.text ?? ""
            return verb.isEmpty || verb == "status" ? nil : "changes a service (`\(verb)`)"
        case "kill", "pkill", "killall", "skill": return changeByKill(invocation)
        case "sysctl":
            return invocation.hasFlag("-w", "-p", "--system", "--load") ? "changes the kernel's settings" : nil
        case "nginx": return invocation.hasFlag("-s") ? "signals nginx" : nil
        case "crontab": return invocation.hasFlag("-l") ? nil : "changes the user's jobs"
        case "mount": return invocation.operands(values: ["-t", "-o"]).isEmpty ? nil : "mounts a file system"
        default: return nil
        }
    }

    private static func verbOf(_ invocation: Invocation) -> String? {
        switch invocation.program {
        case "systemctl":
            invocation.subcommand(values: ["-M", "--machine", "-H", "--host", "-n", "-o", "-p", "-t"])?.program
        case "git": invocation.subcommand(values: ["-C", "-c", "--git-dir", "--work-tree"])?.program
        case "kubectl", "oc": invocation.subcommand(values: DestructiveCommands.clusterValues)?.program
        case "ip":
            invocation.operands().map(\.text).first { changingVerbs["ip"]?.contains($0) ?? false }
        default: invocation.subcommand()?.program
        }
    }

    private static let alwaysChanging: Set<String> = [
        "reboot", "shutdown", "poweroff", "halt", "useradd", "userdel", "usermod", "adduser", "deluser", "groupadd",
        "passwd", "chpasswd", "modprobe", "rmmod", "insmod", "umount", "swapon", "swapoff", "mkfs", "fsck", "e2fsck",
        "xfs_repair", "logrotate", "update-grub", "ldconfig", "certbot", "initdb", "createdb", "createuser", "dropdb",
        "pg_restore", "sendmail",
    ]

    private static let changingVerbs: [String: Set<String>] = [
        "systemctl": [
            "start", "stop", "restart", "reload", "try-restart", "reload-or-restart", "try-reload-or-restart", "enable",
            "disable", "mask", "unmask", "kill", "daemon-reload", "daemon-reexec", "reset-failed", "isolate", "edit",
            "set-property", "reboot", "poweroff", "halt", "reenable", "revert", "link", "preset", "clean", "freeze",
            "thaw", "suspend", "rescue", "emergency", "set-default", "set-environment",
        ],
        "supervisorctl": ["start", "stop", "restart", "reload", "reread", "update", "remove", "shutdown", "clear"],
        "pm2": ["start", "stop", "restart", "reload", "delete", "kill", "scale", "save", "flush"],
        "pg_ctl": ["start", "stop", "restart", "reload", "promote", "kill"],
        "pg_ctlcluster": ["start", "stop", "restart", "reload", "promote"],
        "apachectl": ["start", "stop", "restart", "graceful", "graceful-stop"],
        "apt": changingPackages, "apt-get": changingPackages, "dnf": changingPackages, "yum": changingPackages,
        "apk": ["add", "del", "update", "upgrade", "fix"], "snap": changingPackages, "zypper": changingPackages,
        "npm": ["install", "i", "ci", "uninstall", "update", "publish", "start", "run"],
        "yarn": ["install", "add", "remove", "start"], "pip": ["install", "uninstall"],
        "pip3": ["install", "uninstall"],
        "git": [
            "pull", "checkout", "switch", "reset", "clean", "commit", "push", "merge", "rebase", "stash", "restore",
            "cherry-pick", "revert", "gc", "add", "rm", "mv", "clone", "init", "tag", "apply", "am",
        ],
        "kubectl": changingInCluster, "oc": changingInCluster,
        "helm": ["install", "upgrade", "rollback", "uninstall", "delete"],
        "terraform": ["apply", "destroy", "import", "taint", "init"],
        "ip": ["add", "del", "delete", "set", "flush", "replace", "change"],
        "ufw": ["allow", "deny", "enable", "disable", "reset", "delete", "reload"],
        "rabbitmqctl": ["stop", "stop_app", "start_app", "reset", "force_reset", "set_policy", "delete_queue"],
        "etcdctl": ["put", "del", "defrag", "compact"],
    ]

    private static let changingPackages: Set<String> = [
        "install", "remove", "purge", "update", "upgrade", "dist-upgrade", "full-upgrade", "autoremove", "clean",
        "reinstall", "autoclean", "refresh",
    ]

    private static let changingInCluster: Set<String> = [
        "apply", "create", "delete", "patch", "edit", "scale", "drain", "cordon", "uncordon", "label", "annotate",
        "set",
        "replace", "taint", "expose", "run", "autoscale", "cp",
    ]

    private static func changeOfRollout(_ invocation: Invocation) -> String? {
        guard let verb = invocation.subcommand(values: DestructiveCommands.clusterValues), verb.program == "rollout",
            let word = verb.operands().first?.text, ["restart", "undo", "pause", "resume"].contains(word)
        else { return nil }
        return "changes something (`rollout \(word)`)"
    }

    // MARK: Containers

    private static let changingContainers: Set<String> = [
        "start", "stop", "restart", "kill", "rm", "rmi", "create", "pull", "push", "build", "up", "down", "pause",
        "unpause", "update", "rename", "scale", "prune", "load", "import", "commit", "tag", "swarm",
    ]

    private static func changeOfContainers(_ invocation: Invocation) -> String? {
        guard let (verb, _) = invocation.containerVerb else { return nil }
        if changingContainers.contains(verb.program) { return "changes containers (`\(verb.program)`)" }
        if verb.program == "run", !verb.hasFlag("--rm") { return "leaves a container behind (`run` without `--rm`)" }
        if ["volume", "network", "image", "system", "builder"].contains(verb.program), let object = verb.subcommand() {
            let changing: Set = ["create", "rm", "remove", "prune", "pull", "build", "connect", "disconnect", "load"]
            if changing.contains(object.program) { return "changes a \(verb.program) (`\(object.program)`)" }
        }
        return nil
    }

    private static func changeByKill(_ invocation: Invocation) -> String? {
        // `kill -0` only asks, `kill -l` lists.
        let asks = invocation.texts.contains { ["-0", "-l", "-L", "--list"].contains($0) }
        let asksByWord = invocation.texts.first == "-s" && invocation.texts.dropFirst().first == "0"
        return asks || asksByWord ? nil : "signals processes"
    }

    // MARK: Files

    private static func changeOfFiles(_ invocation: Invocation) -> String? {
        let operands = invocation.operands(values: ["-m", "--mode", "-o", "-g", "-s", "-t"])
        switch invocation.program {
        case "sed", "perl":
            let isInPlace =
                invocation.hasFlag("-i", "--in-place")
                || invocation.arguments.contains { $0.text.hasPrefix("-i") || $0.text.hasPrefix("-pi") }
            return isInPlace ? "changes a file in place" : nil
        case "tee":
            return operands.allSatisfy { $0.isNoFile || $0.isTemporary } ? nil : "writes a file"
        case "rm", "rmdir", "unlink", "mkdir", "touch", "chmod", "chown", "chgrp", "setfacl", "truncate", "mkfifo",
            "mknod":
            return operands.areTemporary ? nil : "changes files"
        case "cp", "mv", "ln", "install":
            guard let target = operands.last, !target.isTemporary, !target.isNoFile else { return nil }
            return "changes files"
        case "dd":
            let target = invocation.arguments.first { $0.text.hasPrefix("of=") }
            return target == nil || target?.text == "of=/dev/null" ? nil : "writes a file"
        case "patch", "unzip", "gunzip", "gzip":
            return invocation.hasFlag("-c", "-l", "-t", "-p", "--stdout", "--dry-run") ? nil : "changes files"
        case "tar":
            let first = invocation.texts.first ?? ""
            let extracts = first.contains("x") && !first.hasPrefix("--") || invocation.hasFlag("--extract", "-x")
            return extracts && !invocation.hasFlag("-O", "--to-stdout") ? "writes files" : nil
        default: return nil
        }
    }

    // MARK: Over the network, and databases

    private static func changeByTransfer(_ invocation: Invocation) -> String? {
        switch invocation.program {
        case "curl":
            if let word = invocation.flag(["-X", "--request"]) {
                let texts = invocation.texts
                let index = texts.firstIndex(of: word.text)
                let following = index.flatMap { $0 + 1 < texts.count ? texts[$0 + 1] : nil } ?? ""
                let method =
                    word.text.hasPrefix("-X") && word.text.count > 2 ? String(word.text.dropFirst(2)) : following
                if ["PUT", "DELETE", "PATCH"].contains(method) {
                    return "sends \(method), which changes what is there"
                }
            }
            if invocation.hasFlag("-T", "--upload-file") { return "uploads a file" }
            if invocation.hasFlag("-O", "--remote-name") { return "writes a file" }
            guard let flag = invocation.flag(["-o", "--output"]) else { return nil }
            let words = Array(invocation.arguments)
            let index = words.firstIndex { $0.range == flag.range && $0.origin == flag.origin } ?? 0
            guard index + 1 < words.count, !flag.text.contains("=") else { return nil }
            return words[index + 1].isNoFile || words[index + 1].isTemporary ? nil : "writes a file"
        case "rsync", "scp": return invocation.hasFlag("-n", "--dry-run") ? nil : "copies files"
        default: return nil
        }
    }

    private static let changingRedis: Set<String> = [
        "set", "del", "unlink", "flushall", "flushdb", "expire", "persist", "rename", "lpush", "rpush", "lpop", "rpop",
        "sadd", "srem", "hset", "hdel", "zadd", "zrem", "incr", "decr", "setex", "getset", "save", "bgsave", "shutdown",
        "failover", "replicaof", "slaveof", "publish", "bgrewriteaof",
    ]

    private static func changeByClients(_ text: CommandText) -> String? {
        if text.program == "redis-cli" || text.program == "valkey-cli" {
            let words = text.invocation.operands(values: [
                "-h", "-p", "-s", "-a", "-u", "-n", "-r", "-i", "--user", "--pass",
            ])
            .map { $0.text.lowercased() }
            guard let verb = words.first else { return nil }
            if changingRedis.contains(verb) { return "changes data (`\(verb)`)" }
            let second = words.dropFirst().first ?? ""
            let isSetting = verb == "config" && ["set", "rewrite", "resetstat"].contains(second)
            return isSetting || verb == "client" && second == "kill" ? "changes the server (`\(verb) \(second)`)" : nil
        }
        guard SQLClients.names.contains(text.program),
            let statement = SQLClients.statements(of: text).first(where: SQLClients.changes)
        else { return nil }
        return "changes the database (`\(statement[0])`)"
    }
}
