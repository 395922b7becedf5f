#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What went wrong in the thread store: a stable word for programs and a sentence for people.
package struct ThreadStoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stable word. An open set: later versions may add words.
    package struct Kind: RawRepresentable, Hashable, Sendable {
        /// The word, as it appears in `data.kind` on the wire.
        package let rawValue: String

        /// Wraps a word.
        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// No log of this thread is in the store.
        package static let threadNotFound = Kind(rawValue: "threadNotFound")
        /// The id is not the text of a UUID.
        package static let invalidThreadId = Kind(rawValue: "invalidThreadId")
        /// A thread of this id was made before.
        package static let threadExists = Kind(rawValue: "threadExists")
        /// Another process writes the thread; see ``ThreadStoreError/owner``.
        package static let ownedElsewhere = Kind(rawValue: "threadOwnedElsewhere")
        /// This process has the thread's log open for appending already.
        package static let threadOpen = Kind(rawValue: "threadOpen")
        /// The operating system refused to read or write; ``ThreadStoreError/reason`` holds its words.
        package static let storage = Kind(rawValue: "storage")
        /// The home directory can't be written; see ``HomeAccess``. Reading goes on.
        package static let homeReadOnly = Kind(rawValue: "homeReadOnly")
        /// The log holds not a single readable record.
        package static let corrupt = Kind(rawValue: "corrupt")
        /// The cursor was not made by this store, or for another sort key.
        package static let invalidCursor = Kind(rawValue: "invalidCursor")
        /// The thread has no turn of this id.
        package static let turnNotFound = Kind(rawValue: "turnNotFound")
        /// The turn has not ended, which the operation needs.
        package static let turnInProgress = Kind(rawValue: "turnInProgress")
        /// The query asks for what can't be had together, or for nothing.
        package static let invalidQuery = Kind(rawValue: "invalidQuery")
        /// The store has been closed.
        package static let closed = Kind(rawValue: "storeClosed")
    }

    /// The stable word.
    package var kind: Kind
    /// What happened and to what, for people.
    package var message: String
    /// The file concerned, if there is one.
    package var path: String?
    /// The operating system's (or database's) own words, if it said any.
    package var reason: String?
    /// The operating system's error number, if it gave one.
    package var errnoValue: Int32?
    /// The process that has what was asked for, if it said who it is.
    package var owner: LeaseOwner?

    /// An error from its parts.
    package init(
        kind: Kind, message: String, path: String? = nil, reason: String? = nil, errno number: Int32? = nil,
        owner: LeaseOwner? = nil
    ) {
        self.kind = kind
        self.message = message
        self.path = path
        self.reason = reason
        errnoValue = number
        self.owner = owner
    }

    /// The message with path and reason.
    package var description: String {
        var text = message
        if let path { text += " (\(path))" }
        if let reason { text += ": \(reason)" }
        return text
    }

    static func threadNotFound(_ id: String) -> ThreadStoreError {
        ThreadStoreError(kind: .threadNotFound, message: "thread not found: \(id)")
    }

    static func threadExists(_ id: String, path: String) -> ThreadStoreError {
        ThreadStoreError(kind: .threadExists, message: "a thread of this id exists: \(id)", path: path)
    }

    /// A failure to write: `homeReadOnly` when the place can't be written at all, else `storage`.
    static func unwritable(_ message: String, path: String, errno number: Int32) -> ThreadStoreError {
        var error = storage(message, path: path, errno: number)
        if HomeAccess.refusals.contains(number) { error.kind = .homeReadOnly }
        return error
    }

    static func storage(_ message: String, path: String, errno number: Int32) -> ThreadStoreError {
        ThreadStoreError(
            kind: .storage, message: message, path: path, reason: SystemError.text(number), errno: number)
    }

    /// Another process writes the thread. Clients look for the words `already has an active writer`.
    static func ownedElsewhere(_ id: String, by owner: LeaseOwner?) -> ThreadStoreError {
        let name = owner.map { ": \($0)" } ?? ""
        return ThreadStoreError(
            kind: .ownedElsewhere, message: "thread \(id) already has an active writer\(name)", owner: owner)
    }

    static let closed = ThreadStoreError(kind: .closed, message: "the thread store is closed; the server is stopping")
}

/// The words of the operating system for its error numbers.
enum SystemError {
    /// The text of an error number with the number, like `No space left on device (errno 28)`.
    static func text(_ number: Int32) -> String {
        // Both glibc (since 2.32) and Darwin keep the buffer of `strerror` per thread.
        "\(String(cString: strerror(number))) (errno \(number))"
    }
}
