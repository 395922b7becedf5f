// swift-tools-version: 6.2
import PackageDescription

// MARK: - Compiler settings, applied to every target in the loop at the end

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
    // Else the first use of every generic type looks for its conformances among all that are linked in, a tenth of a
    // millisecond each time: a first answer would spend half of its time on that.
    .unsafeFlags(
        ["-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors"], .when(configuration: .release)),
]

// MARK: - Dependencies (the README's table says why each is here)

let dependencies: [Package.Dependency] = [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let tomlKit = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")

// MARK: - Targets, from the leaves up

let leaves: [Target] = [
    .target(name: "CPlatform", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "FilePatch", dependencies: [crypto]),
    .target(name: "Support"),
    .target(name: "WireJSON"),
]

let libraries: [Target] = [
    .target(name: "AppServerProtocol", dependencies: ["WireJSON"]),
    .target(name: "ProtocolExport", dependencies: ["AppServerProtocol", "WireJSON"]),
    .target(name: "ServerConfig", dependencies: ["WireJSON", crypto, tomlKit]),
    .target(name: "Transport", dependencies: ["Support"]),
    .target(name: "ModelClient", dependencies: ["WireJSON", asyncHTTPClient, nioCore, nioHTTP1, nioPosix]),
    .target(name: "CommandExecution", dependencies: ["Support", "CPlatform"]),
    .target(name: "CommandPolicy", dependencies: ["Support"]),
    .target(name: "MCPClient", dependencies: ["WireJSON"]),
    .target(
        name: "ThreadStore",
        dependencies: ["AppServerProtocol", "WireJSON", "Support", "CPlatform", crypto, grdb, logging]),
    .target(
        name: "AgentCore",
        dependencies: [
            "AppServerProtocol", "WireJSON", "ServerConfig", "ModelClient", "CommandExecution", "CommandPolicy",
            "FilePatch", "ThreadStore", "Support", logging,
        ]),
    .target(
        name: "AppServer",
        dependencies: [
            "AppServerProtocol", "WireJSON", "ServerConfig", "Transport", "AgentCore", "CommandExecution",
            "MCPClient", "ModelClient", "ThreadStore", "Support", "CPlatform", logging,
        ]),
]

let executables: [Target] = [
    .executableTarget(
        name: "heddle",
        dependencies: [
            "AgentCore", "AppServer", "AppServerProtocol", "ProtocolExport", "WireJSON", "ServerConfig", "ThreadStore",
            "Transport", "Support", argumentParser, logging,
        ],
        linkerSettings: [
            // The Swift runtime is linked in, and with it a hundred thousand relative relocations and as many exported
            // symbols. Every start would read the 5 MB that list them; packed and unexported they take 50 kB.
            .unsafeFlags(
                [
                    "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker",
                    "--no-export-dynamic",
                ],
                .when(platforms: [.linux], configuration: .release))
        ])
]

let tests: [Target] = [
    // What tests of several modules share.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "WireJSONTests", dependencies: ["WireJSON"]),
    .testTarget(name: "AppServerProtocolTests", dependencies: ["AppServerProtocol", "WireJSON"]),
    .testTarget(name: "ProtocolExportTests", dependencies: ["ProtocolExport", "AppServerProtocol", "WireJSON"]),
    .testTarget(name: "FilePatchTests", dependencies: ["FilePatch", "TestSupport"], exclude: ["Corpus"]),
    .testTarget(name: "SupportTests", dependencies: ["Support", "TestSupport"]),
    .testTarget(name: "TransportTests", dependencies: ["Transport", "Support"]),
    .testTarget(name: "ServerConfigTests", dependencies: ["ServerConfig", "WireJSON"]),
    .testTarget(
        name: "ModelClientTests", dependencies: ["ModelClient", "WireJSON", nioCore, nioHTTP1, nioPosix]),
    .testTarget(
        name: "CommandExecutionTests",
        dependencies: ["CommandExecution", "CPlatform", "Support", "ProcessTableProbe", "BreakOut", "TestSupport"]),
    .testTarget(name: "CommandPolicyTests", dependencies: ["CommandPolicy", "Support", "TestSupport"]),
    .testTarget(name: "MCPClientTests", dependencies: ["MCPClient", "WireJSON"]),
    .testTarget(
        name: "ThreadStoreTests",
        dependencies: ["ThreadStore", "AppServerProtocol", "Support", "WireJSON", grdb, logging],
        exclude: ["Golden"]),
    .testTarget(
        name: "AgentCoreTests",
        dependencies: [
            "AgentCore", "AppServerProtocol", "CommandExecution", "CommandPolicy", "ModelClient", "ServerConfig",
            "Support", "ThreadStore", "WireJSON",
        ]),
    .testTarget(
        name: "AppServerTests",
        dependencies: [
            "AppServer", "AgentCore", "AppServerProtocol", "CommandExecution", "ModelClient", "ServerConfig", "Support",
            "ThreadStore", "Transport", "WireJSON", logging,
        ],
        exclude: ["RolloutSamples"]),
    .testTarget(
        name: "HeddleTests",
        dependencies: ["heddle", "AppServer", "AppServerProtocol", "ThreadStore", "WireJSON", argumentParser]),
    .testTarget(name: "BinaryTests", dependencies: ["heddle", "TestSupport"]),
    // A process that the tests kill, to see that its children die with it.
    .executableTarget(
        name: "ProcessTableProbe", dependencies: ["CommandExecution"], path: "Tests/ProcessTableProbe"),
    // A program that tries to break out of a sandbox.
    .executableTarget(name: "BreakOut", path: "Tests/BreakOut"),
    // Measures a built server in large homes; see its main file.
    .executableTarget(name: "StoreBenchmark", path: "Tests/StoreBenchmark"),
]

let package = Package(
    name: "heddle",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "heddle", targets: ["heddle"])],
    dependencies: dependencies,
    targets: leaves + libraries + executables + tests
)

for target in package.targets where target.type != .system {
    target.swiftSettings = settings
}
