import Interpreter

/// What is due at which time, the earliest first: a binary heap.
///
/// What is not meant any more stays in it, and whoever takes it out looks whether it still is.
struct DueQueue: Sendable {
    /// What can be due.
    enum Item: Sendable, Hashable {
        case probe(watch: String)
        case schedule(watch: String)
        case target(TargetKey)
        case notice(Int, to: String)
    }

    private var heap: [(time: Instant, item: Item)] = []

    /// The earliest time.
    var first: Instant? { heap.first?.time }

    mutating func removeAll() { heap.removeAll(keepingCapacity: true) }

    mutating func add(_ item: Item, at time: Instant) {
        heap.append((time, item))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].time < heap[parent].time else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes out what is due by a time.
    mutating func next(by now: Instant) -> (time: Instant, item: Item)? {
        guard let top = heap.first, top.time <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].time < heap[least].time { least = child }
            }
            guard least != parent else { return top }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
