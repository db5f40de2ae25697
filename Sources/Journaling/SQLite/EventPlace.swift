/// Where an event lies in the table of events: its run's key in the upper 32 bits, its sequence number in the lower.
struct EventPlace {
    let number: Int64

    init(run: Int64, sequence: Int) {
        precondition(
            (0...Int(UInt32.max)).contains(sequence) && (0...Int64(Int32.max)).contains(run),
            "event \(sequence) of the run with key \(run) has no place")
        number = run << 32 | Int64(sequence)
    }

    /// The sequence number of an event at a place.
    static func sequence(at number: Int64) -> Int { Int(number & 0xFFFF_FFFF) }
}
