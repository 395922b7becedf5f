#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files that others than their owner may read or change: they hold what the user and the model said.
struct ModeCheck: StoreCheck {
    /// The permissions of anybody but the owner.
    private static let others: mode_t = 0o077

    var title: String { "permissions" }

    func check(_ run: CheckRun) {
        let paths = run.paths
        // The home itself belongs to the user, who may want it to be seen; what lies in it is what matters.
        look(at: paths.home, run, isOurs: false)
        for file in [paths.index, paths.index + "-wal", paths.index + "-shm", paths.catalog] {
            look(at: file, run)
        }
        let blobs = BlobFolder(paths).path
        if look(at: blobs, run) {
            for folder in StorePaths.names(in: blobs) where TreeCheck.isFolderName(folder) {
                guard look(at: "\(blobs)/\(folder)", run) else { continue }
                for name in StorePaths.names(in: "\(blobs)/\(folder)") { look(at: "\(blobs)/\(folder)/\(name)", run) }
            }
        }
        guard look(at: paths.threads, run) else { return }
        for folder in StorePaths.names(in: paths.threads) where TreeCheck.isOurs(folder) {
            let path = "\(paths.threads)/\(folder)"
            guard look(at: path, run) else { continue }
            for name in StorePaths.names(in: path) where TreeCheck.isOurs(name) { look(at: "\(path)/\(name)", run) }
        }
    }

    /// Looks at one file. Returns whether it is a folder.
    @discardableResult
    private func look(at path: String, _ run: CheckRun, isOurs: Bool = true) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { return false }
        let type = status.st_mode & S_IFMT
        guard type == S_IFREG || type == S_IFDIR else { return false }
        let mode = status.st_mode & 0o777
        guard mode & Self.others != 0 else { return type == S_IFDIR }
        let text = "0" + String(mode, radix: 8)
        guard isOurs else {
            run.note(CheckFinding("looseMode", .note, path: path, "others may look into the home directory (\(text))"))
            return true
        }
        let wanted: mode_t = type == S_IFDIR ? 0o700 : 0o600
        let finding = CheckFinding(
            "looseMode", .damage, path: path, "others may read or change it (\(text))",
            remedy: "set the permissions to 0\(String(wanted, radix: 8))")
        run.note([finding]) { () throws(ThreadStoreError) in
            guard chmod(path, wanted) == 0 else {
                throw .unwritable("the permissions can't be changed", path: path, errno: errno)
            }
        }
        return type == S_IFDIR
    }
}
