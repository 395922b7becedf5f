/// Numbers of things in words.
enum CountText {
    /// `1 thread`, `2 threads`.
    static func of(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }
}
