/// The state machine that makes chunks of the lines behind an update header.
struct PatchUpdateReader {
    private var update: PatchUpdate
    private let headerNumber: Int

    /// The chunk that is being read: none before the first and behind an end-of-file marker.
    private var chunk: PatchChunk?

    init(path: String, headerNumber: Int) {
        update = PatchUpdate(path: path)
        self.headerNumber = headerNumber
    }

    /// Reads the next line. Answers `true`, and reads nothing, if it is the header of the next section.
    mutating func read(_ line: ArraySlice<UInt8>, number: Int) throws(PatchError) -> Bool {
        let text = Whitespace.trimmingEnd(line)
        if chunk == nil, update.chunks.isEmpty, update.destination == nil, let path = PatchMarker.move.rest(of: text) {
            update.destination = try String(patchPath: path, line: number)
            return false
        }
        switch text.first {
        case UInt8(ascii: "*"):
            if text.elementsEqual(PatchMarker.endOfFile.rawValue.utf8) {
                try readEndOfFile(line, number)
            } else if isHeader(text), !isChunkOpenAndEmpty || PatchMarker.end.isWhole(text) {
                return true
            } else {
                throw unexpected(line, number)
            }
        case UInt8(ascii: "@") where text.elementsEqual("@@".utf8) || text.starts(with: "@@ ".utf8):
            guard !isChunkOpenAndEmpty else { throw unexpected(line, number) }
            closeChunk()
            chunk = PatchChunk(context: text.count > 2 ? Array(line.dropFirst(3)) : nil)
        default:
            try readLine(line, number)
        }
        return false
    }

    /// The section's end, at the given line.
    mutating func end(number: Int) throws(PatchError) -> PatchUpdate {
        guard !isChunkOpenAndEmpty else { throw .invalidHunk(line: number, "Update hunk does not contain any lines") }
        closeChunk()
        guard !update.chunks.isEmpty else {
            throw .invalidHunk(line: headerNumber, "Update file hunk for path '\(update.path)' is empty")
        }
        return update
    }

    private mutating func readLine(_ line: ArraySlice<UInt8>, _ number: Int) throws(PatchError) {
        let role: PatchLine.Role
        switch line.first {
        case nil where chunk == nil && !update.chunks.isEmpty:
            return  // Blank lines behind an end-of-file marker mean nothing.
        case nil, UInt8(ascii: " "):
            role = .kept
        case UInt8(ascii: "-"):
            role = .removed
        case UInt8(ascii: "+"):
            role = .added
        default:
            throw unexpected(line, number)
        }
        // The marker of the first chunk may be missing.
        guard chunk != nil || update.chunks.isEmpty else { throw unexpected(line, number) }
        chunk = chunk ?? PatchChunk()
        chunk?.lines.append(PatchLine(role, Array(line.dropFirst())))
    }

    private mutating func readEndOfFile(_ line: ArraySlice<UInt8>, _ number: Int) throws(PatchError) {
        guard !isChunkOpenAndEmpty else { throw .invalidHunk(line: number, "Update hunk does not contain any lines") }
        guard chunk != nil || update.chunks.isEmpty else { throw unexpected(line, number) }
        chunk?.isAtEndOfFile = true
        closeChunk()
    }

    private var isChunkOpenAndEmpty: Bool {
        chunk?.lines.isEmpty ?? false
    }

    private mutating func closeChunk() {
        guard let closed = chunk else { return }
        update.chunks.append(closed)
        chunk = nil
    }

    private func isHeader(_ text: ArraySlice<UInt8>) -> Bool {
        PatchMarker.end.isWhole(text)
            || [PatchMarker.add, .delete, .update].contains { $0.rest(of: text) != nil }
    }

    private func unexpected(_ line: ArraySlice<UInt8>, _ number: Int) -> PatchError {
        let text = String(decoding: line, as: UTF8.self)
        if chunk?.lines.isEmpty ?? update.chunks.isEmpty {
            return .invalidHunk(
                line: number,
                "Unexpected line found in update hunk: '\(text)'. Every line should start with ' ' (context line), "
                    + "'+' (added line), or '-' (removed line)")
        }
        return .invalidHunk(
            line: number, "Expected update hunk to start with a @@ context marker, got: '\(text)'")
    }
}
