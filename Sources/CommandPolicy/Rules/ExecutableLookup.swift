/// Finds the program that a bare name stands for.
package struct ExecutableLookup: Sendable {
    /// The absolute path of the program that would run under a name; nil if there is none, or it isn't known.
    package let find: @Sendable (String) -> String?

    /// A lookup by whatever means.
    package init(find: @escaping @Sendable (String) -> String?) {
        self.find = find
    }

    /// Knows no program.
    package static let none = ExecutableLookup { _ in nil }

    /// Looks into the directories of a `PATH` in order.
    ///
    /// A directory that is not absolute ends the search with nothing: what stands in it depends on where the command
    /// runs, and it comes before the others.
    package static func searching(
        path: String, isExecutable: @escaping @Sendable (String) -> Bool
    ) -> ExecutableLookup {
        let directories = path.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        return ExecutableLookup { name in
            guard !name.isEmpty, !ExactText.isPath(name) else { return nil }
            for directory in directories {
                guard ExactText.starts(directory, with: "/") else { return nil }
                let candidate = directory.utf8.last == UInt8(ascii: "/") ? directory + name : directory + "/" + name
                if isExecutable(candidate) { return candidate }
            }
            return nil
        }
    }
}
