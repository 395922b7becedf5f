/// What the executable's export subcommands do, so that it only has to parse their flags.
package enum ExportCommands {
    /// `heddle generate-json-schema --out <directory> [--experimental]`: writes the protocol as JSON Schema.
    ///
    /// Folders are created as needed. Files that are not part of the export stay as they are.
    ///
    /// - Throws: ``ExportError`` if a type can't be recorded or a file can't be written.
    package static func writeJSONSchemas(to directory: String, experimental: Bool) throws {
        try write(try JSONSchemaExport.files(experimental: experimental), to: directory)
    }

    /// `heddle generate-ts --out <directory> [--experimental]`: writes the protocol as TypeScript.
    ///
    /// - Throws: ``ExportError`` if a type can't be recorded or a file can't be written.
    package static func writeTypeScript(to directory: String, experimental: Bool) throws {
        try write(try TypeScriptExport.files(experimental: experimental), to: directory)
    }

    /// `heddle extract-docs`, for developers: reads the doc comments of the wire types and writes the Swift file from
    /// which the exports take them.
    ///
    /// - Parameters:
    ///   - sourceRoot: The folder of the modules' sources, `Sources` in the repository.
    ///   - file: The file to write, `Sources/ProtocolExport/Generated/DocComments.swift` in the repository.
    /// - Throws: ``ExportError`` if a file can't be read or written.
    package static func writeDocComments(sourceRoot: String, to file: String) throws {
        let docs = try docComments(sourceRoot: sourceRoot)
        try FileTree.write(Array(DocCommentExtractor.render(docs).utf8), to: file)
    }

    /// The doc comments of the wire types as they stand in the sources, without those that no export shows.
    package static func docComments(sourceRoot: String) throws -> Documentation {
        let folders = ["AppServerProtocol", "ProtocolExport/Envelopes"]
        let paths = try folders.flatMap { try FileTree.paths(under: "\(sourceRoot)/\($0)", suffix: ".swift") }
        let sources = try paths.map { String(decoding: try FileTree.read($0), as: UTF8.self) }
        return DocCommentExtractor.extract(sources: sources).limited(to: try Contract.complete())
    }

    private static func write(_ files: [(path: String, contents: [UInt8])], to directory: String) throws {
        for file in files { try FileTree.write(file.contents, to: "\(directory)/\(file.path)") }
    }
}
