/// The state of a Git repository.
package struct GitInfo: Codable, Hashable, Sendable {
    /// The commit that was checked out, as a hexadecimal hash.
    package var sha: String?
    /// The branch that was checked out.
    package var branch: String?
    /// The URL of the remote named `origin`.
    package var originUrl: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(sha: String? = nil, branch: String? = nil, originUrl: String? = nil) {
        self.sha = sha
        self.branch = branch
        self.originUrl = originUrl
    }
}
