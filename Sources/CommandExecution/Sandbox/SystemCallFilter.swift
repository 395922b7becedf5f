import CPlatform

/// A seccomp filter in the form that the kernel takes.
enum SystemCallFilter {
    /// More than the longest filter takes.
    private static let capacity = 8 * 1024

    /// What it forbids beyond what it always does.
    struct Rules: OptionSet, Hashable {
        let rawValue: Int32

        /// Sockets other than connected pairs of Unix ones.
        ///
        /// Unix sockets lie about as files, and those who listen on them start processes for whoever asks: session
        /// managers, container engines, terminal multiplexers. What a socket's path is no filter can see, nor does any
        /// mount keep a socket from being connected to.
        static let network = Rules(rawValue: HEDDLE_FILTER_NETWORK.rawValue)
        /// Changing the attributes of files.
        static let metadata = Rules(rawValue: HEDDLE_FILTER_METADATA.rawValue)
    }

    /// The filter's bytes; `nil` on a processor for which there is none.
    static func make(_ rules: Rules) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: capacity)
        let length = bytes.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { heddle_filter_build(rules.rawValue, $0, bytes.count) } ?? 0
        }
        return length > 0 ? Array(bytes[..<length]) : nil
    }
}
