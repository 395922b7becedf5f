/// What became of an applied plan.
package struct AppliedPatch: Sendable, Hashable {
    /// Files beside the changed ones that could not be removed when all was done: the old contents. They harm nobody, and
    /// somebody should be told.
    package var leftovers: [String]
}

extension PatchPlan {
    /// Does what the plan says, or nothing.
    ///
    /// New contents are written beside their targets first, and then take their names; old ones keep a second name until
    /// everything is in place. If a step fails, all steps before it are taken back. What a kill in the middle leaves is
    /// whole files only, old or new.
    package func apply(files: FileAccess = .system) throws(PatchError) -> AppliedPatch {
        var application = PatchApplication(plan: self, files: files)
        return try application.run()
    }
}
