import Glibc

/// Pieces that one thread makes and another takes, in order; the maker waits while too many are not taken.
///
/// `@unchecked Sendable`: all that changes is touched under the lock alone.
package final class Handover<Piece: Sendable>: @unchecked Sendable {
    private var pieces: [Piece] = []
    private var isOver = false
    private let room: Int
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    /// A handover where so many pieces may lie.
    package init(room: Int) {
        self.room = room
        lock.initialize(to: pthread_mutex_t())
        change.initialize(to: pthread_cond_t())
        pthread_mutex_init(lock, nil)
        pthread_cond_init(change, nil)
    }

    deinit {
        pthread_cond_destroy(change)
        pthread_mutex_destroy(lock)
        change.deallocate()
        lock.deallocate()
    }

    /// Hands a piece over; false where nobody takes any more.
    package func give(_ piece: Piece) -> Bool {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while pieces.count >= room, !isOver { pthread_cond_wait(change, lock) }
        guard !isOver else { return false }
        pieces.append(piece)
        pthread_cond_signal(change)
        return true
    }

    /// The next piece, once it is there; nil where none comes any more.
    package func take() -> Piece? {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while pieces.isEmpty, !isOver { pthread_cond_wait(change, lock) }
        guard !pieces.isEmpty else { return nil }
        pthread_cond_signal(change)
        return pieces.removeFirst()
    }

    /// Says, from either side, that no more pieces are given; those that lie there can still be taken.
    package func end() {
        pthread_mutex_lock(lock)
        isOver = true
        pthread_cond_broadcast(change)
        pthread_mutex_unlock(lock)
    }
}
