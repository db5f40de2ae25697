import Glibc
package import Interpreter

/// The machine's clock as it is set at each moment: for schedules and windows, which mean the time on the wall.
package struct WallClock: RunClock {
    /// The clock.
    package init() {}

    package var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// Waits for the time that is left now; whoever is woken looks at the clock again, which may have been set.
    package func sleep(until deadline: Instant) async {
        try? await Task.sleep(for: deadline - now, clock: .continuous)
    }
}
