internal import Support

/// Rules for thread ids: the text of a UUID of any version, because clients may choose them.
package enum ThreadID {
    /// The form under which a thread is stored: lower case.
    ///
    /// Throws `invalidThreadId` when `text` is not a UUID of 36 characters. Only such text ever becomes part of a path.
    package static func canonical(_ text: String) throws(ThreadStoreError) -> String {
        guard UUIDText.isValid(text) else {
            throw ThreadStoreError(
                kind: .invalidThreadId, message: "invalid thread id: expected a UUID of 36 characters, found `\(text)`")
        }
        return text.lowercased()
    }
}
