import AgentCore
import Foundation
import Testing

@Suite("The live file access")
struct FileAccessTests {
    private let files = FileAccess.live

    private func inTemporaryDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "file-access-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory.path)
    }

    @Test("reads up to the limit, also across several chunks")
    func reading() throws {
        try inTemporaryDirectory { directory in
            let path = directory + "/file"
            let content = [UInt8]((0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 7) })
            try Data(content).write(to: URL(filePath: path))
            #expect(try files.read(path, .max) == content)
            #expect(try files.read(path, 100_000) == Array(content.prefix(100_000)))
            #expect(try files.read(path, 0).isEmpty)
            #expect(files.kind(path) == .file)
            #expect(files.exists(path) && !files.isExecutable(path))
        }
    }

    @Test("names the error of what is missing, a directory, or a pipe that nobody writes to")
    func refusing() throws {
        try inTemporaryDirectory { directory in
            #expect(throws: FileAccessError(path: directory + "/none", errnoValue: ENOENT)) {
                try files.read(directory + "/none", 10)
            }
            #expect(throws: FileAccessError(path: directory, errnoValue: EISDIR)) {
                try files.read(directory, 10)
            }
            let pipe = directory + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            #expect(files.kind(pipe) == .other)
            #expect(throws: FileAccessError(path: pipe, errnoValue: EINVAL)) {
                try files.read(pipe, 10)
            }
            #expect(files.kind(directory + "/none") == nil)
            #expect(files.kind(directory) == .directory)
        }
    }

    @Test("says an error in the system's words")
    func words() {
        #expect(FileAccessError(path: "/x", errnoValue: ENOENT).reason == "No such file or directory (errno 2)")
    }
}
