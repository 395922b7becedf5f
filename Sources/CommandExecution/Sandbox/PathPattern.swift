/// An absolute path in which `*` stands for any characters of a name, `?` for one, and `**` as a whole component for
/// any directories, also none. Names that begin with a dot are no exception, and symbolic links are not followed.
struct PathPattern {
    private let text: String
    private let components: [Component]

    private enum Component {
        case name(String)
        case pattern([Character])
        case anyDirectories
    }

    /// Entries of directories that are looked at for one pattern at most: a second's work.
    static let visitLimit = 1_000_000

    init(_ text: String) throws(SandboxError) {
        guard text.hasPrefix("/"), !text.utf8.contains(0) else {
            throw SandboxError(
                kind: .invalidPath, message: "the sandbox policy has the pattern `\(text)`, which does not begin with /"
            )
        }
        self.text = text
        components = text.split(separator: "/").filter { $0 != "." }.map { component in
            if component == "**" { return .anyDirectories }
            return component.contains { $0 == "*" || $0 == "?" } ? .pattern(Array(component)) : .name(String(component))
        }
    }

    /// The paths that match now.
    func matches(visitLimit: Int = visitLimit) throws(SandboxError) -> [String] {
        var search = Search(pattern: text, left: visitLimit)
        try search.find(components[...], in: "/")
        return search.found.sorted()
    }

    /// Whether a name matches a pattern with `*` and `?`.
    static func matches(_ name: [Character], _ pattern: [Character]) -> Bool {
        var name = name[...]
        var pattern = pattern[...]
        // What stood behind the last star, and what it was compared with: when that fails, the star takes one more.
        var star: (name: ArraySlice<Character>, pattern: ArraySlice<Character>)?
        while let character = name.first {
            if pattern.first == "*" {
                pattern = pattern.dropFirst()
                star = (name, pattern)
            } else if let wanted = pattern.first, wanted == "?" || wanted == character {
                name = name.dropFirst()
                pattern = pattern.dropFirst()
            } else if let last = star {
                name = last.name.dropFirst()
                pattern = last.pattern
                star = (name, pattern)
            } else {
                return false
            }
        }
        return pattern.allSatisfy { $0 == "*" }
    }

    private struct Search {
        let pattern: String
        var left: Int
        var found: Set<String> = []

        init(pattern: String, left: Int) {
            self.pattern = pattern
            self.left = left
        }

        mutating func find(_ components: ArraySlice<Component>, in directory: String) throws(SandboxError) {
            guard let component = components.first else {
                found.insert(directory)
                return
            }
            let rest = components.dropFirst()
            switch component {
            case .name(let name):
                let path = Places.join(directory, name)
                if Places.kind(path) != nil {
                    try find(rest, in: path)
                }
            case .pattern(let wanted):
                for name in try entries(directory) where PathPattern.matches(Array(name), wanted) {
                    try find(rest, in: Places.join(directory, name))
                }
            case .anyDirectories:
                try find(rest, in: directory)
                for name in try entries(directory) {
                    let path = Places.join(directory, name)
                    if Places.kind(path) == .directory {
                        try find(components, in: path)
                    }
                }
            }
        }

        private mutating func entries(_ directory: String) throws(SandboxError) -> [String] {
            let entries = Places.entries(directory) ?? []
            left -= entries.count
            guard left >= 0 else {
                throw SandboxError(
                    kind: .patternTooBroad,
                    message: "the sandbox policy's pattern `\(pattern)` has too many files to look at; "
                        + "begin it with the directory that is meant")
            }
            return entries
        }
    }
}
