import ArgumentParser
import ProtocolExport

/// `heddle generate-json-schema`: the protocol for validators and generators.
struct GenerateJSONSchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate-json-schema",
        abstract: "Write the protocol's JSON Schemas.",
        discussion: """
            One file a type (DIR/v2/TurnStartParams.json), and one with everything \
            (DIR/codex_app_server_protocol.schemas.json). Existing files of these names are replaced.
            """)

    @OptionGroup var export: ExportOptions

    func run() throws {
        try ExportCommands.writeJSONSchemas(to: export.out, experimental: export.experimental)
    }
}
