#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Keeps copies of what a repair changes or takes away, under `<home>/fsck/<stamp>` with the paths that the files have
/// below the home. Nothing there is ever read or deleted by Heddle.
final class CopyKeeper {
    /// The folder of all copies, below the home.
    static let folderName = "fsck"

    /// How much is copied at once, in bytes.
    private static let blockBytes = 256 << 10

    private let paths: StorePaths
    private let folder: String
    /// The folder, once something lies in it.
    private(set) var folderMade: String?

    init(paths: StorePaths, stamp: String) {
        self.paths = paths
        folder = "\(paths.home)/\(Self.folderName)/\(stamp)"
    }

    /// A path in the folder for a file of the home, whose folders are made. Errors: `homeReadOnly`, `storage`.
    func place(for path: String) throws(ThreadStoreError) -> String {
        let relative = path.hasPrefix(paths.home + "/") ? String(path.dropFirst(paths.home.utf8.count + 1)) : path
        let place = "\(folder)/\(relative)"
        let above = String(place[..<(place.lastIndex(of: "/") ?? place.endIndex)])
        let error = StorePaths.makeDirectory(above)
        guard error == 0 else { throw .unwritable("no folder for copies can be made", path: above, errno: error) }
        folderMade = folder
        return place
    }

    /// A new name beside the copies, for a file that is to replace another one.
    func draft(for path: String) throws(ThreadStoreError) -> String {
        try place(for: path) + ".new"
    }

    /// Moves a file out of the store.
    func takeAway(_ path: String) throws(ThreadStoreError) {
        let place = try place(for: path)
        guard rename(path, place) == 0 else {
            throw .unwritable("the file can't be moved away", path: path, errno: errno)
        }
    }

    /// Puts a draft in the place of a file, which is kept.
    func replace(_ path: String, by draft: String) throws(ThreadStoreError) {
        let place = try place(for: path)
        // The file itself is kept, not a copy of it: its bytes stay what they are, because the draft is another file.
        if link(path, place) != 0 { try copy(path, to: place) }
        guard rename(draft, path) == 0 else {
            throw .unwritable("the mended file can't be put in its place", path: path, errno: errno)
        }
    }

    /// Copies a file that is going to be changed where it lies.
    func copy(_ path: String) throws(ThreadStoreError) {
        try copy(path, to: try place(for: path))
    }

    private func copy(_ path: String, to place: String) throws(ThreadStoreError) {
        let source = open(path, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw .storage("the file can't be copied", path: path, errno: errno) }
        defer { close(source) }
        let target = open(place, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard target >= 0 else { throw .unwritable("no copy can be made", path: place, errno: errno) }
        defer { close(target) }
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockBytes, alignment: 16)
        defer { block.deallocate() }
        while true {
            let count = read(source, block.baseAddress, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .storage("the file can't be copied", path: path, errno: errno) }
            if count == 0 { break }
            var written = 0
            while written < count {
                let done = write(target, block.baseAddress! + written, count - written)
                if done < 0, errno == EINTR { continue }
                guard done > 0 else { throw .unwritable("no copy can be made", path: place, errno: errno) }
                written += done
            }
        }
        guard fsync(target) == 0 else { throw .unwritable("no copy can be made", path: place, errno: errno) }
    }
}
