#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The system's refusal of one file operation.
package struct FileAccessError: Error, Sendable, Hashable {
    /// The system's error number.
    package var errnoValue: Int32

    package init(errnoValue: Int32) {
        self.errnoValue = errnoValue
    }

    /// The system's words, with the number.
    package var words: String {
        "\(String(cString: strerror(errnoValue))) (os error \(errnoValue))"
    }
}
