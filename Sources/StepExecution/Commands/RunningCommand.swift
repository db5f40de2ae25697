internal import CPlatform
internal import Glibc

/// One command under way.
// @unchecked: whoever starts it hands it over through the loop's mutex, and from then on the loop's thread alone has it.
final class RunningCommand: @unchecked Sendable {
    /// Where the command is between its start and the end of the last pipe.
    enum Phase {
        /// It runs by itself.
        case running
        /// It is being ended, because its time is over or its task was cancelled.
        case ending
        /// Its result is given; what still holds its pipes is read and dropped.
        case ended
    }

    let id: UInt64
    let pid: Int32
    let deadline: UInt64
    var phase = Phase.running
    private(set) var pidfd: Int32
    private var descriptors: [Int32]
    private var collectors: [OutputCollector]
    private var hasGrown = [false, false]
    private let began: UInt64
    private let onOutput: (@Sendable (OutputStream, [UInt8]) -> Void)?
    private var continuation: CheckedContinuation<CommandResult, Never>?
    private var result = CommandResult(exit: 0)

    init(
        id: UInt64, launched: LaunchedCommand, request: CommandRequest, began: UInt64, identity: ProcessIdentity?,
        continuation: CheckedContinuation<CommandResult, Never>
    ) {
        self.id = id
        self.pid = launched.pid
        self.pidfd = launched.pidfd
        self.began = began
        self.onOutput = request.onOutput
        self.continuation = continuation
        descriptors = [launched.output, launched.errors]
        let collector = OutputCollector(limit: request.outputLimit, masker: request.masker)
        collectors = [collector, collector]
        deadline = request.timeout.map { began &+ $0.nanoseconds } ?? .max
        result.process = identity
    }

    /// The descriptors to be watched: standard output, standard error, the process.
    var watched: [Int32] { descriptors + [pidfd] }

    /// Whether something still holds a pipe of the command.
    var isOpen: Bool { descriptors[0] >= 0 || descriptors[1] >= 0 }

    /// Why the command is being ended.
    func markEnding(interrupted: Bool) {
        phase = .ending
        result.timedOut = !interrupted
        result.interrupted = interrupted
    }

    /// Takes what is there on a stream; `isOver`: its last writer is gone and nothing is left in it.
    func read(_ stream: Int, isOver: Bool, into buffer: UnsafeMutableRawBufferPointer) {
        if isOver { closeStream(stream) } else { _ = readOnce(stream, into: buffer) }
    }

    /// Takes a stream's next piece and says how long it was; 0: nothing is there, or the stream is over.
    private func readOnce(_ stream: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard descriptors[stream] >= 0 else { return 0 }
        let count = Glibc.read(descriptors[stream], buffer.baseAddress, buffer.count)
        guard count > 0 else {
            if count == 0 || (errno != EAGAIN && errno != EINTR) { closeStream(stream) }
            return 0
        }
        guard phase != .ended else { return count }
        if count >= 65536, !hasGrown[stream] {
            hasGrown[stream] = true
            rung_grow_pipe(descriptors[stream], Int32(buffer.count))
        }
        collectors[stream].add(UnsafeRawBufferPointer(rebasing: buffer[..<count]), emit: emitter(stream))
        return count
    }

    /// Reaps the process, takes what its pipes hold at this moment and gives the result.
    func finish(survivors: String?, buffer: UnsafeMutableRawBufferPointer) {
        var code: Int32 = 0
        var status: Int32 = 0
        if rung_reap(pidfd, &code, &status) == 1 {
            result.exit = code == 0 ? Int(status) : 128 + Int(status)
        } else {
            result.exit = 137
        }
        DirectChildren.remove(pid)
        close(pidfd)
        pidfd = -1
        result.elapsed = .nanoseconds(Int64(rung_monotonic_nanoseconds() - began))
        if result.timedOut { result.exit = 124 }
        result.survivors = survivors
        for stream in 0..<2 { drain(stream, into: buffer) }
        result.stdout = collectors[0].finish(emit: emitter(0))
        result.stderr = collectors[1].finish(emit: emitter(1))
        phase = .ended
        continuation?.resume(returning: result)
        continuation = nil
    }

    /// Gives a result without watching, where the loop could not take the command up.
    func fail(_ problem: StartProblem) {
        _ = rung_pidfd_signal(pidfd, SIGKILL)
        rung_reap_pid(pid)
        DirectChildren.remove(pid)
        close(pidfd)
        pidfd = -1
        closeStreams()
        phase = .ended
        result.exit = problem.exit
        result.startProblem = problem.text
        continuation?.resume(returning: result)
        continuation = nil
    }

    /// Lets go of the pipes.
    func closeStreams() {
        closeStream(0)
        closeStream(1)
    }

    /// What a pipe can hold is all that can have been there when the process ended; a service may go on for ever.
    private func drain(_ stream: Int, into buffer: UnsafeMutableRawBufferPointer) {
        var taken = 0
        while taken < 1 << 20 {
            let count = readOnce(stream, into: buffer)
            if count == 0 { return }
            taken += count
        }
    }

    private func closeStream(_ stream: Int) {
        guard descriptors[stream] >= 0 else { return }
        close(descriptors[stream])
        descriptors[stream] = -1
    }

    private func emitter(_ stream: Int) -> ((UnsafeRawBufferPointer) -> Void)? {
        guard let onOutput else { return nil }
        let name: OutputStream = stream == 0 ? .stdout : .stderr
        return { onOutput(name, Array($0)) }
    }
}
