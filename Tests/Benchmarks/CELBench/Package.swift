// swift-tools-version: 6.2
import PackageDescription

// Measures the module CEL; `run` beside this file builds it, measures the peers too and prints one table.
let package = Package(
    name: "CELBench",
    dependencies: [.package(name: "rung", path: "../../..")],
    targets: [
        .executableTarget(name: "CELBench", dependencies: [.product(name: "CEL", package: "rung")])
    ],
    swiftLanguageModes: [.v6]
)
