internal import CPlatform
internal import Synchronization

/// The one thread on which libcurl moves all of a client's transfers.
// @unchecked: `shared` is guarded by its mutex; `active` is touched by the one thread alone.
final class TransferThread: @unchecked Sendable {
    private struct Shared {
        var isRunning = false
        var incoming: [Transfer] = []
        var cancelled: [UInt64] = []
        /// libcurl's handle for many transfers; it lives as long as the thread.
        var multi: Multi?
    }

    /// libcurl's handle for many transfers.
    // @unchecked: other threads only wake its thread, which libcurl allows at any time while the mutex keeps it alive.
    private struct Multi: @unchecked Sendable {
        let handle: UnsafeMutableRawPointer
    }

    /// How long the thread waits for another request before it ends.
    private static let idleMilliseconds: Int32 = 5000

    private let shared = Mutex(Shared())
    private var active: [UInt64: Transfer] = [:]

    /// Takes a request up; its end is told to its continuation.
    func add(_ transfer: Transfer) {
        let problem = shared.withLock { shared -> String? in
            shared.incoming.append(transfer)
            if let multi = shared.multi { rung_curl_multi_wakeup(multi.handle) }
            guard !shared.isRunning else { return nil }
            let context = Unmanaged.passRetained(self)
            let error = rung_start_thread(
                { context in
                    guard let context else { return }
                    Unmanaged<TransferThread>.fromOpaque(context).takeRetainedValue().run()
                }, context.toOpaque(), 1 << 20, "rung-http")
            shared.isRunning = error == 0
            guard error != 0 else { return nil }
            context.release()
            shared.incoming.removeAll { $0 === transfer }
            return "the system gives no thread for the request"
        }
        if let problem { transfer.fail(problem) }
    }

    /// Ends a request whose task was cancelled; one that has ended already is no mistake.
    func cancel(_ id: UInt64) {
        shared.withLock { shared in
            guard shared.isRunning else { return }
            shared.cancelled.append(id)
            if let multi = shared.multi { rung_curl_multi_wakeup(multi.handle) }
        }
    }

    private func run() {
        // The loading blocks for some milliseconds; it is why the thread, and not the sender, does it.
        guard let multi = load() else { return }
        let shareable = Multi(handle: multi)
        shared.withLock { $0.multi = shareable }
        while takeWork(multi) {
            if rung_curl_multi_perform(multi) > 0 || active.isEmpty {
                rung_curl_multi_poll(multi, active.isEmpty ? Self.idleMilliseconds : 1000)
            }
            var outcome = rung_curl_outcome()
            while rung_curl_multi_next(multi, &outcome) == 1 {
                guard let found = active.first(where: { $0.value.handle == outcome.transfer }) else { continue }
                let transfer = found.value
                release(transfer, multi)
                transfer.end(outcome)
            }
        }
        rung_curl_multi_free(multi)
    }

    /// Loads libcurl; where that fails, all who wait are told.
    private func load() -> UnsafeMutableRawPointer? {
        var words = "not enough memory"
        if let problem = rung_curl_load() {
            words =
                "http needs libcurl, which is not installed (Debian's package libcurl4): " + String(cString: problem)
        } else if let multi = rung_curl_multi_new() {
            return multi
        }
        let waiting = shared.withLock { shared in
            defer { shared = Shared() }
            return shared.incoming
        }
        for transfer in waiting { transfer.fail(words) }
        return nil
    }

    /// Takes up what is new and lets go of what was cancelled; false: nothing has come for a while, the thread ends.
    private func takeWork(_ multi: UnsafeMutableRawPointer) -> Bool {
        var incoming: [Transfer] = []
        var cancelled: [UInt64] = []
        let isLast = shared.withLock { shared in
            swap(&incoming, &shared.incoming)
            swap(&cancelled, &shared.cancelled)
            guard incoming.isEmpty, active.isEmpty, hasBeenIdle else { return false }
            shared.multi = nil
            shared.isRunning = false
            return true
        }
        if isLast {
            hasBeenIdle = false
            return false
        }
        for transfer in incoming { start(transfer, multi) }
        for id in cancelled {
            guard let transfer = active[id] else { continue }
            release(transfer, multi)
            transfer.fail("interrupted", interrupted: true)
        }
        hasBeenIdle = active.isEmpty && incoming.isEmpty
        return true
    }

    /// Whether the last look found nothing to do, so that a whole wait has passed since.
    private var hasBeenIdle = false

    private func start(_ transfer: Transfer, _ multi: UnsafeMutableRawPointer) {
        guard transfer.open(), let handle = transfer.handle else {
            return transfer.fail("libcurl refuses the request")
        }
        guard rung_curl_multi_add(multi, handle) == 0 else {
            transfer.close()
            return transfer.fail("libcurl refuses the request")
        }
        active[transfer.id] = transfer
    }

    private func release(_ transfer: Transfer, _ multi: UnsafeMutableRawPointer) {
        active[transfer.id] = nil
        if let handle = transfer.handle { rung_curl_multi_remove(multi, handle) }
        transfer.close()
    }
}
