/// A type that says what decoding errors shall call it, where "struct" and its name would not be the peer's words.
package protocol WireDescribed {
    /// What follows "expected" in an error, e.g. `internally tagged enum UserInput`.
    static var wireDescription: String { get }
}
