import Testing
import Threads

@Suite struct HandoverTests {
    @Test func `both pieces of work side by side give their results`() {
        let (first, second) = SideBySide.run {
            (0..<100_000).reduce(0, +)
        } and: {
            (0..<200_000).reduce(0, +)
        }
        #expect(first == 4_999_950_000)
        #expect(second == 19_999_900_000)
    }

    @Test(arguments: [1, 2, 7])
    func `what is handed over comes in order and to its end, however little may lie between`(room: Int) throws {
        let handover = Handover<Int>(room: room)
        let work = try #require(
            SideWork.begin {
                for number in 0..<5_000 where !handover.give(number) { return false }
                handover.end()
                return true
            })
        var taken: [Int] = []
        while let number = handover.take() { taken.append(number) }
        #expect(work.result())
        #expect(taken == Array(0..<5_000))
    }

    @Test func `whoever takes no more ends the work of the one who gives, also where that waits for room`() throws {
        let handover = Handover<Int>(room: 2)
        let work = try #require(
            SideWork.begin {
                var given = 0
                while handover.give(given) { given += 1 }
                return given
            })
        #expect(handover.take() == 0)
        handover.end()
        #expect(work.result() >= 1)
        while handover.take() != nil {}
        #expect(!handover.give(7))
    }
}
