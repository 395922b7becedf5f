#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A thread for work that blocks: reading a pipe, waiting for a process, syncing a file.
///
/// Such work must not run in a task. Tasks share a pool of as many threads as there are cores and rely on all of them
/// going forward; a few blocked reads would stop every connection, turn and timer of the server.
package enum BlockingThread {
    /// The default stack. Only pages that are touched cost memory; Swift frames with large values and the standard
    /// library's formatting want more than the minimum.
    package static let defaultStackSize = 512 * 1024

    /// Starts a thread that the process can't do without; traps if the system has none to give.
    ///
    /// - Parameters:
    ///   - name: what debuggers and `top -H` show; Linux keeps 15 bytes of it.
    ///   - stackSize: bytes, rounded up to whole pages.
    ///   - body: what it does. The thread ends with it; nothing waits for the thread unless `body` tells someone.
    package static func start(
        name: String,
        stackSize: Int = defaultStackSize,
        _ body: @escaping @Sendable () -> Void
    ) {
        do {
            try startIfPossible(name: name, stackSize: stackSize, body)
        } catch {
            fatalError("\(error)")
        }
    }

    /// Starts a thread for one piece of work among many, which can be refused when the system is out of threads.
    package static func startIfPossible(
        name: String,
        stackSize: Int = defaultStackSize,
        _ body: @escaping @Sendable () -> Void
    ) throws(BlockingThreadError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let page = Int(getpagesize())
        pthread_attr_setstacksize(&attributes, (stackSize + page - 1) / page * page)

        let start = Unmanaged.passRetained(Start(name: name, body: body))
        #if canImport(Darwin)
            var thread: pthread_t?
            let failure = pthread_create(&thread, &attributes, { Start.run($0) }, start.toOpaque())
        #else
            var thread = pthread_t()
            let failure = pthread_create(&thread, &attributes, { Start.run($0!) }, start.toOpaque())
        #endif
        guard failure == 0 else {
            start.release()
            throw BlockingThreadError(name: name, errnoValue: failure)
        }
    }

    /// What a new thread is handed.
    private final class Start: Sendable {
        private let name: String
        private let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        static func run(_ pointer: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
            let start = Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue()
            setName(start.name)
            start.body()
            return nil
        }

        /// Names the calling thread. A thread without its name works as well, so failures don't matter.
        private static func setName(_ name: String) {
            #if canImport(Darwin)
                pthread_setname_np(name)
            #else
                // The library's function for it is an extension that Swift's Glibc module doesn't show.
                let file = open("/proc/thread-self/comm", O_WRONLY | O_CLOEXEC)
                guard file >= 0 else { return }
                var name = name
                _ = name.withUTF8 { write(file, $0.baseAddress, min($0.count, 15)) }
                close(file)
            #endif
        }
    }
}

/// The system has no thread to give.
package struct BlockingThreadError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The name of the thread that was asked for.
    package var name: String

    /// The system's error number, usually EAGAIN.
    package var errnoValue: Int32

    package var description: String {
        "cannot start the thread `\(name)`: \(String(cString: strerror(errnoValue))) (os error \(errnoValue))"
    }
}
