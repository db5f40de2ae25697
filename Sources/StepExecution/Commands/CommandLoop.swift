internal import CPlatform
internal import Glibc
internal import Synchronization

/// The thread that waits for all commands of a runner: their output, their ends and their deadlines.
///
/// It is a task executor too, so that a walk can live on it and never change threads between two commands.
// @unchecked: `shared` is guarded by its mutex; all other variables are touched on the loop's one thread alone.
final class CommandLoop: TaskExecutor, @unchecked Sendable {
    /// What other threads hand to the loop.
    private struct Shared {
        var epoll: Int32 = -1
        var alarm: Int32 = -1
        var isRunning = false
        var isAbandoned = false
        /// Until when the loop sleeps; 0: it is awake.
        var sleepsUntil: UInt64 = 0
        var incoming: [RunningCommand] = []
        var interrupts: [UInt64] = []
        var tornDown: [(id: UInt64, survivors: String?)] = []
        var jobs: [UnownedJob] = []

        var isIdle: Bool { incoming.isEmpty && interrupts.isEmpty && tornDown.isEmpty && jobs.isEmpty }
    }

    private let shared = Mutex(Shared())
    // Of the process, not of a runner: the number is in the mark by which a command's processes are found and ended.
    private static let ids = Atomic<UInt64>(0)
    private let thread = Atomic<UInt>(0)
    private let grace: Duration
    private let reapsOrphans: Bool

    private var epoll: Int32 = -1
    private var alarm: Int32 = -1
    private var commands: [UInt64: RunningCommand] = [:]
    private var runningCount = 0
    /// No deadline is before this one; it may be that of a command that has ended already.
    private var nextDeadline = UInt64.max
    private var lastReaping: UInt64 = 0
    private var buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)

    private static let wakeToken: UInt64 = 0
    private static let bufferSize = 256 * 1024
    private static let reapingInterval: UInt64 = 200_000_000
    private static let longestSleepWithOrphans: UInt64 = 5_000_000_000
    private static let mostLeftovers = 128

    init(grace: Duration, reapsOrphans: Bool) {
        self.grace = grace
        self.reapsOrphans = reapsOrphans
    }

    deinit {
        shared.withLock { shared in
            if shared.epoll >= 0 { close(shared.epoll) }
            if shared.alarm >= 0 { close(shared.alarm) }
        }
        buffer.deallocate()
    }

    /// A number that no other command of this process has.
    func nextID() -> UInt64 {
        Self.ids.add(1, ordering: .relaxed).newValue
    }

    /// Takes up a command that has just been started; on any thread.
    func begin(_ command: RunningCommand) {
        let isHere = isOnLoop
        var problem: StartProblem?
        var epoll: Int32 = -1
        shared.withLock { shared in
            problem = ensureRunning(&shared)
            epoll = shared.epoll
            if problem == nil, !isHere { shared.incoming.append(command) }
        }
        if let problem { return command.fail(problem) }
        if isHere { adopt(command) }
        // The loop knows the command by now, so no event can come too early for it.
        for (kind, descriptor) in command.watched.enumerated()
        where rung_epoll_add(epoll, descriptor, command.id << 2 | UInt64(kind)) != 0 {
            // Not watched, it could only be waited for in vain: it is ended like a command whose task was cancelled.
            interrupt(command.id)
        }
        if !isHere { wake(before: command.deadline) }
    }

    /// Ends a command because its task was cancelled; on any thread. A command that has ended already is no mistake.
    func interrupt(_ id: UInt64) {
        shared.withLock { $0.interrupts.append(id) }
        wake(before: 0)
    }

    /// Lets the thread end once nothing is left to do.
    func abandon() {
        shared.withLock { $0.isAbandoned = true }
        wake(before: 0)
    }

    /// Runs a piece of a task on the loop's thread.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let problem = shared.withLock { shared in
            shared.jobs.append(job)
            return ensureRunning(&shared)
        }
        precondition(problem == nil, "the command loop's thread cannot be had: \(problem?.text ?? "")")
        wake(before: 0)
    }

    private var isOnLoop: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    private func wake(before deadline: UInt64) {
        guard !isOnLoop else { return }
        let alarm = shared.withLock { shared -> Int32 in
            guard shared.isRunning, deadline < shared.sleepsUntil else { return -1 }
            shared.sleepsUntil = 0
            return shared.alarm
        }
        if alarm >= 0 { rung_eventfd_signal(alarm) }
    }

    private func ensureRunning(_ shared: inout Shared) -> StartProblem? {
        guard !shared.isRunning else { return nil }
        if shared.epoll < 0 {
            shared.epoll = rung_epoll_create()
            shared.alarm = rung_eventfd()
            guard shared.epoll >= 0, shared.alarm >= 0, rung_epoll_add(shared.epoll, shared.alarm, Self.wakeToken) == 0
            else { return StartProblem(exit: 126, text: "commands cannot be watched: \(SystemError.text(errno))") }
        }
        let context = Unmanaged.passRetained(self)
        let error = rung_start_thread(
            { context in
                guard let context else { return }
                Unmanaged<CommandLoop>.fromOpaque(context).takeRetainedValue().runThread()
            }, context.toOpaque(), 8 << 20, "rung-commands")
        guard error == 0 else {
            context.release()
            return StartProblem(exit: 126, text: "commands cannot be watched: \(SystemError.text(error))")
        }
        shared.isRunning = true
        return nil
    }
}

// MARK: - On the loop's thread

extension CommandLoop {
    private func runThread() {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        shared.withLock { (epoll, alarm) = ($0.epoll, $0.alarm) }
        if buffer.baseAddress == nil {
            buffer = .allocate(byteCount: Self.bufferSize, alignment: 4096)
        }
        var events = [rung_event](repeating: rung_event(), count: 64)
        while true {
            takeWork()
            guard let timeout = prepareToSleep() else { return }
            let count = rung_epoll_wait(epoll, &events, Int32(events.count), timeout)
            for index in 0..<Int(max(0, count)) { handle(events[index]) }
            endOverdue()
            reapOrphans()
        }
    }

    /// How many milliseconds nothing is to be done; -1: until something happens; nil: the thread is to end.
    private func prepareToSleep() -> Int32? {
        let now = rung_monotonic_nanoseconds()
        var until = nextDeadline
        if reapsOrphans { until = min(until, now + Self.longestSleepWithOrphans) }
        let isIdle = shared.withLock { shared in
            if shared.isAbandoned, shared.isIdle, runningCount == 0 {
                shared.isRunning = false
                thread.store(0, ordering: .relaxed)
                return true
            }
            shared.sleepsUntil = shared.isIdle ? until : 0
            if !shared.isIdle { until = now }
            return false
        }
        guard !isIdle else {
            for command in commands.values { command.closeStreams() }
            commands.removeAll()
            return nil
        }
        guard until < .max else { return -1 }
        guard until > now else { return 0 }
        return Int32(clamping: (until - now + 999_999) / 1_000_000)
    }

    private func takeWork() {
        // Pieces of tasks beget others; after many of them the commands have their turn again.
        for _ in 0..<64 {
            var jobs: [UnownedJob] = []
            var interrupts: [UInt64] = []
            var tornDown: [(id: UInt64, survivors: String?)] = []
            shared.withLock { shared in
                shared.sleepsUntil = 0
                swap(&jobs, &shared.jobs)
                swap(&interrupts, &shared.interrupts)
                swap(&tornDown, &shared.tornDown)
                adoptIncoming(&shared)
            }
            for id in interrupts { end(id, interrupted: true) }
            for (id, survivors) in tornDown { finish(id, survivors: survivors) }
            guard !jobs.isEmpty else { return }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }

    private func adoptIncoming(_ shared: inout Shared) {
        for command in shared.incoming { adopt(command) }
        shared.incoming.removeAll(keepingCapacity: true)
    }

    private func adopt(_ command: RunningCommand) {
        commands[command.id] = command
        runningCount += 1
        nextDeadline = min(nextDeadline, command.deadline)
    }

    private func handle(_ event: rung_event) {
        guard event.token != Self.wakeToken else { return rung_eventfd_clear(alarm) }
        let id = event.token >> 2
        if commands[id] == nil { shared.withLock { adoptIncoming(&$0) } }
        guard let command = commands[id] else { return }
        let stream = Int(event.token & 3)
        if stream < 2 {
            command.read(stream, isOver: event.readable == 0 && event.hung_up != 0, into: buffer)
            if command.phase == .ended, !command.isOpen { commands[id] = nil }
        } else if command.phase == .running {
            finish(id, survivors: nil)
        }
    }

    private func finish(_ id: UInt64, survivors: String?) {
        guard let command = commands[id], command.phase != .ended else { return }
        command.finish(survivors: survivors, buffer: buffer)
        runningCount -= 1
        if !command.isOpen {
            commands[id] = nil
        } else if commands.count - runningCount > Self.mostLeftovers {
            let oldest = commands.values.lazy.filter { $0.phase == .ended }.min { $0.id < $1.id }
            oldest?.closeStreams()
            if let oldest { commands[oldest.id] = nil }
        }
    }

    private func endOverdue() {
        guard nextDeadline < .max else { return }
        let now = rung_monotonic_nanoseconds()
        guard now >= nextDeadline else { return }
        nextDeadline = .max
        for command in commands.values where command.phase == .running {
            if command.deadline <= now {
                end(command.id, interrupted: false)
            } else {
                nextDeadline = min(nextDeadline, command.deadline)
            }
        }
    }

    /// Ends a command with everything of it; that may take as long as the grace, so it has a thread of its own.
    private func end(_ id: UInt64, interrupted: Bool) {
        guard let command = commands[id], command.phase == .running else { return }
        command.markEnding(interrupted: interrupted)
        // Not reaped before all is over: until then nothing else can have its number, nor its session's.
        _ = rung_epoll_remove(epoll, command.pidfd)
        let startTime = ProcessTable.startTime(of: command.pid) ?? 0
        let selection = ProcessSelection(
            leader: ProcessIdentity(pid: command.pid, startTime: startTime), marks: [CommandLaunch.mark(id)])
        let (grace, pidfd) = (grace, command.pidfd)
        let isStarted = DetachedThread.start(name: "rung-teardown") { [self] in
            let survivors = ProcessTeardown(selection, grace: grace, leaderFD: pidfd).run()
            shared.withLock { $0.tornDown.append((id, survivors)) }
            wake(before: 0)
        }
        if !isStarted {
            kill(-command.pid, SIGKILL)
            _ = rung_pidfd_signal(pidfd, SIGKILL)
            _ = rung_wait_readable(pidfd, 1000)
            finish(id, survivors: "no thread could be had to look for what is left of the command")
        }
    }

    private func reapOrphans() {
        guard reapsOrphans else { return }
        let now = rung_monotonic_nanoseconds()
        guard now - lastReaping >= Self.reapingInterval else { return }
        lastReaping = now
        DirectChildren.reapOrphans()
    }
}
