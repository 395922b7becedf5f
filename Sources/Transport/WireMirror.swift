package import Support

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A copy of every line of one connection, for finding out afterwards what was said.
///
/// One file per connection, mode 0600, one JSON object a line: `{"atMs":…,"direction":"in"|"out","line":"…"}`. The line
/// is kept as a JSON string, so that broken input is kept too; bytes that are no UTF-8 appear as U+FFFD. A line that was
/// too long to be taken is `{"atMs":…,"direction":"in","oversized":true}`. The lines hold whatever client and server
/// said, prompts and file contents included.
package final class WireMirror: Sendable {
    /// Which way a line went.
    package enum Direction: String, Sendable {
        /// From the client to the server.
        case inbound = "in"
        /// From the server to the client.
        case outbound = "out"
    }

    /// Why a mirror file could not be made.
    package struct OpenError: Error, CustomStringConvertible {
        /// What happened, with the path and the system's reason.
        package let description: String
    }

    /// The file's path.
    package let path: String
    private let file: Monitor<CInt>
    private let clock: WallClock

    /// Makes a new file in the directory, which is made when it is missing, and so are those above it (mode 0700 each).
    /// A file that is there already is an error: it may be somebody else's, or lead to a place that is.
    package init(directory: String, name: String, clock: WallClock) throws(OpenError) {
        try Self.make(directory)
        path = directory + "/" + name
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw OpenError(description: "cannot write the mirror file \(path): \(String(cString: strerror(errno)))")
        }
        file = Monitor(descriptor)
        self.clock = clock
    }

    deinit {
        file.withLock { _ = close($0) }
    }

    private static func make(_ directory: String) throws(OpenError) {
        var path = directory.hasPrefix("/") ? "/" : ""
        for component in directory.split(separator: "/") {
            path += component
            if mkdir(path, 0o700) != 0 {
                let reason = errno
                // Not every system says EEXIST of a directory that it would not let us make.
                var status = stat()
                guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
                    throw OpenError(
                        description: "cannot make the mirror directory \(path): \(String(cString: strerror(reason)))")
                }
            }
            path += "/"
        }
    }

    /// Writes one line without its ending. A full disk costs the copy, never the conversation.
    package func record(_ direction: Direction, _ line: some Sequence<UInt8>) {
        var entry = beginning(direction)
        entry.append(contentsOf: ",\"line\":\"".utf8)
        for scalar in String(decoding: Array(line), as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\"": entry.append(contentsOf: "\\\"".utf8)
            case "\\": entry.append(contentsOf: "\\\\".utf8)
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                entry.append(contentsOf: "\\u".utf8)
                entry.append(contentsOf: String(repeating: "0", count: 4 - hex.utf8.count).utf8)
                entry.append(contentsOf: hex.utf8)
            default: entry.append(contentsOf: String(scalar).utf8)
            }
        }
        entry.append(contentsOf: "\"}\n".utf8)
        append(entry)
    }

    /// Writes that a line from the client was longer than `limit` bytes and has been skipped. The limit is the same for
    /// every line, so the entry does not repeat it.
    package func recordOversized(limit: Int) {
        append(beginning(.inbound) + Array(",\"oversized\":true}\n".utf8))
    }

    /// What every entry begins with: the time and the direction.
    private func beginning(_ direction: Direction) -> [UInt8] {
        Array("{\"atMs\":\(clock.milliseconds()),\"direction\":\"\(direction.rawValue)\"".utf8)
    }

    private func append(_ entry: [UInt8]) {
        file.withLock { descriptor in
            entry.withUnsafeBytes { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                    if count > 0 {
                        rest = rest.dropFirst(count)
                    } else if count == 0 || errno != EINTR {
                        return
                    }
                }
            }
        }
    }
}
