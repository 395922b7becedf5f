/// One thing that a plan needs to do with one path. From these a caller decides, before anything is touched, whether the
/// patch may be applied.
package struct PlannedAccess: Sendable, Hashable {
    /// What is done.
    package enum Action: Sendable, Hashable {
        /// The file's content was read for the plan.
        case read
        /// A file is made, or gets new content.
        case write
        /// A file or a symbolic link is removed.
        case remove
        /// A directory is made.
        case makeDirectory
    }

    /// What is done.
    package var action: Action

    /// The absolute path as the patch names it.
    package var path: String

    /// The path without symbolic links. This is where it happens, so this is what rules have to be asked about.
    package var physicalPath: String

    package init(action: Action, path: String, physicalPath: String) {
        self.action = action
        self.path = path
        self.physicalPath = physicalPath
    }
}
