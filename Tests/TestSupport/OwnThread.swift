import Foundation
package import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs tests that block (on a child's output, its end, a lock) on threads of their own.
///
/// Tests run on the cooperative pool, which has a thread for each processor. Two that wait for child processes there stop
/// all others for as long as they wait, and with them whatever the children wait for in turn.
package struct OwnThreadTrait: SuiteTrait, TestTrait, TestScoping {
    /// Holds for all tests of a suite.
    package var isRecursive: Bool { true }

    @concurrent package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(ThreadPerJob.shared) { try await function() }
    }
}

extension Trait where Self == OwnThreadTrait {
    /// The test blocks.
    package static var ownThread: OwnThreadTrait { OwnThreadTrait() }
}

/// Runs every job on a new thread.
private final class ThreadPerJob: TaskExecutor {
    static let shared = ThreadPerJob()

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        Thread.detachNewThread { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
