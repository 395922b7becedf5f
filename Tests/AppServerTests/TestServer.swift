import AgentCore
import AppServer
import AppServerProtocol
import CommandExecution
import Foundation
import Logging
import ModelClient
import ServerConfig
import Support
import WireJSON

@testable import ThreadStore

/// A server in the test's process, over a home directory of its own and the offline model.
final class TestServer {
    let server: AppServer
    let home: String
    let workspace: String
    private let processes: ProcessTable
    private let store: ThreadStore
    private let ownsHome: Bool

    /// A new server; `home` continues what an earlier one left.
    init(
        home: String? = nil, config: String = "", model: ModelClient = .offline(), clock: WallClock = .system,
        variables: [String: String] = ["PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "HOME": "/nonexistent"],
        disk: LogFileOperations = .system, backlogLimit: Int = LogWriter.backlogLimit, sandbox: Sandbox = Sandbox()
    ) throws {
        processes = ProcessTable(sandbox: sandbox)
        ownsHome = home == nil
        let base = home ?? NSTemporaryDirectory() + "heddle-test-" + UUID().uuidString
        self.home = base
        workspace = base + "/workspace"
        try FileManager.default.createDirectory(atPath: workspace, withIntermediateDirectories: true)
        if !config.isEmpty { try config.write(toFile: base + "/config.toml", atomically: true, encoding: .utf8) }
        let configuration = ServerConfig(home: try HomeDirectory(path: base))
        var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .critical
        let connections = ConnectionRegistry()
        store = ThreadStore(
            home: base, clock: clock.milliseconds, logger: logger, operations: disk, retryMilliseconds: 20,
            backlogLimit: backlogLimit
        ) { event in connections.notify(WarningNotification(event), clock: .system) }
        server = AppServer(
            environment: AgentEnvironment(
                clock: clock, identifiers: .system, store: store, processes: processes, files: .live,
                configuration: { configuration }, models: { _ in model }, requests: OutgoingRequests(),
                audience: connections.audience, variables: variables, workingDirectory: workspace,
                randomBits: { 0xABCDEF }, version: "0.163.0", logger: logger),
            connections: connections)
    }

    /// A client that has introduced itself.
    func client(id: Int = 0, experimental: Bool = true) async throws -> InProcessClient {
        let client = InProcessClient(server, id: id)
        try await client.initialize(experimental: experimental)
        return client
    }

    /// Puts an empty file of this name into the workspace.
    func makeFile(_ name: String) throws {
        try Data().write(to: URL(fileURLWithPath: workspace + "/" + name))
    }

    /// Whether a file of this name is in the workspace.
    func hasFile(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: workspace + "/" + name)
    }

    /// Whether a file is there.
    func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }

    /// Ends the server like the end of its input does.
    func stop(draining: Bool = false) async {
        await server.stop(draining: draining)
        processes.shutdown()
        store.close()
    }

    deinit {
        if ownsHome { try? FileManager.default.removeItem(atPath: home) }
    }
}

extension JSONValue {
    /// Input of one text.
    static func input(_ text: String) -> JSONValue {
        [["type": "text", "text": .string(text)]]
    }
}
