extension PatchDocument {
    /// Reads a patch.
    ///
    /// Accepted around the markers is what models write: blank space, a here-document (`<<'EOF'` … `EOF`), and CRLF.
    package init(parsing bytes: [UInt8]) throws(PatchError) {
        guard bytes.count <= PatchLimits.patchBytes else {
            throw .tooLarge(
                "the patch has \(bytes.count) bytes, more than the \(PatchLimits.patchBytes) allowed; split it")
        }
        let lines = try Self.lines(of: bytes)
        var reader = PatchSectionReader()
        // Lines are counted from the begin marker, which is line 1.
        for (index, line) in lines.dropFirst().dropLast().enumerated() {
            try reader.read(line, number: index + 2)
        }
        try reader.end(number: lines.count)
        self.init(environment: reader.environment, sections: reader.sections)
    }

    /// The lines from the begin marker to the end marker.
    private static func lines(of bytes: [UInt8]) throws(PatchError) -> ArraySlice<ArraySlice<UInt8>> {
        let text = Whitespace.trimming(bytes[...])
        var lines = text.isEmpty ? [] : text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        for index in lines.indices where lines[index].last == UInt8(ascii: "\r") {
            lines[index].removeLast()
        }
        if isWrapped(lines) { lines = lines.dropFirst().dropLast() }
        if let first = lines.first, !PatchMarker.begin.isWhole(first) {
            throw .invalidPatch("The first line of the patch must be '*** Begin Patch'")
        }
        guard lines.count > 1, let last = lines.last, PatchMarker.end.isWhole(last) else {
            throw .invalidPatch("The last line of the patch must be '*** End Patch'")
        }
        return lines
    }

    /// Whether the text is a here-document with its first and last line.
    private static func isWrapped(_ lines: ArraySlice<ArraySlice<UInt8>>) -> Bool {
        guard lines.count >= 4, let first = lines.first, let last = lines.last else { return false }
        return ["<<EOF", "<<'EOF'", "<<\"EOF\""].contains { first.elementsEqual($0.utf8) }
            && last.suffix(3).elementsEqual("EOF".utf8)
    }
}
