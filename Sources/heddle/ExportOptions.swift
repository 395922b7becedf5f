import ArgumentParser

/// What both exports of the protocol are told.
struct ExportOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("out")],
        help: ArgumentHelp("The directory to write to. It is made when it does not exist.", valueName: "dir"))
    var out: String

    @Flag(help: "Include methods and fields that need the experimentalApi capability and may still change.")
    var experimental = false

    // Clients repeat the server's own options here; the protocol does not depend on them.
    @OptionGroup(visibility: .hidden) var global: GlobalOptions
}
