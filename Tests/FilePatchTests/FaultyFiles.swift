import Foundation
import Synchronization

@testable import FilePatch

/// The files of this machine, with one operation that fails: the n-th.
final class FaultyFiles: Sendable {
    private let left: Mutex<Int>
    private let hasLinks: Bool

    init(failing number: Int, hasLinks: Bool = true) {
        left = Mutex(number)
        self.hasLinks = hasLinks
    }

    /// Whether the operation was reached.
    var hasFailed: Bool {
        left.withLock { $0 <= 0 }
    }

    var access: FileAccess {
        let system = FileAccess.system
        return FileAccess(
            status: { path throws(FileAccessError) in
                try self.step()
                return try system.status(path)
            },
            readLink: { path throws(FileAccessError) in
                try self.step()
                return try system.readLink(path)
            },
            read: { path, limit throws(FileAccessError) in
                try self.step()
                return try system.read(path, limit)
            },
            checkWritable: { path throws(FileAccessError) in
                try self.step()
                try system.checkWritable(path)
            },
            create: { path, content, model throws(FileAccessError) in
                try self.step()
                try system.create(path, content, model)
            },
            link: { path, newPath throws(FileAccessError) in
                guard self.hasLinks else { throw FileAccessError(errnoValue: EPERM) }
                try self.step()
                try system.link(path, newPath)
            },
            rename: { path, newPath throws(FileAccessError) in
                try self.step()
                try system.rename(path, newPath)
            },
            remove: { path throws(FileAccessError) in
                try self.step()
                try system.remove(path)
            },
            makeDirectory: { path throws(FileAccessError) in
                try self.step()
                try system.makeDirectory(path)
            },
            removeDirectory: { path throws(FileAccessError) in
                try self.step()
                try system.removeDirectory(path)
            })
    }

    private func step() throws(FileAccessError) {
        let isFailing = left.withLock { left in
            left -= 1
            return left == 0
        }
        if isFailing { throw FileAccessError(errnoValue: EIO) }
    }
}

/// A switch that is set once.
final class Flag: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { state.withLock { $0 } }

    func set() { state.withLock { $0 = true } }
}
