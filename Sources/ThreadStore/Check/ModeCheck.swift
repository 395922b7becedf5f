#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Files that others than their owner may read or change: they hold what the user and the model said. A home that was
/// copied has them all over, so there is one finding for each part of the home.
struct ModeCheck: StoreCheck {
    /// The permissions of anybody but the owner.
    private static let others: mode_t = 0o077

    /// How many files of a part are named.
    private static let namedLimit = 10

    var title: String { "permissions" }

    /// A file or folder that others may look into.
    private struct Loose {
        var path: String
        var isFolder: Bool
        var mode: mode_t

        /// The permissions that it must have.
        var wanted: mode_t { isFolder ? 0o700 : 0o600 }

        /// Nil for one that only its owner may look into, and for what is neither file nor folder.
        init?(_ path: String) {
            var status = stat()
            guard lstat(path, &status) == 0 else { return nil }
            let type = status.st_mode & S_IFMT
            guard type == S_IFREG || type == S_IFDIR, status.st_mode & ModeCheck.others != 0 else { return nil }
            self.path = path
            isFolder = type == S_IFDIR
            mode = status.st_mode & 0o777
        }

        var modeText: String { "0" + String(mode, radix: 8) }
    }

    func check(_ run: CheckRun) {
        let paths = run.paths
        // The home itself belongs to the user, who may want it to be seen; what lies in it is what matters.
        if let home = Loose(paths.home) {
            run.note(
                CheckFinding(
                    "looseMode", .note, path: home.path, "others may look into the home directory (\(home.modeText))"))
        }
        let files = [paths.index, paths.index + "-wal", paths.index + "-shm", paths.catalog]
        note(files, in: paths.home, run)
        let blobs = BlobFolder(paths).path
        note([blobs] + Self.files(in: blobs, TreeCheck.isFolderName) { BlobFolder.isHash($0) }, in: blobs, run)
        note([paths.threads] + Self.files(in: paths.threads, TreeCheck.isOurs, isOurs), in: paths.threads, run)
    }

    private func isOurs(_ name: String) -> Bool { TreeCheck.isOfLog(name) || WriterMarker.isName(name) }

    /// What lies directly in a folder and in the folders in it, if it has a name that Heddle gives: whatever else there is
    /// belongs to somebody else.
    private static func files(
        in folder: String, _ isOurs: (String) -> Bool, _ isOurFile: (String) -> Bool
    ) -> [String] {
        StorePaths.names(in: folder).filter(isOurs).sorted().flatMap { name in
            let path = "\(folder)/\(name)"
            guard TreeCheck.isFolder(path) else { return TreeCheck.isFolderName(name) ? [] : [path] }
            return [path] + StorePaths.names(in: path).filter(isOurFile).sorted().map { "\(path)/\($0)" }
        }
    }

    /// One finding for all of some files, which lie in `folder` or are that.
    private func note(_ files: [String], in folder: String, _ run: CheckRun) {
        let loose = files.compactMap { Loose($0) }
        guard let first = loose.first else { return }
        let finding =
            loose.count == 1
            ? CheckFinding(
                "looseMode", .damage, path: first.path, "others may read or change it (\(first.modeText))",
                remedy: "set the permissions to 0\(String(first.wanted, radix: 8))")
            : CheckFinding(
                "looseMode", .damage, path: folder,
                "others may read or change \(loose.count) files and folders: \(Self.names(loose, in: folder))",
                remedy: "set the permissions to 0600 and 0700")
        run.note([finding]) { () throws(ThreadStoreError) in
            for file in loose where chmod(file.path, file.wanted) != 0 {
                throw .unwritable("the permissions can't be changed", path: file.path, errno: errno)
            }
        }
    }

    private static func names(_ loose: [Loose], in folder: String) -> String {
        let names = loose.prefix(namedLimit).map { file in
            let name = file.path == folder ? "the folder itself" : String(file.path.dropFirst(folder.utf8.count + 1))
            return "\(name) (\(file.modeText))"
        }
        let rest = loose.count - names.count
        return names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }
}
