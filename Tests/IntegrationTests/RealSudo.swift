import Glibc
import TestSupport

/// A user with a password who may use sudo, made for one test: the machine's own users, sudoers and PAM are covered by
/// ours in a mount namespace, and nothing of them is changed. sudo and PAM are the real ones.
struct RealSudo {
    /// What the user has to type.
    static let password = "sesame öffne"
    /// The same, as crypt(5) has it.
    private static let hash =
        "$6$rungtest$.aYH3Jlz0gZdDEac3Cz782W6ljLkDr74zYQ3NaO9uhXt6w0xEqDttvoKLC8wnyd4sEEIZEyAXY6Ef0gtdOcpE0"
    private static let user = 61_234

    /// The command that is put before another, so that it runs as that user.
    let wrapper: [String]
    /// A copy of the program where that user can reach it.
    let program: String

    /// Why it cannot be had on this machine; nil: it can.
    static var obstacle: String? {
        if getuid() != 0 { return "only root can make a user for the test" }
        return access("/usr/bin/sudo", X_OK) == 0 ? nil : "sudo is not installed; .ci/install --tests installs it"
    }

    /// Makes the user, whose folder the workshop's becomes.
    init(in workshop: Workshop) async throws {
        let folder = workshop.folder + "/etc"
        guard mkdir(folder, 0o755) == 0 else { throw TestSupportError(message: "\(folder) cannot be made") }
        let files: [(name: String, place: String, text: String, mode: mode_t)] = [
            (
                "passwd", "/etc/passwd",
                "root:x:0:0:root:/root:/bin/sh\nnora:x:\(Self.user):\(Self.user)::\(workshop.folder):/bin/sh\n", 0o644
            ),
            ("group", "/etc/group", "root:x:0:\nshadow:x:42:\nnora:x:\(Self.user):\n", 0o644),
            ("shadow", "/etc/shadow", "root:*:19000:0:99999:7:::\nnora:\(Self.hash):19000:0:99999:7:::\n", 0o640),
            (
                "sudoers", "/etc/sudoers",
                "Defaults passwd_tries=3, timestamp_timeout=0, !fqdn, !syslog\nroot ALL=(ALL:ALL) ALL\nnora ALL=(ALL:ALL) ALL\n",
                0o440
            ),
            // Without the pause after a wrong password.
            (
                "pam", "/etc/pam.d/sudo",
                "auth required pam_unix.so nodelay\naccount required pam_permit.so\nsession required pam_permit.so\n",
                0o644
            ),
        ]
        for file in files {
            try writeFile("\(folder)/\(file.name)", file.text)
            guard chmod("\(folder)/\(file.name)", file.mode) == 0 else {
                throw TestSupportError(message: "\(file.name) cannot be made")
            }
        }
        program = folder + "/rung"
        let copied = try await workshop.run(["cp", RungBinary.path, program])
        guard copied.exit == 0 else { throw TestSupportError(message: "\(copied)") }
        let mounts = files.map { "mount --bind '\(folder)/\($0.name)' \($0.place)" }.joined(separator: "; ")
        let identity = "--reuid=\(Self.user) --regid=\(Self.user) --clear-groups --inh-caps=-all"
        wrapper = [
            "unshare", "--mount", "--propagation", "private", "sh", "-euc",
            "\(mounts); exec setpriv \(identity) -- \"$@\"", "sh",
        ]
        let owned = try await workshop.run([
            "chown", "\(Self.user):\(Self.user)", workshop.folder, "\(workshop.folder)/t.yaml",
        ])
        guard owned.exit == 0 else { throw TestSupportError(message: "\(owned)") }
    }
}
