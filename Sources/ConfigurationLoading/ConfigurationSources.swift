import Glibc
package import RunbookLoading
package import Scheduling

/// Where a configuration is read from: every look outside is passed in.
package struct ConfigurationSources: Sendable {
    /// Reads a file.
    package var readFile: RunbookLoader.ReadFile
    /// The names of the files of a folder; empty where there is none.
    package var filesOfFolder: @Sendable (String) -> [String]
    /// Why a file of the configuration cannot be trusted, in words that follow its name; nil: it can.
    package var distrust: @Sendable (String) -> String?
    /// The rules of a time zone by its name; nil: there is no such zone, or its file is damaged.
    package var zone: @Sendable (String) -> TimeZoneRules?
    /// The service's environment.
    package var environment: [String: String]

    /// Sources.
    package init(
        readFile: @escaping RunbookLoader.ReadFile,
        filesOfFolder: @escaping @Sendable (String) -> [String], distrust: @escaping @Sendable (String) -> String?,
        zone: @escaping @Sendable (String) -> TimeZoneRules?, environment: [String: String]
    ) {
        self.readFile = readFile
        self.filesOfFolder = filesOfFolder
        self.distrust = distrust
        self.zone = zone
        self.environment = environment
    }

    /// This machine's files.
    package static func ofThisMachine(environment: [String: String], userID: UInt32) -> ConfigurationSources {
        ConfigurationSources(
            readFile: FileReading.read, filesOfFolder: list, distrust: { distrust($0, userID: userID) }, zone: zone,
            environment: environment)
    }

    private static func list(_ path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// Whoever can write the configuration can have any command run.
    private static func distrust(_ path: String, userID: UInt32) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        if status.st_uid != 0, status.st_uid != userID {
            return "belongs to user \(status.st_uid), who could have anything run; it has to be root's or this user's"
        }
        if status.st_mode & 0o022 != 0 {
            return "can be written by others, who could have anything run; chmod go-w \(path)"
        }
        return nil
    }

    private static func zone(_ name: String) -> TimeZoneRules? {
        if name == "UTC" { return .utc }
        guard TimeZoneRules.isSafeName(name) else { return nil }
        guard let bytes = try? FileReading.read("/usr/share/zoneinfo/\(name)") else { return nil }
        return try? TimeZoneRules(tzif: bytes)
    }
}
