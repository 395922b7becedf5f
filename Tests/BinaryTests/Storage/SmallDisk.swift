import Foundation

/// A file system of a few megabytes that only its servers see: a tmpfs in a mount namespace of its own, kept by a
/// process that does nothing else, so that it outlives a killed server.
final class SmallDisk {
    /// Where it is mounted, as its servers see it. Outside, there is an empty directory.
    let home: String
    private let keeper = Process()
    private let keeperInput: PrivatePipe

    /// Whether this system lets us make one.
    static let isPossible: Bool = {
        guard let disk = try? SmallDisk(megabytes: 1) else { return false }
        return FileManager.default.fileExists(atPath: disk.seenFromOutside + "/workspace")
    }()

    init(megabytes: Int) throws {
        home = NSTemporaryDirectory() + "heddle-disk-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: home + "/workspace", withIntermediateDirectories: true)
        let output = try PrivatePipe()
        keeperInput = try PrivatePipe()
        keeper.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // `cat` ends when this process does.
        let script = """
            mount -t tmpfs -o size=\(megabytes)m tmpfs '\(home)' && mkdir '\(home)/workspace' && echo ready && exec cat
            """
        keeper.arguments = ["unshare", "-Urm", "sh", "-c", script]
        keeper.standardInput = keeperInput.reading
        keeper.standardOutput = output.writing
        keeper.standardError = FileHandle.nullDevice
        try keeper.run()
        try keeperInput.reading.close()
        try output.writing.close()
        guard output.reading.availableData == Data("ready\n".utf8) else {
            throw ServerBinary.Failure(description: "no mount namespace")
        }
    }

    deinit {
        try? keeperInput.writing.close()
        keeper.waitUntilExit()
        try? FileManager.default.removeItem(atPath: home)
    }

    /// The program that a server becomes a part of this file system with.
    var launcher: [String] {
        ["/usr/bin/env", "nsenter", "--preserve-credentials", "-U", "-m", "-t", "\(keeper.processIdentifier)"]
    }

    /// The file system as this process reaches it.
    var seenFromOutside: String { "/proc/\(keeper.processIdentifier)/root" + home }

    /// Takes all the space there is. Returns how many bytes that were.
    @discardableResult
    func fill() throws -> Int {
        let descriptor = open(seenFromOutside + "/filler", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        guard descriptor >= 0 else { throw ServerBinary.Failure(description: "the filler can't be made") }
        defer { close(descriptor) }
        var total = 0
        for size in [65_536, 4_096, 1] {
            let block = [UInt8](repeating: 0, count: size)
            while case let written = write(descriptor, block, size), written > 0 { total += written }
        }
        return total
    }

    /// Mounts it anew: `ro` for reading only, `rw` for writing.
    func remount(_ mode: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: launcher[0])
        process.arguments = launcher.dropFirst() + ["mount", "-o", "remount,\(mode)", "tmpfs", home]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ServerBinary.Failure(description: "no remount,\(mode)") }
    }

    /// Gives the space back.
    func free() throws {
        try FileManager.default.removeItem(atPath: seenFromOutside + "/filler")
    }
}
