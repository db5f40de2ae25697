/// A process that cannot be mistaken for a later one with the same number.
package struct ProcessIdentity: Sendable, Hashable {
    /// The process's number.
    package let pid: Int32
    /// When it started, in clock ticks since boot (field 22 of `/proc/PID/stat`).
    package let startTime: UInt64
    /// Which boot those ticks count from (`/proc/sys/kernel/random/boot_id`); nil: not known.
    package let bootID: String?

    /// Names a process.
    package init(pid: Int32, startTime: UInt64, bootID: String? = nil) {
        self.pid = pid
        self.startTime = startTime
        self.bootID = bootID
    }
}
