// swift-tools-version: 6.2
import PackageDescription

// Feeds the module CEL with what libFuzzer thinks of; `run` beside this file builds and runs it.
let package = Package(
    name: "CELFuzz",
    dependencies: [.package(name: "rung", path: "../../..")],
    targets: [
        .target(name: "CMemory"),
        .executableTarget(name: "CELFuzz", dependencies: ["CMemory", .product(name: "CEL", package: "rung")]),
    ],
    swiftLanguageModes: [.v6]
)
