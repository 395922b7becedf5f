import Support

/// Work on files that blocks and is done now and then, on a thread of its own.
enum BlockingWork {
    /// Runs a piece of work and suspends until it has ended.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            BlockingThread.start(name: "files") { continuation.resume(returning: work()) }
        }
    }
}
