/// The lanes in which requests reach threads: those of one thread run one after the other.
///
/// What a request changes on further threads goes through their lanes as well, so that it can't come between two steps of
/// their own requests. Lanes are waited for in one order only: a lane of the whole server (those of projects, for one),
/// then a thread's, then those of its descendants. Whoever is in a lane waits for none that comes before it, so that nobody
/// ever waits in a circle.
package struct ThreadLanes: Sendable {
    /// Takes a part of a request that is running, and runs it when its turn comes in the lane of the thread with this id.
    package var submit: @Sendable (_ id: String, _ part: @escaping @Sendable () async -> Void) -> Void

    /// Lanes from their closure.
    package init(submit: @escaping @Sendable (String, @escaping @Sendable () async -> Void) -> Void) {
        self.submit = submit
    }

    /// No lanes: for a manager with a single caller.
    package static let none = ThreadLanes { _, part in Task { await part() } }

    /// Does something in a thread's lane and waits for it.
    func run<Result: Sendable>(
        _ id: String, _ part: @escaping @Sendable () async throws(AgentError) -> Result
    ) async throws(AgentError) -> Result {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Swift.Result<Result, AgentError>, Never>) in
            submit(id) {
                do throws(AgentError) {
                    continuation.resume(returning: .success(try await part()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }
}
