import Testing

@testable import RunbookLoading

@Suite("The warm-up of loading")
struct LoaderWarmUpTests {
    @Test("The sample is in order, so that it leads through all of loading")
    func sample() {
        let result = LoaderWarmUp.loadSample()
        #expect(result.set != nil)
        #expect(result.diagnostics.isEmpty)
    }
}
