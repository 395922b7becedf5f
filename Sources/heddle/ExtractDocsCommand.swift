import ArgumentParser
import ProtocolExport

/// `heddle extract-docs`, for developers of the protocol's types.
struct ExtractDocsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract-docs",
        abstract: "Bring the doc comments of the wire types into the exports.",
        discussion: "Run it at the top of the repository after changing a comment; a test fails until then.",
        shouldDisplay: false)

    @Option(help: ArgumentHelp("Where the modules' sources are.", valueName: "dir"))
    var sources = "Sources"

    @Option(
        name: [.customShort("o"), .customLong("out")], help: ArgumentHelp("The file to write.", valueName: "file"))
    var out = "Sources/ProtocolExport/Generated/DocComments.swift"

    func run() throws {
        try ExportCommands.writeDocComments(sourceRoot: sources, to: out)
    }
}
