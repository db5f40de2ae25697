/// Writes down what each part of an expression came to.
final class Tracer {
    /// What one part came to.
    enum Outcome {
        case value(Value)
        case fault(Fault)
        case open
    }

    /// One part that was evaluated, or one round of a loop.
    struct Entry {
        /// The part; for a round the loop.
        let node: Int32
        /// For a round: its number and the variables.
        var round: (number: Int, variables: [(String, Value)])?
        var outcome: Outcome = .open
        var children: [Entry] = []
        /// For a loop: how many rounds there were; not all are kept.
        var rounds = 0
    }

    private var open: [Entry] = [Entry(node: -1)]
    /// How many parts are kept in all.
    private var room = 20_000

    /// Of the rounds of a loop the first ones and the last one are kept.
    static let roundsKept = 3

    /// What was written down.
    var entries: [Entry] { open[0].children }

    func begin(_ node: Int32) { open.append(Entry(node: node)) }

    func end(_ outcome: Outcome) {
        var entry = open.removeLast()
        entry.outcome = outcome
        attach(entry)
    }

    func beginRound(_ number: Int, _ variables: [(String, Value)]) {
        guard let node = open.last?.node else { return }
        open.append(Entry(node: node, round: (number, variables)))
    }

    func endRound() {
        guard let last = open.last, last.round != nil else { return }
        let entry = open.removeLast()
        open[open.count - 1].rounds += 1
        let rounds = open[open.count - 1].children.count { $0.round != nil }
        if rounds > Tracer.roundsKept { open[open.count - 1].children.removeLast() }
        attach(entry)
    }

    /// Ends the rounds that an error left open.
    func closeRounds(of node: Int32) {
        while let last = open.last, last.round != nil, last.node == node { endRound() }
    }

    private func attach(_ entry: Entry) {
        guard room > 0 else { return }
        room -= 1
        open[open.count - 1].children.append(entry)
    }
}

extension Machine {
    /// The value of a part, written down.
    @inline(never)
    mutating func traced(_ index: Int32) throws(Fault) -> Value {
        trace?.begin(index)
        do {
            let value = try step(index)
            trace?.closeRounds(of: index)
            trace?.end(.value(value))
            return value
        } catch {
            trace?.closeRounds(of: index)
            trace?.end(.fault(error))
            throw error
        }
    }
}
