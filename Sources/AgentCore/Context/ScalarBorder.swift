/// Finds places where UTF-8 bytes may be cut without splitting a scalar.
///
/// On bytes that are not UTF-8 a cut moves by three bytes at most, so that hostile output can't empty a text.
package enum ScalarBorder {
    /// The longest scalar's continuation bytes.
    private static let maxContinuations = 3

    /// The largest border that is not behind `position`.
    package static func before(_ position: Int, in bytes: some RandomAccessCollection<UInt8>) -> Int {
        guard position < bytes.count else { return bytes.count }
        var border = position
        while border > 0, position - border < maxContinuations, isContinuation(bytes, border) {
            border -= 1
        }
        return isContinuation(bytes, border) ? position : border
    }

    /// The smallest border that is not before `position`.
    package static func after(_ position: Int, in bytes: some RandomAccessCollection<UInt8>) -> Int {
        var border = position
        while border < bytes.count, border - position < maxContinuations, isContinuation(bytes, border) {
            border += 1
        }
        return border
    }

    private static func isContinuation(_ bytes: some RandomAccessCollection<UInt8>, _ offset: Int) -> Bool {
        bytes[bytes.index(bytes.startIndex, offsetBy: offset)] & 0b1100_0000 == 0b1000_0000
    }
}
