import Foundation
import TestSupport
import Testing

/// `heddle doctor` in homes of every sort.
@Suite(.ownThread) struct DoctorTests {
    private let home = NSTemporaryDirectory() + "heddle-doctor-" + UUID().uuidString
    private let key = "sk-0123456789abcdef"

    init() throws {
        try FileManager.default.createDirectory(
            atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    private func doctor(
        _ configuration: String? = nil, _ arguments: [String] = [], environment: [String: String] = [:]
    ) throws -> (status: Int32, checks: [String: [String: Any]]) {
        try configuration?.write(toFile: home + "/config.toml", atomically: true, encoding: .utf8)
        for isJSON in [false, true] {
            let run = try HeddleCommand(
                ["doctor"] + (isJSON ? ["--json"] : []) + arguments, home: home, environment: environment)
            #expect(!(run.output + run.errors).contains(key), "a key was printed")
            guard isJSON else { continue }
            let json = try run.json
            #expect(json["ok"] as? Bool == (run.status == 0))
            #expect(json["version"] as? String != nil)
            var checks: [String: [String: Any]] = [:]
            for check in try run.list("checks") { checks[check["name"] as? String ?? ""] = check }
            return (run.status, checks)
        }
        return (-1, [:])
    }

    private func status(_ check: [String: Any]?) -> String? { check?["status"] as? String }

    @Test func aFreshInstallationCanWork() throws {
        let (status, checks) = try doctor()
        #expect(status == 0)
        for name in ["version", "home", "homePermissions", "disk", "configuration", "provider", "store", "shell"] {
            #expect(self.status(checks[name]) == "ok", "\(name): \(checks[name] ?? [:])")
        }
        #expect((checks["provider"]?["message"] as? String)?.contains("offline") == true)
        // What confines commands, and what each mechanism is good for on this machine.
        func says(_ name: String) -> String? { checks[name]?["message"] as? String }
        let mechanisms = ["bubblewrap", "namespaces", "landlock"]
        let chosen = mechanisms.first { says($0) == "works here" }
        let expected = [
            "bubblewrap": ("ok", "commands are confined by bubblewrap (/"),
            "namespaces": ("ok", "commands are confined by mounts of their own, Landlock, version "),
            "landlock": ("warning", "commands are confined by Landlock, version "),
        ][chosen ?? ""]
        let (word, beginning) = expected ?? ("warning", "nothing here can confine commands: ")
        #expect(self.status(checks["sandbox"]) == word)
        #expect(says("sandbox")?.hasPrefix(beginning) == true)
        for name in mechanisms { #expect(says(name)?.isEmpty == false, "\(name) is not spoken of") }
        try FileManager.default.removeItem(atPath: home)
    }

    @Test func looseHomesAndUnknownKeysAreWarnedOf() throws {
        chmod(home, 0o755)
        let (status, checks) = try doctor("mdoel = \"x\"\n")
        #expect(status == 0)
        #expect(self.status(checks["homePermissions"]) == "warning")
        #expect(self.status(checks["configuration"]) == "warning")
        #expect((checks["configuration"]?["message"] as? String)?.contains("mdoel") == true)
        try FileManager.default.removeItem(atPath: home)
    }

    @Test(arguments: [
        "model = [\n", "sandbox_mode = \"sk-0123456789abcdef\"\n", "token = sk-0123456789abcdef\n",
        "[model_providers.x]\nhttp_headers = \"sk-0123456789abcdef\"\n",
    ])
    func aConfigurationThatCantBeReadFails(_ configuration: String) throws {
        let (status, checks) = try doctor(configuration, environment: ["OPENAI_API_KEY": key])
        #expect(status == 1)
        #expect(self.status(checks["configuration"]) == "failed")
        #expect((checks["configuration"]?["advice"] as? String)?.contains("config.toml") == true)
        try FileManager.default.removeItem(atPath: home)
    }

    @Test func aProviderIsCheckedForItsKeyAndReached() throws {
        let listener = try Listener()
        let configuration = """
            model_provider = "mine"
            [model_providers.mine]
            base_url = "http://user:\(key)@127.0.0.1:\(listener.port)/v1"
            env_key = "MINE_API_KEY"
            query_params = { api = "\(key)" }
            http_headers = { "X-Key" = "\(key)" }
            """
        let without = try doctor(configuration)
        #expect(without.status == 1)
        #expect(status(without.checks["providerKey"]) == "failed")
        #expect((without.checks["providerKey"]?["message"] as? String)?.contains("MINE_API_KEY") == true)
        let with = try doctor(configuration, environment: ["MINE_API_KEY": key])
        #expect(with.status == 0, "\(with.checks)")
        #expect(status(with.checks["providerKey"]) == "ok")
        #expect(
            with.checks["providerReachable"]?["message"] as? String == "127.0.0.1:\(listener.port) takes connections")
        listener.close()
        let gone = try doctor(configuration, environment: ["MINE_API_KEY": key])
        #expect(gone.status == 1)
        #expect(status(gone.checks["providerReachable"]) == "failed")
        try FileManager.default.removeItem(atPath: home)
    }

    private func advice(_ check: [String: Any]?) -> String { check?["advice"] as? String ?? "" }

    @Test func aProviderThatIsNotThereFails() throws {
        let (status, checks) = try doctor(nil, ["-c", "model_provider=nobody"])
        #expect(status == 1)
        #expect(self.status(checks["provider"]) == "failed")
        #expect(advice(checks["provider"]).hasPrefix("Add a table [model_providers.nobody]"))
        let wrong = try doctor(
            nil, ["-c", "model_provider=mine", "-c", "model_providers.mine.base_url=notaurl"]
        ).checks["provider"]
        #expect(self.status(wrong) == "failed")
        #expect(advice(wrong).hasPrefix("Correct what is named in [model_providers.mine]"))
        try FileManager.default.removeItem(atPath: home)
    }

    @Test func aHomeThatIsAFileFails() throws {
        try FileManager.default.removeItem(atPath: home)
        try Data().write(to: URL(fileURLWithPath: home))
        let (status, checks) = try doctor()
        #expect(status == 1)
        #expect(self.status(checks["home"]) == "failed")
        #expect(advice(checks["home"]).contains("HEDDLE_HOME"))
        #expect(checks["homePermissions"] == nil)
        let relative = try doctor(environment: ["HEDDLE_HOME": "relative"]).checks["home"]
        #expect(self.status(relative) == "failed")
        #expect(advice(relative).contains("absolute path"))
        try FileManager.default.removeItem(atPath: home)
    }

    @Test func theLimitsOfWhatIsKeptAreExplained() throws {
        #expect((try doctor().checks["history"]?["message"] as? String)?.contains("kept until") == true)
        let check = try doctor("[history]\nmax_age_days = 30\nmax_bytes = 5000000\n").checks["history"]
        let message = check?["message"] as? String ?? ""
        #expect(message.contains("30 days") && message.contains("5000000 bytes"), "\(message)")
        #expect(advice(check).contains("once a day"))
        try FileManager.default.removeItem(atPath: home)
    }
}

/// A port of this machine that takes connections and says nothing.
private final class Listener {
    let port: UInt16
    private var descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 && listen(descriptor, 16) == 0
                    && getsockname(descriptor, pointer, &length) == 0
            }
        }
        guard isListening else { throw ServerBinary.Failure(description: "no port") }
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close() }

    func close() {
        if descriptor >= 0 { _ = Foundation.close(descriptor) }
        descriptor = -1
    }
}
