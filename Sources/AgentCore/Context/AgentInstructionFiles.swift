/// The instruction files (`AGENTS.md`) that hold for a working directory, as they were at one moment.
///
/// First the user's own file in the server's home, then one file per directory from the project's root down to the
/// working directory, so that the nearest stands last. A directory's `AGENTS.override.md` replaces its `AGENTS.md`,
/// also when it is blank; other names count only where both are missing. Blank files are left out,
/// and so are files that can't be read.
package struct AgentInstructionFiles: Hashable, Sendable {
    /// One file that holds text.
    package struct Document: Hashable, Sendable {
        /// The absolute path.
        package var path: String
        /// The text that is passed on; bytes that are not UTF-8 are replaced.
        package var text: String
    }

    /// The user's own file, its text without white space around it.
    package private(set) var home: Document?
    /// The project's files, the root's first.
    package private(set) var project: [Document] = []

    /// Looks for the files. A working directory that is missing or can't be read simply has none.
    ///
    /// - Parameters:
    ///   - workingDirectory: The absolute directory that the thread works in.
    ///   - homeDirectory: The server's absolute home; nil if there is none.
    ///   - settings: Names and bounds.
    ///   - files: Access to the file system; blocks for a few reads.
    package init(
        workingDirectory: String, homeDirectory: String?, settings: AgentInstructionSettings = .init(),
        files: FileAccess
    ) {
        if let homeDirectory {
            readHome(PathText.normalized(homeDirectory), files)
        }
        readProject(Self.projectDirectories(of: workingDirectory, settings, files), settings, files)
    }

    /// The absolute paths of all files in order, as clients see them (`instructionSources`).
    package var sources: [String] {
        (home.map { [$0.path] } ?? []) + project.map(\.path)
    }

    /// The text of the user message that carries the files, or nil if there are none.
    ///
    /// Models are trained on the heading, the tag and the line between home and project, so these are fixed.
    package func message(workingDirectory: String) -> String? {
        guard home != nil || !project.isEmpty else { return nil }
        let heading = project.isEmpty ? "# AGENTS.md instructions" : "# AGENTS.md instructions for \(workingDirectory)"
        let parts = [home?.text, project.isEmpty ? nil : project.map(\.text).joined(separator: "\n\n")]
        let body = parts.compactMap { $0 }.joined(separator: "\n\n--- project-doc ---\n\n")
        return "\(heading)\n\n<INSTRUCTIONS>\n\(body)\n</INSTRUCTIONS>"
    }

    // MARK: - Finding

    /// The directories that may hold project files, the root first; only the working directory if it has no root.
    private static func projectDirectories(
        of workingDirectory: String, _ settings: AgentInstructionSettings, _ files: FileAccess
    ) -> [String] {
        let lineage = PathText.lineage(of: workingDirectory)
        let root = lineage.firstIndex { directory in
            settings.rootMarkers.contains { files.exists(PathText.join(directory, $0)) }
        }
        return lineage[...(root ?? 0)].reversed()
    }

    private mutating func readHome(_ directory: String, _ files: FileAccess) {
        for name in [AgentInstructionSettings.overrideName, AgentInstructionSettings.standardName] {
            let path = PathText.join(directory, name)
            guard files.kind(path) == .file, let bytes = try? files.read(path, AgentInstructionSettings.homeMaxBytes)
            else { continue }
            let text = Self.trimmed(bytes)
            guard !text.isEmpty else { continue }
            home = Document(path: path, text: String(decoding: text, as: UTF8.self))
            return
        }
    }

    private mutating func readProject(
        _ directories: [String], _ settings: AgentInstructionSettings, _ files: FileAccess
    ) {
        let names =
            [AgentInstructionSettings.overrideName, AgentInstructionSettings.standardName] + settings.fallbackNames
        var budget = settings.maxBytes
        guard budget > 0 else { return }
        for directory in directories {
            let candidates = names.lazy.map { PathText.join(directory, $0) }
            guard let path = candidates.first(where: { files.kind($0) == .file }), path != home?.path,
                // One byte more than the budget tells a file that fits from one that is cut.
                var bytes = try? files.read(path, budget + 1), !Self.trimmed(bytes).isEmpty
            else { continue }
            let isCut = bytes.count > budget
            if isCut {
                bytes.removeSubrange(ScalarBorder.before(budget, in: bytes)...)
            }
            budget -= bytes.count
            if Self.trimmed(bytes).isEmpty { return }
            project.append(Document(path: path, text: String(decoding: bytes, as: UTF8.self)))
            if isCut { return }
        }
    }

    /// The bytes without ASCII white space at both ends.
    private static func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        let head = bytes.drop(while: isSpace)
        guard let last = head.lastIndex(where: { !isSpace($0) }) else { return [] }
        return head[...last]
    }
}
