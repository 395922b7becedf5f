/// Blank space as Unicode defines it, on bytes: text that is no UTF-8 is left alone where it is not.
enum Whitespace {
    /// The bytes without blank space at both ends.
    static func trimming(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        trimmingEnd(trimmingStart(bytes))
    }

    /// The bytes without blank space at the start.
    static func trimmingStart(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let first = bytes.first {
            if isBlank(first) {
                bytes.removeFirst()
            } else if first >= 0x80, let length = [2, 3].first(where: { isBlank(bytes.prefix($0)) }) {
                bytes.removeFirst(length)
            } else {
                break
            }
        }
        return bytes
    }

    /// The bytes without blank space at the end.
    static func trimmingEnd(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes
        while let last = bytes.last {
            if isBlank(last) {
                bytes.removeLast()
            } else if last >= 0x80, let length = [2, 3].first(where: { isBlank(bytes.suffix($0)) }) {
                bytes.removeLast(length)
            } else {
                break
            }
        }
        return bytes
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    /// Whether the bytes are the UTF-8 form of one blank character beyond ASCII.
    private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
        let start = bytes.startIndex
        switch bytes.count {
        case 2:
            return bytes[start] == 0xC2 && (bytes[start + 1] == 0x85 || bytes[start + 1] == 0xA0)
        case 3:
            switch (bytes[start], bytes[start + 1], bytes[start + 2]) {
            case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF),
                (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
                return true
            default:
                return false
            }
        default:
            return false
        }
    }
}
