#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What can be said of a store without opening a file. Blocking, for as long as reading the folders' names takes.
package struct StoreGlance: Hashable, Sendable {
    /// How many logs there are.
    package let threadCount: Int
    /// Whether there is an index.
    package let hasIndex: Bool
    /// How large it is.
    package let indexBytes: Int
    /// Whether a process that wrote threads has died since the index was last compared with the logs.
    package let hasDeadWriters: Bool

    /// Looks at the store of a home directory.
    package init(home: String) {
        let paths = StorePaths(home: home)
        threadCount = StorePaths.names(in: paths.threads).filter { $0.utf8.count == 2 }.reduce(0) { count, folder in
            count + StorePaths.ids(ofLogsNamed: StorePaths.names(in: "\(paths.threads)/\(folder)")).count
        }
        let length = LogSurvey.fileLength(of: paths.index)
        hasIndex = length != nil
        indexBytes = length ?? 0
        hasDeadWriters = !WriterMarker.left(in: paths).isEmpty
    }
}
