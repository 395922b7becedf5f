extension String {
    /// A path of a patch. Models write text, so bytes that are none are a mistake and no name.
    init(patchPath bytes: ArraySlice<UInt8>, line: Int) throws(PatchError) {
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw PatchError(
                kind: .invalidPath,
                message: "invalid hunk at line \(line), '\(String(decoding: bytes, as: UTF8.self))' is not a path: "
                    + "paths are UTF-8 without NUL")
        }
        self = text
    }
}
