/// The titles of schemas without a name of their own. Generators of typed clients make type names from them.
enum SchemaTitle {
    /// A branch of a union: `ReadCommandAction` for `read` of `CommandAction`.
    static func variant(_ name: String, of type: String) -> String {
        pascalCase(name) + type
    }

    /// The field that tells a branch: `ReadCommandActionType`.
    static func tag(_ tag: String, of title: String) -> String {
        title + pascalCase(tag)
    }

    /// A message of one method: `Thread/startRequest`.
    static func message(_ method: String, _ kind: String) -> String {
        capitalized(method) + kind
    }

    /// A word as part of a type's name: `on-request` and `on_request` are `OnRequest`.
    private static func pascalCase(_ word: String) -> String {
        word.split { !$0.isLetter && !$0.isNumber }.map { capitalized($0) }.joined()
    }

    private static func capitalized(_ word: some StringProtocol) -> String {
        word.prefix(1).uppercased() + word.dropFirst()
    }
}
