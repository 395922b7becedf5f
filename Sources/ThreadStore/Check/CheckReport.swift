/// What a check of a whole store found. Its JSON form is the output of `heddle fsck --json`; fields may be added.
package struct CheckReport: Codable, Hashable, Sendable {
    /// How much was looked at.
    package struct Checked: Codable, Hashable, Sendable {
        /// Logs of threads.
        package var threads = 0
        /// Records in them.
        package var records = 0
        /// Their length, in bytes.
        package var bytes = 0
    }

    /// Whether the store is as it must be: nothing is damaged, or everything that was has been repaired.
    package var sound = true
    /// The home directory.
    package var home: String
    /// How much was looked at.
    package var checked = Checked()
    /// Everything that was found, file by file.
    package var findings: [CheckFinding] = []
    /// The folder with the copies of what a repair changed; nil when it changed nothing.
    package var copies: String?

    /// Whether there is no home that could be looked into, so that nothing was checked.
    package var isWithoutHome: Bool {
        findings.contains {
            ["noHome", "unreadableHome"].contains($0.kind) || ($0.path == home && $0.kind == "foreignFile")
        }
    }

    /// Settles ``sound`` by the findings.
    mutating func conclude() {
        sound = findings.allSatisfy { $0.severity != .damage || $0.repaired == true }
    }
}
