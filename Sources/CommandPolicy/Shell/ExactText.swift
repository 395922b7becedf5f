/// Comparing words as programs do, byte by byte.
///
/// Strings of Swift are equal when they are canonically equivalent: the Kelvin sign and `K`, U+037E and `;`, two
/// spellings of `é` that name two files. What is allowed by a rule must be the very same bytes.
enum ExactText {
    /// Whether two words have the same bytes.
    static func same(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    /// Whether a word begins with the bytes of another.
    static func starts(_ word: String, with prefix: String) -> Bool {
        word.utf8.starts(with: prefix.utf8)
    }

    /// The part of a path behind its last slash.
    static func name(ofPath path: String) -> String {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
        return String(decoding: path.utf8[path.utf8.index(after: slash)...], as: UTF8.self)
    }

    /// Whether a word names a program by its place and not by its name alone.
    static func isPath(_ word: String) -> Bool {
        word.utf8.contains(UInt8(ascii: "/"))
    }
}
