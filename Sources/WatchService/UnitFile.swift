import Automation
import CEL
package import ConfigurationLoading
import Interpreter
import RunbookModel

/// The unit of systemd for the service: with as much hardening as the runbooks bear, and what it leaves out, and why.
package struct UnitFile {
    private let configuration: Configuration
    private let path: String
    private let executable: String

    /// The unit of a configuration.
    ///
    /// - Parameters:
    ///   - path: the configuration's absolute path.
    ///   - executable: the program's absolute path.
    package init(configuration: Configuration, path: String, executable: String) {
        self.configuration = configuration
        self.path = path
        self.executable = executable
    }

    /// The whole text.
    package var text: String {
        let edits = editedFolders
        let sudo = stepsWithSudo
        let homes = homePaths
        var lines = [
            "# Made by: rung watch --print-unit --config \(path)",
            "# Put it into /etc/systemd/system/rung.service, then: systemctl daemon-reload && systemctl enable --now rung",
            "[Unit]", "Description=Rung: watches, remediates, and knows when to call a person",
            "Wants=network-online.target", "After=network-online.target", "", "[Service]", "Type=notify",
            "NotifyAccess=main", "ExecStart=\(Self.quoted(executable)) watch --config \(Self.quoted(path))",
            "ExecReload=/bin/kill -HUP $MAINPID", "Restart=on-failure", "RestartSec=5s", "WatchdogSec=30s",
            "# The service ends its runs itself, and leaves them so that they can be resumed.",
            "KillMode=mixed", "TimeoutStopSec=15s", "UMask=0077", "Environment=RUNG_STATE_DIR=/var/lib/rung",
            "StateDirectory=rung", "StateDirectoryMode=0700",
            "# Locks that guided runs share; they outlive the service.",
            "RuntimeDirectory=rung", "RuntimeDirectoryMode=0755", "RuntimeDirectoryPreserve=yes", "",
            "# Hardening. Commands of the runbooks run under it too.", "ProtectSystem=full",
        ]
        lines += edits.map { "# Edited by a runbook.\nReadWritePaths=-\(Self.quoted($0))" }
        lines += [
            "ProtectKernelTunables=yes", "ProtectKernelModules=yes", "ProtectControlGroups=yes", "ProtectClock=yes",
            "ProtectHostname=yes", "LockPersonality=yes", "RestrictRealtime=yes", "SystemCallArchitectures=native",
        ]
        lines +=
            homes.isEmpty
            ? ["ProtectHome=read-only"]
            : ["# Left out, since runbooks work in \(homes.joined(separator: ", ")): ProtectHome"]
        lines +=
            sudo.isEmpty
            ? ["NoNewPrivileges=yes", "RestrictSUIDSGID=yes"]
            : [
                "# Left out, since they would break sudo, which is used by \(sudo.joined(separator: ", ")):",
                "# NoNewPrivileges, RestrictSUIDSGID, CapabilityBoundingSet, SystemCallFilter",
            ]
        lines += [
            "# Left out, since commands of a runbook may need what they take: MemoryDenyWriteExecute (node, java),",
            "# PrivateTmp (sockets and files in /tmp), PrivateDevices, ProtectKernelLogs (dmesg), RestrictNamespaces.",
            "",
            "[Install]", "WantedBy=multi-user.target",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: What the runbooks need

    /// The folders of the files that edits write: an edit exchanges two names in the file's folder.
    package var editedFolders: [String] {
        var folders: Set<String> = []
        forEachStep { watch, runbook, step in
            guard case .edit(let edit) = step.kind, !edit.usesSudo else { return }
            let params = runbook.id == watch.runbooks.main.id ? watch.params : [:]
            let resolved = Walk.target(
                edit.file, runbook: runbook, params: params, mode: .unattended, run: "", now: Instant(nanoseconds: 0))
            guard case .success(let file) = resolved else { return }
            let whole = file.hasPrefix("/") ? file : watch.workingDirectory + "/" + file
            guard let slash = whole.lastIndex(of: "/") else { return }
            folders.insert(slash == whole.startIndex ? "/" : String(whole[..<slash]))
        }
        return folders.sorted()
    }

    /// The steps that use sudo, as `runbook/step`.
    package var stepsWithSudo: [String] {
        var steps: Set<String> = []
        forEachStep { _, runbook, step in
            if Self.usesSudo(step) { steps.insert("\(runbook.id)/\(step.id)") }
        }
        return steps.sorted()
    }

    private static func usesSudo(_ step: Step) -> Bool {
        switch step.kind {
        case .check(let check): usesSudo(check.action)
        case .fix(let fix): usesSudo(fix.action)
        case .edit(let edit):
            edit.usesSudo || (edit.validate.map(usesSudo) ?? false) || (edit.apply.map(usesSudo) ?? false)
        default: false
        }
    }

    private static func usesSudo(_ action: Action) -> Bool {
        switch action {
        case .script(let text):
            text.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "/") })
                .contains { $0 == "sudo" || $0.hasSuffix("/sudo") }
        case .argv(let words):
            words.first?.literalText.map { $0 == "sudo" || $0.hasSuffix("/sudo") } ?? false
        case .http, .tcp, .file: false
        }
    }

    /// Folders of people that the watches work in.
    private var homePaths: [String] {
        var paths: Set<String> = []
        for watch in configuration.plan.watches {
            var texts = [watch.workingDirectory, watch.file]
            for value in watch.params.values {
                if case .string(let text) = value { texts.append(text) }
            }
            for text in texts where text.hasPrefix("/home/") || text.hasPrefix("/root/") || text == "/root" {
                paths.insert(text)
            }
        }
        return paths.sorted()
    }

    private func forEachStep(_ body: (Watch, Runbook, Step) -> Void) {
        for watch in configuration.plan.watches {
            for member in watch.runbooks.members.values {
                for step in member.runbook.steps { body(watch, member.runbook, step) }
            }
        }
    }

    /// A word of a unit: in quotes where it holds a blank; `%` and `$` mean something to systemd.
    private static func quoted(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "%": escaped += "%%"
            case "$": escaped += "$$"
            case "\\", "\"": escaped += "\\\(character)"
            default: escaped.append(character)
            }
        }
        return escaped.contains(" ") ? "\"\(escaped)\"" : escaped
    }
}
