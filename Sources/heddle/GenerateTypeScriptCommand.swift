import ArgumentParser
import ProtocolExport

/// `heddle generate-ts`: the protocol for clients in TypeScript.
struct GenerateTypeScriptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate-ts",
        abstract: "Write the protocol's TypeScript types.",
        discussion: """
            One file a type (DIR/v2/TurnStartParams.ts), and index files that export all of them. Existing files of \
            these names are replaced.
            """)

    @OptionGroup var export: ExportOptions

    func run() throws {
        try ExportCommands.writeTypeScript(to: export.out, experimental: export.experimental)
    }
}
