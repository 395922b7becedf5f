import AppServer
import AppServerProtocol
import Testing

@Suite struct HostDescriptionTests {
    @Test func theUserAgentBeginsWithClientAndProtocolAndEndsWithTheServer() {
        let client = ClientInfo(name: "my-editor", version: "1.2")
        let agent = HostDescription(environment: ["TERM": "xterm"]).userAgent(client)
        #expect(agent.hasPrefix("my-editor/\(ServerVersion.protocolLevel) ("))
        #expect(agent.hasSuffix(") xterm (my-editor; 1.2) \(ServerVersion.name)/\(ServerVersion.version)"))
    }

    @Test func noBytesOfTheClientOrTheTerminalCanEndTheHeader() {
        let client = ClientInfo(name: "a\tb", version: "1\r\nX-Evil: 1\u{7F}")
        let agent = HostDescription(environment: ["TERM": "x\ny\u{1B}[0m"]).userAgent(client)
        #expect(agent.hasPrefix("a_b/"))
        #expect(agent.contains(") x_y_[0m (a_b; 1__X-Evil: 1_) "))
    }

    @Test func everyByteOutsideASCIIIsReplaced() {
        let host = HostDescription(environment: ["CODEX_INTERNAL_ORIGINATOR_OVERRIDE": "caf\u{E9}\0"])
        let client = ClientInfo(name: "n", version: "\u{20AC} \u{1F600}")
        #expect(host.originator(client) == "caf___")
        #expect(host.userAgent(client).hasPrefix("caf___/"))
        #expect(host.userAgent(client).contains("(n; ___ ____)"))
        #expect(host.userAgent(client).utf8.allSatisfy { (0x20...0x7E).contains($0) })
    }

    @Test func theOriginatorIsTheClientUnlessTheEnvironmentNamesAnother() {
        let client = ClientInfo(name: "na\nme", version: "1")
        #expect(HostDescription(environment: [:]).originator(client) == "na_me")
        #expect(HostDescription(environment: ["CODEX_INTERNAL_ORIGINATOR_OVERRIDE": ""]).originator(client) == "na_me")
        #expect(HostDescription(environment: ["CODEX_INTERNAL_ORIGINATOR_OVERRIDE": "sdk"]).originator(client) == "sdk")
    }
}
