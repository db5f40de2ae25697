import Glibc
package import Interpreter

/// The machine's clock, read once; what follows is counted by a clock that nobody sets.
package struct SystemClock: RunClock {
    private let base: Instant
    private let start: ContinuousClock.Instant

    /// A clock that is right now.
    package init() {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        base = Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
        start = .now
    }

    package var now: Instant {
        base + (ContinuousClock.now - start)
    }

    package func sleep(until deadline: Instant) async {
        try? await Task.sleep(until: start + (deadline - base), clock: .continuous)
    }
}
