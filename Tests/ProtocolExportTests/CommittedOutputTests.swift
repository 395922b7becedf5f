import Foundation
import ProtocolExport
import Testing

/// The repository holds what the exports make, so that a change of the protocol shows in its review.
@Suite("Committed output")
struct CommittedOutputTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test("The doc comments in the exports are those of the sources")
    func docComments() throws {
        let sources = try ExportCommands.docComments(sourceRoot: Self.root.appending(path: "Sources").path())
        #expect(
            Documentation.committed == sources,
            "stale; run: swift run heddle extract-docs, then the commands that the other tests name")
    }

    @Test("Schemas/json")
    func stableSchemas() throws {
        try check(
            "Schemas/json", try JSONSchemaExport.files(experimental: false),
            command: "swift run heddle generate-json-schema --out Schemas/json")
    }

    @Test("Schemas/json-experimental")
    func experimentalSchemas() throws {
        try check(
            "Schemas/json-experimental", try JSONSchemaExport.files(experimental: true),
            command: "swift run heddle generate-json-schema --out Schemas/json-experimental --experimental")
    }

    @Test("Schemas/typescript")
    func typeScript() throws {
        try check(
            "Schemas/typescript", try TypeScriptExport.files(experimental: false),
            command: "swift run heddle generate-ts --out Schemas/typescript")
    }

    private func check(_ folder: String, _ files: [(path: String, contents: [UInt8])], command: String) throws {
        let folder = Self.root.appending(path: folder, directoryHint: .isDirectory)
        var stale: [String] = []
        for file in files {
            let committed = try? Data(contentsOf: folder.appending(path: file.path))
            if committed.map(Array.init) != file.contents { stale.append(file.path) }
        }
        #expect(stale.isEmpty, "stale; run: \(command)")

        let committed = FileManager.default.enumerator(atPath: folder.path())?.compactMap { $0 as? String } ?? []
        let known = Set(files.map(\.path))
        let leftOver = committed.filter { ($0 as NSString).pathExtension != "" && !known.contains($0) }
        #expect(leftOver.isEmpty, "no longer part of the export; delete these files")
    }
}
