/// How instruction files of a project are looked for; the keys of the configuration file in parentheses.
package struct AgentInstructionSettings: Hashable, Sendable {
    /// How many bytes of project files are taken in all, the home file not counted (`project_doc_max_bytes`). 0 turns
    /// project files off. The default leaves most of a small model's context to the work.
    package var maxBytes: Int
    /// Names tried in a directory that has neither of the two standard names (`project_doc_fallback_filenames`).
    package var fallbackNames: [String]
    /// A directory that holds an entry of one of these names is a project's root (`project_root_markers`).
    package var rootMarkers: [String]

    /// The settings that hold when the configuration is silent.
    package init(maxBytes: Int = 32 << 10, fallbackNames: [String] = [], rootMarkers: [String] = [".git"]) {
        self.maxBytes = maxBytes
        self.fallbackNames = fallbackNames
        self.rootMarkers = rootMarkers
    }

    /// How many bytes of the home file are taken. It is the user's own, so this only guards against accidents.
    package static let homeMaxBytes = 1 << 20

    /// The name whose file replaces ``standardName`` beside it.
    package static let overrideName = "AGENTS.override.md"
    /// The usual name of an instruction file.
    package static let standardName = "AGENTS.md"
}
