// swift-tools-version: 6.2
import PackageDescription

// Fuzzes the loader of runbooks with libFuzzer: `Tests/Fuzz/Loader/run SECONDS`.
// A package of its own, over the same sources: the fuzzer instruments all it builds, and brings a main of its own.
let package = Package(
    name: "loader-fuzz",
    targets: [
        .systemLibrary(name: "CLibYAML", path: "Modules/CLibYAML", pkgConfig: "yaml-0.1"),
        .target(
            name: "CRE2", path: "Modules/CRE2",
            linkerSettings: [.linkedLibrary(":libre2.a"), .linkedLibrary("stdc++"), .linkedLibrary("pthread")]),
        .target(name: "Diagnostics", path: "Modules/Diagnostics"),
        .target(name: "YAMLSyntax", dependencies: ["CLibYAML", "Diagnostics"], path: "Modules/YAMLSyntax"),
        .target(name: "CEL", dependencies: ["CRE2"], path: "Modules/CEL"),
        .target(name: "Documents", dependencies: ["YAMLSyntax", "Diagnostics"], path: "Modules/Documents"),
        .target(name: "RunbookModel", dependencies: ["CEL", "Diagnostics"], path: "Modules/RunbookModel"),
        .target(
            name: "RunbookLoading", dependencies: ["Documents", "YAMLSyntax", "CEL", "RunbookModel", "Diagnostics"],
            path: "Modules/RunbookLoading"),
        .executableTarget(name: "LoaderFuzz", dependencies: ["RunbookLoading", "Diagnostics"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .enableUpcomingFeature("ImmutableWeakCaptures"),
    ]
}
