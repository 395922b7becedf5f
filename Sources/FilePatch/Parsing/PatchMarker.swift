/// The lines that give a patch its structure.
enum PatchMarker: String {
    case begin = "*** Begin Patch"
    case end = "*** End Patch"
    case endOfFile = "*** End of File"
    case add = "*** Add File: "
    case delete = "*** Delete File: "
    case update = "*** Update File: "
    case move = "*** Move to: "
    case environment = "*** Environment ID:"

    /// Whether the line is this marker, blank space around it aside.
    func isWhole(_ line: ArraySlice<UInt8>) -> Bool {
        Whitespace.trimming(line).elementsEqual(rawValue.utf8)
    }

    /// What stands behind the marker, if the line begins with it and something stands there.
    func rest(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard line.starts(with: rawValue.utf8) else { return nil }
        let rest = Whitespace.trimming(line.dropFirst(rawValue.utf8.count))
        return rest.isEmpty ? nil : rest
    }
}
