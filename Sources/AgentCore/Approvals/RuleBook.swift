package import CommandPolicy
package import ServerConfig

/// The user's rules about commands: the files `rules/*.rules` of the home, and those in `.heddle` and `.codex` of projects
/// that the user trusts. They are read anew for every command, so that a change holds at once.
package struct RuleBook: Sendable {
    private let configuration: ServerConfig
    private let files: FileAccess

    /// The rules that a configuration leads to.
    package init(configuration: ServerConfig, files: FileAccess) {
        self.configuration = configuration
        self.files = files
    }

    /// What stands in the files.
    package struct Contents: Sendable {
        /// All rules. If a file can't be read they lack what allows something: what that file forbids isn't known.
        package var rules = RuleSet()
        /// What is wrong with files.
        package var problems: [RuleFileProblem] = []
    }

    /// The file that takes in what users allow for good.
    package var amendments: String { PathText.join(homeRules, "default.rules") }

    /// The rules for commands of a thread that works in a directory; without one, those of the home. Blocks for some reads.
    package func contents(for directory: String? = nil) -> Contents {
        var contents = Contents()
        for folder in folders(for: directory) {
            for name in files.names(folder).sorted() where name.hasSuffix(".rules") {
                do throws(RuleFileProblem) {
                    contents.rules.merge(try read(PathText.join(folder, name)))
                } catch {
                    contents.problems.append(error)
                }
            }
        }
        if !contents.problems.isEmpty { contents.rules = contents.rules.withoutAllowances }
        return contents
    }

    private func read(_ path: String) throws(RuleFileProblem) -> RuleSet {
        let bytes: [UInt8]
        do throws(FileAccessError) {
            bytes = try files.read(path, CommandLimits.rulesFileBytes + 1)
        } catch {
            throw RuleFileProblem(path: path, message: error.reason)
        }
        do throws(RuleFileError) {
            return try RuleSet(text: String(decoding: bytes, as: UTF8.self), path: path)
        } catch {
            throw RuleFileProblem(path: path, message: error.message, place: (error.start, error.end))
        }
    }

    // MARK: - Where they are

    private var homeRules: String { PathText.join(configuration.home.path, "rules") }

    private func folders(for directory: String?) -> [String] {
        guard let directory, configuration.trusts(PathText.lineage(of: directory)) else { return [homeRules] }
        let project = projectDirectories(of: directory).flatMap { directory in
            [".codex", ".heddle"].map { PathText.join(PathText.join(directory, $0), "rules") }
        }
        return [homeRules] + project.filter { $0 != homeRules }
    }

    /// The directories from the project's root down to the working directory.
    private func projectDirectories(of directory: String) -> [String] {
        let lineage = PathText.lineage(of: directory)
        let root = lineage.firstIndex { directory in
            configuration.projectRootMarkers.contains { files.exists(PathText.join(directory, $0)) }
        }
        return lineage[...(root ?? 0)].reversed()
    }
}

extension ServerConfig {
    /// Whether the user trusts a project: the nearest of its directories that the configuration names decides.
    fileprivate func trusts(_ lineage: [String]) -> Bool {
        lineage.lazy.compactMap { projectTrust($0) }.first == "trusted"
    }
}

extension RuleSet {
    /// The rules that ask or forbid.
    fileprivate var withoutAllowances: RuleSet {
        var rules = RuleSet()
        for rule in prefixRules where rule.decision != .allow { rules.add(rule) }
        return rules
    }
}
