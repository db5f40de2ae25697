// swift-tools-version: 6.2
import PackageDescription

// Evaluates expressions from stdin, one JSON string a line; `compare.py` beside this file compares with a peer.
let package = Package(
    name: "CELBatch",
    dependencies: [.package(name: "rung", path: "../../..")],
    targets: [
        .executableTarget(name: "CELBatch", dependencies: [.product(name: "CEL", package: "rung")])
    ],
    swiftLanguageModes: [.v6]
)
