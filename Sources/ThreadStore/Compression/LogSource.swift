#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file that a log is read from, compressed or not. Offsets and lengths are those of the plain log. Blocking.
enum LogSource {
    case plain(PlainLog)
    case packed(PackedLog)

    /// How often the two names are tried: between two looks somebody may have put the one in the other's place.
    private static let attempts = 3

    /// Opens the plain log, or the compressed one where there is none. Errors: `threadNotFound`, `storage`, `corrupt`.
    init(_ path: String, id: String) throws(ThreadStoreError) {
        let packed = StorePaths.packed(path)
        for _ in 0..<Self.attempts {
            for name in [path, packed] {
                let descriptor = open(name, O_RDONLY | O_CLOEXEC)
                if descriptor >= 0, name == path {
                    self = .plain(PlainLog(path, descriptor: descriptor))
                    return
                }
                if descriptor >= 0 {
                    guard let log = try PackedLog(packed, descriptor: descriptor) else {
                        throw .unreadablePacked(packed, id: id)
                    }
                    self = .packed(log)
                    return
                }
                guard errno == ENOENT || errno == ENOTDIR else {
                    throw .storage("the thread's log can't be opened", path: name, errno: errno)
                }
            }
        }
        throw .threadNotFound(id)
    }

    /// The file's path.
    var path: String {
        switch self {
        case .plain(let file): file.path
        case .packed(let file): file.path
        }
    }

    /// How long the log is.
    func length() throws(ThreadStoreError) -> Int {
        switch self {
        case .plain(let file): try file.length()
        case .packed(let file): file.length
        }
    }

    /// Reads bytes at an offset: none at the end of the log, and maybe fewer than asked for.
    func read(
        _ buffer: UnsafeMutableRawBufferPointer, at offset: Int, atMost limit: Int
    ) throws(ThreadStoreError) -> Int {
        switch self {
        case .plain(let file): try file.read(buffer, at: offset, atMost: limit)
        case .packed(let file): try file.read(buffer, at: offset, atMost: limit)
        }
    }

    /// How long the log of a path is; nil when there is none, in whatever form.
    static func length(of path: String) -> Int? {
        LogSurvey.fileLength(of: path) ?? PackedLog.plainLength(of: StorePaths.packed(path))
    }
}
