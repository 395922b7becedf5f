/// An environment that a loaded thread works in.
package struct ThreadEnvironment: Codable, Hashable, Sendable {
    /// The environment's id.
    package var environmentId: String
    /// The working directory there.
    package var cwd: LegacyAppPathString
    /// The roots of the workspace there.
    package var runtimeWorkspaceRoots: [LegacyAppPathString]

    /// Makes the value from its fields.
    package init(environmentId: String, cwd: LegacyAppPathString, runtimeWorkspaceRoots: [LegacyAppPathString]) {
        self.environmentId = environmentId
        self.cwd = cwd
        self.runtimeWorkspaceRoots = runtimeWorkspaceRoots
    }
}
