import Support

/// Finds the images that stand in a line as `"data:…;base64,…"`.
enum InlineImages {
    /// The shortest base64 text that is made a blob, in bytes. A smaller one takes less room in the line than a file of
    /// its own on a disk.
    static let minimumBytes = 4 << 10

    /// The longest text before an image's base64 text: `"data:`, the type and its parameters.
    private static let prefixLimit = 200

    private static let mark = BytePattern(Array(";base64,".utf8), anchor: 5)
    private static let beginning = Array(#""data:"#.utf8)

    /// Where the base64 texts of images stand in a line, in order, and the blobs that they are. What would not come back
    /// byte for byte is left alone.
    static func find(in line: [UInt8]) -> [(range: Range<Int>, blob: PendingBlob)] {
        guard line.count >= minimumBytes else { return [] }
        return line.withUnsafeBytes { line in
            var found: [(range: Range<Int>, blob: PendingBlob)] = []
            var position = 0
            while let place = mark.place(in: line, from: position) {
                let start = place + 8
                position = start
                guard isDataURL(line, mark: place) else { continue }
                var end = start
                while end < line.count, line[end] != UInt8(ascii: "\"") { end += 1 }
                position = end
                let text = UnsafeRawBufferPointer(rebasing: line[start..<end])
                guard text.count >= minimumBytes, let bytes = Base64Text.decode(text) else { continue }
                found.append((start..<end, PendingBlob(hash: BlobFolder.hash(bytes), bytes: bytes)))
            }
            return found
        }
    }

    private static func isDataURL(_ line: UnsafeRawBufferPointer, mark: Int) -> Bool {
        var start = mark - 1
        while start > 0, mark - start < prefixLimit, line[start] != UInt8(ascii: "\"") { start -= 1 }
        return line[start...].starts(with: beginning)
    }
}
