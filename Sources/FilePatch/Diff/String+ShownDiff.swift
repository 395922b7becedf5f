extension String {
    /// Bytes as text for clients, cut at a line's end if they are too many. Bytes that are no UTF-8 are shown as the
    /// replacement character.
    init(shownDiff bytes: [UInt8]) {
        guard bytes.count > PatchLimits.shownDiffBytes else {
            self.init(decoding: bytes, as: UTF8.self)
            return
        }
        let shown = bytes.prefix(PatchLimits.shownDiffBytes)
        let end = shown.lastIndex(of: 0x0A).map { $0 + 1 } ?? shown.endIndex
        self = String(decoding: bytes[..<end], as: UTF8.self) + "… \(bytes.count - end) more bytes are not shown\n"
    }
}
