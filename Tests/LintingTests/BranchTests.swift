import Testing

/// Which branches are dead, beyond the cases of the rule's own files.
@Suite struct BranchTests {
    private func dead(_ conditions: [String], otherwise: Bool = false) -> [String] {
        let branches = conditions.map { "    - {when: '\($0)', goto: call}" }.joined(separator: "\n")
        return Linted.findings(
            "mend:\n  decide:\n\(branches)\n\(otherwise ? "  else: call" : "")"
        ).filter { $0.hasPrefix("R007") }.map { String($0.dropFirst(5)) }
    }

    @Test(
        arguments: [
            (["steps.look.ok", "steps.look.ok"], "steps.look.ok"),
            (["steps.look.ok", "( steps.look.ok )"], "( steps.look.ok )"),
            (
                ["steps.look.ok || visits.look > 1", "steps.look.ok && visits.look == 7"],
                "steps.look.ok && visits.look == 7"
            ),
            (["steps.look.exit > 1", "steps.look.exit >= 3"], "steps.look.exit >= 3"),
            (["steps.look.exit > 1", "steps.look.exit == 2"], "steps.look.exit == 2"),
            (["steps.look.exit > 1", "steps.look.exit >= 2"], "steps.look.exit >= 2"),
            (["steps.look.out != \"a\"", "steps.look.out == \"b\""], "steps.look.out == \"b\""),
            (["steps.look.out in [\"a\", \"b\"]", "steps.look.out == \"b\""], "steps.look.out == \"b\""),
            (["visits.look == 0", "visits.look > 0", "steps.look.ok"], "steps.look.ok"),
            (
                ["steps.look.elapsed > duration(\"5s\")", "steps.look.elapsed > duration(\"1m\")"],
                "steps.look.elapsed > duration(\"1m\")"
            ),
            (["visits.look < 0"], "visits.look < 0"),
            (["steps.look.ok && !steps.look.ok"], "steps.look.ok && !steps.look.ok"),
            (["true", "steps.look.ok"], "steps.look.ok"),
            (["!(steps.look.ok && steps.look.ran)", "!steps.look.ok"], "!steps.look.ok"),
        ])
    func `a branch is dead where it is sure`(conditions: [String], place: String) {
        #expect(dead(conditions) == [place])
    }

    @Test(
        arguments: [
            ["steps.look.ok && visits.look == 7", "steps.look.ok"],
            ["steps.look.exit >= 3", "steps.look.exit > 1"],
            ["steps.look.exit >= 2.5", "steps.look.exit > 1"],
            ["steps.look.ok", "!steps.look.ok", "steps.look.ran"],
            ["steps.look.out == \"a\"", "steps.look.out != \"b\""],
            ["steps.look.out.contains(\"a\")", "steps.look.out.contains(\"ab\")"],
            ["steps.look.ok ? visits.look == 1 : visits.look == 2", "visits.look == 2"],
        ])
    func `what may be taken is left alone`(conditions: [String]) {
        #expect(dead(conditions) == [])
    }

    @Test func `an else is dead below conditions of which one is always true`() {
        #expect(dead(["steps.look.ran", "!steps.look.ran"], otherwise: true) == ["else"])
        #expect(dead(["steps.look.exit < 5", "steps.look.exit >= 5"], otherwise: true) == ["else"])
        #expect(dead(["steps.look.ran", "steps.look.ok"], otherwise: true) == [])
    }

    @Test func `conditions with too many terms are compared two by two`() {
        let many = (0..<12).map {
            "steps.look.out == \"\($0)\" && visits.look == \($0) && steps.look.stderr == \"\($0)\""
        }
        #expect(dead(many + [many[3]]) == [many[3]])
    }

    @Test func `a list of very many branches is not tried for ever`() {
        let many = (0..<400).map { "steps.look.out == \"\($0)\" && visits.look == \($0)" }
        #expect(dead(many) == [])
    }
}
