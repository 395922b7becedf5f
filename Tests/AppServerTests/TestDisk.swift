import Foundation
import Synchronization

@testable import ThreadStore

/// A disk that is full when the test says so, and that takes its time over a write that the test chooses.
final class TestDisk: Sendable {
    private struct State {
        var isFull = false
        var holds: String?
    }

    private let state = Mutex(State())
    private let began = DispatchSemaphore(value: 0)
    private let gate = DispatchSemaphore(value: 0)

    /// Whether writes fail from now on.
    func setFull(_ isFull: Bool) { state.withLock { $0.isFull = isFull } }

    /// The next write in which the text stands waits until ``letGo()``.
    func hold(_ text: String) { state.withLock { $0.holds = text } }

    /// Returns when that write has come.
    func held() async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [began] in
                began.wait()
                continuation.resume()
            }
        }
    }

    /// Lets the write go on.
    func letGo() { gate.signal() }

    var operations: LogFileOperations {
        var operations = LogFileOperations.system
        operations.write = { [self] descriptor, bytes in
            let isHeld = state.withLock { state in
                guard let text = state.holds, String(decoding: bytes, as: UTF8.self).contains(text) else {
                    return false
                }
                state.holds = nil
                return true
            }
            if isHeld {
                began.signal()
                gate.wait()
            }
            return state.withLock(\.isFull) ? -Int(ENOSPC) : LogFileOperations.system.write(descriptor, bytes)
        }
        return operations
    }
}
