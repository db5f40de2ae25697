// swift-tools-version: 6.2
import PackageDescription

// Rung is one package of small modules; Sources/README.md is the map, and .ci/check-imports holds its arrows.
// Each section below is one module with its tests. Dependencies point one way: what is listed first knows least.
let package = Package(
    name: "rung",
    products: [
        .executable(name: "rung", targets: ["rung"]),
        .library(name: "CEL", targets: ["CEL"]),
    ],
    dependencies: [
        // Flags, help and completions as Linux users expect them; costs 2.6 ms of start-up (measured), where writing
        // our own would cost its users the usual behaviour of a command line. Imported by Commands and rung alone.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        // MARK: The system's libraries (module maps only; each is imported by one module)

        // YAML is read by the system's libyaml, as design says: 20 kLOC of fuzzed C that we need not own.
        .systemLibrary(name: "CLibYAML", providers: [.apt(["libyaml-dev"])]),
        // The journal's database. GRDB is the well-kept wrapper, but it links all of Foundation: 61 MB and 4 ms.
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        // SHA-256 for the journal's chain and outputs, HMAC for webhooks: 1.3 GB/s, no build time (swift-crypto: 60 to 90 s
        // a build).
        .systemLibrary(name: "CNettle", providers: [.apt(["nettle-dev"])]),
        // gzip for the evidence of a run (zlib1g-dev).
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        // Regular expressions in linear time, with the very semantics that CEL demands (libre2-dev); the C++ shim is ours.
        .target(
            name: "CRE2",
            linkerSettings: [.linkedLibrary(":libre2.a"), .linkedLibrary("stdc++"), .linkedLibrary("pthread")]),
        // What Swift cannot say between fork and exec, and libcurl's variadics (libcurl is loaded at first use).
        .target(name: "CPlatform"),

        // MARK: Texts, values and their places

        .target(name: "Diagnostics", dependencies: ["JSONText"]),
        .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics", "JSONText", "TestSupport"]),
        .target(
            name: "Hashing", dependencies: ["CNettle"], linkerSettings: [.linkedLibrary(":libnettle.a")]),
        .testTarget(name: "HashingTests", dependencies: ["Hashing"]),
        .target(name: "JSONText"),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText"]),
        .target(name: "Threads"),
        .testTarget(name: "ThreadsTests", dependencies: ["Threads"]),
        .target(name: "Scheduling"),
        .testTarget(name: "SchedulingTests", dependencies: ["Scheduling", "TestSupport"]),
        .target(
            name: "YAMLSyntax", dependencies: ["CLibYAML", "Diagnostics", "Threads"],
            swiftSettings: [.strictMemorySafety()], linkerSettings: [.linkedLibrary(":libyaml.a")]),
        .testTarget(name: "YAMLSyntaxTests", dependencies: ["YAMLSyntax", "Diagnostics", "JSONText", "TestSupport"]),

        .target(name: "YAMLEditing", dependencies: ["YAMLSyntax", "Diagnostics"]),
        .testTarget(
            name: "YAMLEditingTests", dependencies: ["YAMLEditing", "YAMLSyntax", "Diagnostics", "TestSupport"]),

        // MARK: Conditions

        .target(name: "CEL", dependencies: ["CRE2"], exclude: ["README.md"]),
        .testTarget(name: "CELTests", dependencies: ["CEL", "JSONText", "TestSupport"]),

        // MARK: Edits of files

        .target(name: "FileEditing", dependencies: ["YAMLEditing", "YAMLSyntax", "CEL", "Diagnostics"]),
        .testTarget(
            name: "FileEditingTests", dependencies: ["FileEditing", "YAMLEditing", "YAMLSyntax", "TestSupport"]),

        // MARK: Runbooks

        .target(name: "Documents", dependencies: ["YAMLSyntax", "Diagnostics", "JSONText"]),
        .testTarget(
            name: "DocumentsTests", dependencies: ["Documents", "YAMLSyntax", "Diagnostics", "JSONText", "TestSupport"]),
        .target(name: "RunbookModel", dependencies: ["CEL", "Diagnostics"]),
        .target(
            name: "RunbookLoading",
            dependencies: ["Documents", "YAMLSyntax", "CEL", "RunbookModel", "Diagnostics", "Threads"]),
        .testTarget(
            name: "RunbookLoadingTests",
            dependencies: ["RunbookLoading", "RunbookModel", "CEL", "Diagnostics", "TestSupport"],
            exclude: ["Broken", "Examples"]),

        .target(
            name: "Linting",
            dependencies: ["RunbookLoading", "RunbookModel", "YAMLEditing", "YAMLSyntax", "CEL", "Diagnostics"]),
        .testTarget(
            name: "LintingTests",
            dependencies: [
                "Linting", "RunbookLoading", "RunbookModel", "CEL", "Diagnostics", "JSONText", "TestSupport",
            ], exclude: ["Rules"]),
        .target(
            name: "RunbookEditing", dependencies: ["RunbookLoading", "YAMLEditing", "YAMLSyntax", "Diagnostics"],
            exclude: ["README.md"]),
        // Random edits and their judge: for the tests, and for the soak of many.
        .target(
            name: "EditTrials",
            dependencies: [
                "RunbookEditing", "RunbookLoading", "RunbookModel", "YAMLEditing", "YAMLSyntax", "Diagnostics",
                "TestSupport",
            ],
            path: "Tests/EditTrials", exclude: ["Files"]),
        .testTarget(
            name: "RunbookEditingTests",
            dependencies: [
                "RunbookEditing", "RunbookLoading", "RunbookModel", "EditTrials", "YAMLEditing", "YAMLSyntax",
                "Diagnostics",
                "TestSupport",
            ]),

        // MARK: The walk

        .target(name: "Interpreter", dependencies: ["RunbookModel", "CEL", "JSONText"]),
        .testTarget(
            name: "InterpreterTests",
            dependencies: [
                "Interpreter", "Wording", "RunbookLoading", "RunbookModel", "CEL", "Diagnostics", "JSONText",
                "TestSupport",
            ]),
        // What Rung says to people, in each of its languages: words are made of what the walk records.
        .target(name: "Wording", dependencies: ["Interpreter", "RunbookModel"]),
        .testTarget(name: "WordingTests", dependencies: ["Wording", "Interpreter", "RunbookModel", "CEL"]),

        .target(
            name: "Scenarios",
            dependencies: [
                "Interpreter", "Wording", "Documents", "YAMLSyntax", "RunbookLoading", "RunbookModel", "CEL",
                "Diagnostics",
            ]),
        .testTarget(
            name: "ScenariosTests",
            dependencies: [
                "Scenarios", "Interpreter", "Documents", "RunbookLoading", "RunbookModel", "Diagnostics", "TestSupport",
            ], exclude: ["Broken", "Runbooks"]),

        // MARK: Around the walk

        .target(
            name: "Journaling", dependencies: ["CSQLite", "Hashing"], linkerSettings: [.linkedLibrary(":libsqlite3.a")]),
        .testTarget(
            name: "JournalingTests", dependencies: ["Journaling", "Hashing", "CSQLite", "JournalWriter", "TestSupport"]),
        // What the tests of the journal kill, fill a disk with, and let hold locks.
        .executableTarget(name: "JournalWriter", dependencies: ["Journaling"], path: "Tests/JournalWriter"),
        .target(name: "HTTPClient", dependencies: ["CPlatform"]),
        .testTarget(name: "HTTPClientTests", dependencies: ["HTTPClient", "TestSupport"]),
        .target(name: "HTTPServer", dependencies: ["CPlatform"]),
        .testTarget(name: "HTTPServerTests", dependencies: ["HTTPServer", "HTTPClient", "TestSupport"]),
        .target(name: "StepExecution", dependencies: ["CPlatform", "HTTPClient", "Hashing", "FileEditing"]),
        // What the tests of the edits kill while it writes a file again and again.
        .executableTarget(
            name: "FileWriter", dependencies: ["StepExecution", "FileEditing", "YAMLEditing", "YAMLSyntax"],
            path: "Tests/FileWriter"),
        .testTarget(
            name: "StepExecutionTests",
            dependencies: [
                "StepExecution", "HTTPClient", "Hashing", "FileEditing", "YAMLEditing", "YAMLSyntax", "FileWriter",
                "TestSupport",
            ]),

        // MARK: Runs

        .target(
            name: "Engine",
            dependencies: [
                "Interpreter", "Wording", "Journaling", "RunbookLoading", "RunbookModel", "StepExecution", "HTTPClient",
                "FileEditing", "YAMLEditing", "YAMLSyntax", "CEL", "JSONText", "Diagnostics",
            ]),
        .testTarget(
            name: "EngineTests",
            dependencies: [
                "Engine", "Interpreter", "Journaling", "RunbookLoading", "RunbookModel", "Diagnostics", "TestSupport",
            ]),
        .target(name: "GraphLayout"),
        .testTarget(name: "GraphLayoutTests", dependencies: ["GraphLayout"]),
        .target(name: "Archiving", dependencies: ["CZlib"], linkerSettings: [.linkedLibrary(":libz.a")]),
        .testTarget(name: "ArchivingTests", dependencies: ["Archiving", "TestSupport"]),
        .target(
            name: "Reports",
            dependencies: ["RunbookModel", "Interpreter", "Wording", "TerminalIO", "GraphLayout", "CEL", "JSONText"]),
        .testTarget(
            name: "ReportsTests",
            dependencies: [
                "Reports", "Interpreter", "Wording", "RunbookLoading", "RunbookModel", "GraphLayout", "CEL",
                "Diagnostics", "JSONText", "TestSupport",
            ]),
        .target(name: "TerminalIO", dependencies: ["CPlatform"]),
        .testTarget(name: "TerminalIOTests", dependencies: ["TerminalIO", "TestSupport"]),
        .target(
            name: "GuidedMode",
            dependencies: [
                "Engine", "Interpreter", "Wording", "RunbookModel", "Reports", "StepExecution", "TerminalIO", "CEL",
            ]),
        .testTarget(
            name: "GuidedModeTests",
            dependencies: [
                "GuidedMode", "Interpreter", "Wording", "RunbookLoading", "RunbookModel", "Reports", "TerminalIO",
                "CEL",
                "Diagnostics",
            ]),

        // MARK: The automation

        .target(
            name: "Automation",
            dependencies: ["Scheduling", "Interpreter", "Wording", "RunbookModel", "CEL", "JSONText"]),
        .testTarget(
            name: "AutomationTests",
            dependencies: [
                "Automation", "Scheduling", "Interpreter", "RunbookLoading", "RunbookModel", "CEL", "JSONText",
                "Diagnostics", "TestSupport",
            ]),
        .target(
            name: "ConfigurationLoading",
            dependencies: [
                "Automation", "Scheduling", "HTTPServer", "Documents", "YAMLSyntax", "RunbookLoading", "RunbookModel",
                "Interpreter", "CEL", "Diagnostics",
            ]),
        .testTarget(
            name: "ConfigurationLoadingTests",
            dependencies: [
                "ConfigurationLoading", "Documents", "Automation", "Scheduling", "HTTPServer", "RunbookLoading",
                "RunbookModel", "YAMLSyntax", "CEL", "Diagnostics", "TestSupport",
            ]),
        .target(
            name: "WatchService",
            dependencies: [
                "Automation", "ConfigurationLoading", "Engine", "Journaling", "HTTPServer", "HTTPClient", "Hashing",
                "StepExecution", "Interpreter", "RunbookLoading", "RunbookModel", "CEL", "JSONText", "Diagnostics",
                "TerminalIO", "Wording",
            ]),

        // MARK: The command line

        .target(
            name: "Commands",
            dependencies: [
                "Automation", "ConfigurationLoading", "WatchService", "Scheduling", "Engine", "GuidedMode", "Reports",
                "Archiving", "TerminalIO", "Linting", "Scenarios", "Documents", "RunbookLoading", "RunbookModel",
                "RunbookEditing",
                "FileEditing", "YAMLEditing", "Threads",
                "Interpreter", "Wording", "Journaling",
                "StepExecution", "HTTPClient", "Diagnostics", "CEL", "JSONText", "CPlatform",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "rung",
            dependencies: ["Commands", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            exclude: ["Linking"],
            // The static standard library has every symbol exported, and its start looks through all of them; the C++
            // library is linked by the script in Linking, statically too.
            linkerSettings: [
                .unsafeFlags(
                    [
                        "-Xlinker", "--no-export-dynamic",
                        "-L\(Context.packageDirectory)/Sources/rung/Linking", "-Xclang-linker", "-static-libgcc",
                    ], .when(configuration: .release))
            ]),
        .target(name: "TestSupport", dependencies: ["Diagnostics", "CPlatform"], path: "Tests/TestSupport"),
        .testTarget(name: "IntegrationTests", dependencies: ["TestSupport", "JSONText", "rung"], exclude: ["Screens"]),
    ],
    swiftLanguageModes: [.v6]
)

// MARK: Benchmarks, built only when asked for: Tests/Benchmarks/README.md

if Context.environment["RUNG_BENCHMARKS"] != nil {
    func benchmark(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
        .executableTarget(name: name, dependencies: dependencies, path: "Tests/Benchmarks/\(name)")
    }
    package.targets += [
        .target(name: "CSpawnFloor", path: "Tests/Benchmarks/CSpawnFloor"),
        benchmark("SpawnBench", ["StepExecution", "CSpawnFloor"]),
        benchmark("YAMLBench", ["YAMLSyntax"]),
        benchmark("LoadingBench", ["RunbookLoading", "YAMLSyntax", "Diagnostics"]),
        benchmark("RungBench", ["CSpawnFloor", "YAMLSyntax"]),
        benchmark("EmptyProgram", []),
    ]
}

// MARK: Soaks of this package, built only when asked for

if Context.environment["RUNG_SOAK"] != nil {
    package.targets.append(
        .executableTarget(name: "EditSoak", dependencies: ["EditTrials"], path: "Tests/Soak/EditSoak"))
}

// What the compiler will take for granted in Swift 7, and warnings as errors (in our own targets only).
for target in package.targets where ![.system, .plugin, .macro].contains(target.type) {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .treatAllWarnings(as: .error),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .enableUpcomingFeature("InferIsolatedConformances"),
            .enableUpcomingFeature("ImmutableWeakCaptures"),
        ]
}
