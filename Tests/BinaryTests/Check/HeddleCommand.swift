import Foundation

/// A run of the built executable to its end.
struct HeddleCommand {
    let status: Int32
    let output: String
    let errors: String

    /// Runs a command with the variables that it needs and these.
    init(_ arguments: [String], home: String, environment: [String: String] = [:], launcher: [String] = []) throws {
        let process = Process()
        let words = launcher + [ServerBinary.executable.path] + arguments
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        var variables = ["HEDDLE_HOME": home, "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"]
        variables.merge(environment) { $1 }
        process.environment = variables
        process.standardInput = FileHandle.nullDevice
        // Files rather than pipes: neither can fill up while the other one is read.
        let folder = NSTemporaryDirectory() + "heddle-command-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let paths = ["/out", "/err"].map { folder + $0 }
        for path in paths { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        process.standardOutput = FileHandle(forWritingAtPath: paths[0])
        process.standardError = FileHandle(forWritingAtPath: paths[1])
        try process.run()
        process.waitUntilExit()
        status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
        output = try String(contentsOfFile: paths[0], encoding: .utf8)
        errors = try String(contentsOfFile: paths[1], encoding: .utf8)
    }

    /// The output as a JSON object.
    var json: [String: Any] { get throws { try ServerBinary.parse(output) } }

    /// The objects of a list in the output.
    func list(_ name: String) throws -> [[String: Any]] { try json[name] as? [[String: Any]] ?? [] }
}
