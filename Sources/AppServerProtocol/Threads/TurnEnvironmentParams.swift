/// An environment to work in.
package struct TurnEnvironmentParams: Codable, Hashable, Sendable {
    /// The environment's id.
    package var environmentId: String
    /// The working directory there.
    package var cwd: LegacyAppPathString
    /// The roots of the workspace there; null or missing means just `cwd`.
    package var runtimeWorkspaceRoots: [LegacyAppPathString]?

    /// Makes the value from its fields; those with a default may be left out.
    package init(
        environmentId: String, cwd: LegacyAppPathString, runtimeWorkspaceRoots: [LegacyAppPathString]? = nil
    ) {
        self.environmentId = environmentId
        self.cwd = cwd
        self.runtimeWorkspaceRoots = runtimeWorkspaceRoots
    }
}
