/// What ends a line of a file.
enum LineEnding: Sendable, Hashable {
    case lineFeed
    case carriageReturnLineFeed
    /// Only in files without any line feed.
    case carriageReturn
    /// The file's last line, if nothing follows it.
    case none

    /// The bytes.
    var bytes: [UInt8] {
        switch self {
        case .lineFeed: [0x0A]
        case .carriageReturnLineFeed: [0x0D, 0x0A]
        case .carriageReturn: [0x0D]
        case .none: []
        }
    }
}
