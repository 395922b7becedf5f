import Synchronization

/// Lets the patches among the calls of one answer go one after the other, in the answer's order: a later one sees what an
/// earlier one has done. Other calls don't wait.
final class PatchOrder: Sendable {
    private struct State {
        /// The calls that are patches and not over yet, in order.
        var open: [Int]
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state: Mutex<State>

    /// The order of calls, of which `isPatch` tells whether they are patches.
    init(_ isPatch: [Bool]) {
        state = Mutex(State(open: isPatch.indices.filter { isPatch[$0] }))
    }

    /// Returns when a call may begin.
    func wait(for index: Int) async {
        await withCheckedContinuation { continuation in
            let begins = state.withLock { state in
                guard state.open.contains(index), state.open.first != index else { return true }
                state.waiting[index] = continuation
                return false
            }
            if begins { continuation.resume() }
        }
    }

    /// A call is over.
    func finish(_ index: Int) {
        let next = state.withLock { state in
            state.open.removeAll { $0 == index }
            return state.open.first.flatMap { state.waiting.removeValue(forKey: $0) }
        }
        next?.resume()
    }
}

extension ResponseAssembler.ToolCall {
    /// Whether the call is a patch, under whatever name.
    var isPatch: Bool { name == "apply_patch" || arguments.contains("*** Begin Patch") }
}
