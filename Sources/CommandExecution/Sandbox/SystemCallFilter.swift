import CPlatform

/// A seccomp filter in the form that the kernel takes.
enum SystemCallFilter {
    /// More than the longest filter takes.
    private static let capacity = 8 * 1024

    /// What it forbids beyond what it always does.
    struct Rules: OptionSet, Hashable {
        let rawValue: Int32

        /// Sockets other than Unix ones.
        static let network = Rules(rawValue: HEDDLE_FILTER_NETWORK.rawValue)
        /// Reaching bound sockets; only pairs are left.
        static let connections = Rules(rawValue: HEDDLE_FILTER_CONNECTIONS.rawValue)
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
