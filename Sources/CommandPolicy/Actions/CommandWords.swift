/// The arguments of a command, told apart into options and operands.
struct CommandWords {
    /// The options' names in order, without values; a group like `-rn` as `-r`, `-n`, and `-20` as it is.
    private(set) var options: [String] = []
    /// The words that are no options.
    private(set) var operands: [String] = []
    private var values: [(option: String, value: String)] = []

    /// Tells the arguments apart.
    ///
    /// - Parameter valued: The options that take the next word as their value, if it doesn't follow without a space.
    init(_ arguments: [String], valued: Set<String> = []) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            if word == "--" {
                operands += rest
                return
            } else if word.hasPrefix("--") {
                takeLong(word, valued, &rest)
            } else if word.hasPrefix("-"), word.utf8.count > 1 {
                takeShort(word, valued, &rest)
            } else {
                operands.append(word)
            }
        }
    }

    /// The value of the first of the options that has one.
    func value(of names: Set<String>) -> String? {
        values.first { names.contains($0.option) }?.value
    }

    private mutating func takeLong(_ word: String, _ valued: Set<String>, _ rest: inout ArraySlice<String>) {
        if let equals = word.firstIndex(of: "=") {
            let name = String(word[..<equals])
            options.append(name)
            values.append((name, String(word[word.index(after: equals)...])))
            return
        }
        options.append(word)
        if valued.contains(word), let value = rest.popFirst() {
            values.append((word, value))
        }
    }

    private mutating func takeShort(_ word: String, _ valued: Set<String>, _ rest: inout ArraySlice<String>) {
        if word.dropFirst().allSatisfy(\.isNumber) {
            options.append(word)
            return
        }
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            let name = "-\(letter)"
            options.append(name)
            guard valued.contains(name) else { continue }
            let value = letters.isEmpty ? rest.popFirst() : String(letters)
            if let value { values.append((name, value)) }
            return
        }
    }
}
