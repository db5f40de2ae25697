import CEL
import Diagnostics
import Interpreter
import RunbookLoading
import RunbookModel
import Testing

/// Walks of a size that no one walks: what they take grows as they do, and the stack does not.
@Suite(.serialized) struct ScaleTests {
    /// A runbook of steps that lead from one to the next, by a condition or plainly.
    private func chain(_ count: Int, _ kind: Step.Kind, by condition: Expression?) -> RunbookSet {
        var steps = (0..<count).map { index in
            let next = "s\(index + 1)"
            return Step(
                id: "s\(index)", kind: kind,
                way: Way(next: condition.map { .branches([Branch(when: $0, goto: next)]) } ?? .step(next)))
        }
        steps.append(Step(id: "s\(count)", kind: .end(.unresolved)))
        let runbook = Runbook(id: "chain", start: "s0", fallback: "s\(count)", steps: steps)
        let key = RunbookKey(path: "chain.yaml")
        return RunbookSet(
            root: key, members: [key.path: .init(runbook: runbook, source: SourceText(name: "", text: ""))])
    }

    private func condition() throws -> Expression {
        let text = Book.text("a: {decide: [{when: visits.a == 0, goto: stop}]}")
        let loaded = RunbookLoader(texts: ["x": Array(text.utf8)]).load(path: "x")
        guard case .branches(let branches)? = loaded.set?.main.step("a")?.way.next else {
            throw ScaleProblem(message: "no condition")
        }
        return branches[0].when
    }

    /// Walks to the end, each action answered at once; how long that took.
    private func walk(_ set: RunbookSet) -> (end: WalkEnd?, entered: Int, took: Duration) {
        var entered = 0
        var walk = Walk(runbooks: set, parser: OutputParser(readYAML: { _ in nil }))
        let took = ContinuousClock().measure {
            var inputs: [WalkInput] = [.started(StartFacts(run: "r", mode: .unattended))]
            while let input = inputs.popLast() {
                for output in walk.handle(input, at: ScriptedWalk.begin) {
                    switch output {
                    case .record(.stepEntered): entered += 1
                    case .perform(.execute(let order)):
                        inputs.append(.actionEnded(action: order.id, .command(CommandOutcome(exit: 0)), nil))
                    default: break
                    }
                }
            }
        }
        guard case .ended(let end) = walk.phase else { return (nil, entered, took) }
        return (end, entered, took)
    }

    /// Checks that four times the size takes about four times as long: quadratic growth would take sixteen.
    private func expectLinear(_ small: () -> Duration, _ large: () -> Duration) {
        var ratios: [Double] = []
        // A machine that does other things too can slow down one round, and hardly three.
        while ratios.count < 3, (ratios.min() ?? .infinity) >= 9 { ratios.append(large() / small()) }
        #expect((ratios.min() ?? .infinity) < 9, "\(ratios)")
    }

    @Test func `100,000 decisions in a row take linear time and no stack`() throws {
        let condition = try condition()
        let (small, large) = (chain(25_000, .decide, by: condition), chain(100_000, .decide, by: condition))
        let walked = walk(large)
        #expect(walked.end?.outcome == .unresolved)
        #expect(walked.entered == 100_001)
        expectLinear({ walk(small).took }, { walk(large).took })
    }

    @Test func `20,000 checks in a row take linear time`() throws {
        let check = Step.Kind.check(Check(action: .script("true")))
        let (small, large) = (chain(5000, check, by: nil), chain(20_000, check, by: nil))
        #expect(walk(large).entered == 20_001)
        expectLinear({ walk(small).took }, { walk(large).took })
    }

    @Test func `a group of 1,000 members takes linear time`() throws {
        func group(_ count: Int) -> RunbookSet {
            var steps = (0..<count).map { Step(id: "m\($0)", kind: .check(Check(action: .script("true")))) }
            let members = steps.map(\.id)
            steps.append(Step(id: "all", kind: .group(Group(members: members)), way: Way(next: .step("end"))))
            steps.append(Step(id: "end", kind: .end(.unresolved)))
            let runbook = Runbook(id: "group", start: "all", fallback: "end", steps: steps)
            let key = RunbookKey(path: "group.yaml")
            return RunbookSet(
                root: key, members: [key.path: .init(runbook: runbook, source: SourceText(name: "", text: ""))])
        }
        let (small, large) = (group(1000), group(4000))
        #expect(walk(small).end?.outcome == .unresolved)
        #expect(walk(large).end?.outcome == .unresolved)
        expectLinear({ walk(small).took }, { walk(large).took })
    }
}

private struct ScaleProblem: Error {
    var message: String
}
