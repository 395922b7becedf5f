import Foundation

/// A directory for one test, removed when it is done.
struct TemporaryDirectory: ~Copyable {
    /// Its absolute path, without symbolic links.
    let path: String

    init() throws {
        let base = URL(fileURLWithPath: NSTemporaryDirectory()).resolvingSymlinksInPath().path
        path = base + "/heddle-patch-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}
