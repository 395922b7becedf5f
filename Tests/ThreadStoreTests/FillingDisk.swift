import Foundation
import Synchronization

@testable import ThreadStore

/// A disk that takes writes until it is said to be full; then a few bytes still fit into each.
final class FillingDisk: Sendable {
    private let full = Mutex(false)

    var isFull: Bool {
        get { full.withLock { $0 } }
        set { full.withLock { $0 = newValue } }
    }

    var operations: LogFileOperations {
        var operations = LogFileOperations.system
        operations.write = { [self] descriptor, bytes in
            guard isFull else { return LogFileOperations.system.write(descriptor, bytes) }
            guard bytes.count > 8 else { return -Int(ENOSPC) }
            return LogFileOperations.system.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes.prefix(3)))
        }
        return operations
    }
}
