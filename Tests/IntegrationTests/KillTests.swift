import TestSupport
import Testing

@Suite struct `Kills at random moments` {
    /// 20 of them; `Tests/Soak/kills` alone makes 300.
    @Test func `lose no event, and run no fix twice unasked`() async throws {
        try await withWorkshop { workshop in
            let end = try await workshop.run(
                ["python3", PackageRoot.path + "/Tests/Soak/kills", "--count", "20", "--binary", RungBinary.path])
            #expect(end.exit == 0 && end.out.hasSuffix("nothing was lost\n"), "\(end)")
        }
    }
}
