import StepExecution
import Testing

/// What a command reads on its standard input.
@Suite struct InputTests {
    @Test func `a command reads its input to the end`() async {
        let fixture = CommandFixture()
        var request = fixture.request(.argv(["sha256sum"]))
        request.input = [UInt8](repeating: 65, count: 3 << 20)
        let result = await fixture.runner.run(request)
        #expect(result.exit == 0)
        #expect(result.stdout.text == "a57493c037eb3a8a86ff87072edde226110455cd7fdab2f87bb4df072f67ffb0  -\n")
        request.input = []
        request.invocation = .argv(["wc", "-c"])
        #expect(await fixture.runner.run(request).stdout.text == "0\n")
        request.input = nil
        #expect(await fixture.runner.run(request).stdout.text == "0\n")
    }
}
