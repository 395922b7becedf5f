/// The named set of permissions that a thread runs with.
package struct ActivePermissionProfile: Codable, Hashable, Sendable {
    /// The profile's name: built in, like `:workspace`, or defined in the configuration.
    package var id: String
    /// The name of the profile that this one builds on.
    package var extends: String?

    /// Makes the value from its fields; those with a default may be left out.
    package init(id: String, extends: String? = nil) {
        self.id = id
        self.extends = extends
    }
}
