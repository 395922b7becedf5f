import Foundation

/// A pipe to one child: no other child that some test starts at the same time gets an end of it.
///
/// Foundation's own pipes are inherited by every child that is started meanwhile. Such a child keeps the writing end open
/// for as long as it lives, and the reader waits for an end that doesn't come. The ends of this one are closed on `exec`
/// from the moment that they exist, which Swift lets one say of a named pipe only.
struct PrivatePipe {
    /// The end to be read from. The one that the child gets is to be closed here once it runs.
    let reading: FileHandle
    /// The end to be written to.
    let writing: FileHandle

    /// A new pipe.
    init() throws {
        let path = NSTemporaryDirectory() + "heddle-pipe-" + UUID().uuidString
        guard mkfifo(path, 0o600) == 0 else { throw ServerBinary.Failure(description: "no pipe: errno \(errno)") }
        defer { unlink(path) }
        // Without waiting for the other end, which comes next.
        let readingEnd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        let writingEnd = open(path, O_WRONLY | O_CLOEXEC)
        guard readingEnd >= 0, writingEnd >= 0, fcntl(readingEnd, F_SETFL, 0) == 0 else {
            throw ServerBinary.Failure(description: "no pipe: errno \(errno)")
        }
        reading = FileHandle(fileDescriptor: readingEnd, closeOnDealloc: true)
        writing = FileHandle(fileDescriptor: writingEnd, closeOnDealloc: true)
    }
}
