/// A process just started, with the descriptors that belong to it.
struct LaunchedCommand {
    let pid: Int32
    let pidfd: Int32
    let output: Int32
    let errors: Int32
}
