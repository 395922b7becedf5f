/// What a plan does at one path: from what was there to what will be there.
package struct FileTransition: Sendable {
    /// The absolute path as the patch names it, symbolic links not followed.
    package var path: String

    /// The path without symbolic links: the place that is really touched.
    package var physicalPath: String

    /// What was there when the plan was made.
    package var before: FileImage?

    /// What will be there.
    package var after: FileImage?

    /// The physical path whose file was moved here.
    package var movedFrom: String?

    /// Whether the patch does something here, and not only reads.
    var isTouched = false

    /// Whether something is different afterwards.
    var isChange: Bool {
        guard isTouched else { return false }
        return before != after || after != nil && model != nil && model?.permissions != status?.permissions
    }

    /// The system's view of what was there, to see whether it is still the same.
    var status: FileStatus?

    /// The file whose owner and permissions the new content takes.
    var model: FileStatus?

    package init(
        path: String, physicalPath: String, before: FileImage?, after: FileImage?, movedFrom: String? = nil
    ) {
        self.path = path
        self.physicalPath = physicalPath
        self.before = before
        self.after = after
        self.movedFrom = movedFrom
    }
}
