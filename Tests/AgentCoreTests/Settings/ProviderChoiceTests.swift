import Foundation
import ServerConfig
import Testing

@testable import AgentCore

@Suite struct ProviderChoiceTests {
    /// The configuration that a `config.toml` of this text makes.
    private func configuration(_ text: String) throws -> ServerConfig {
        let home = FileManager.default.temporaryDirectory.appending(path: "provider-choice-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        try text.write(to: home.appending(path: "config.toml"), atomically: true, encoding: .utf8)
        return ServerConfig(home: try HomeDirectory(path: home.path))
    }

    @Test func theSecretsOfAllProvidersAreKnownNotOnlyOfTheChosenOne() throws {
        let configuration = try configuration(
            """
            model_provider = "one"
            [model_providers.one]
            base_url = "http://one"
            env_key = "ONE_SECRET"
            [model_providers.two]
            base_url = "http://two"
            env_key = "TWO_SECRET"
            http_headers = { "X-Plain" = "NOT_A_VARIABLE" }
            env_http_headers = { "X-A" = "HEADER_A", "X-B" = "HEADER_B" }
            """)
        #expect(configuration.loadFailure == nil)
        #expect(
            ProviderChoice.secretVariables(configuration, [:])
                == ["OPENAI_API_KEY", "ONE_SECRET", "TWO_SECRET", "HEADER_A", "HEADER_B"])
    }

    @Test func aTableThatIsOfNoUseStillNamesItsSecrets() throws {
        let configuration = try configuration(
            """
            [model_providers.without_url]
            env_key = "ONE_SECRET"
            [model_providers.odd]
            base_url = "ftp://odd"
            env_http_headers = { "X-A" = "HEADER_A" }
            """)
        for id in ["without_url", "odd"] {
            #expect(throws: AgentError.self) {
                try ProviderChoice.provider(id, configuration: configuration, variables: [:])
            }
        }
        #expect(
            ProviderChoice.secretVariables(configuration, [:]) == ["OPENAI_API_KEY", "ONE_SECRET", "HEADER_A"])
    }

    @Test func aTableForABuiltInProviderAddsToItsSecrets() throws {
        let configuration = try configuration(
            """
            [model_providers.openai]
            env_key = "MY_KEY"
            """)
        #expect(ProviderChoice.secretVariables(configuration, [:]) == ["OPENAI_API_KEY", "MY_KEY"])
    }
}
