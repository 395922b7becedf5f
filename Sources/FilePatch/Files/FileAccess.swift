/// The file operations that a patch needs. The one real form is `FileAccess.system`; tests make each of them fail.
///
/// Paths are physical: absolute, without `.`, `..` and without a symbolic link in any but the last component. An operation
/// fails if that isn't so (any more), so no link that is swapped in at the wrong moment leads it elsewhere.
package struct FileAccess: Sendable {
    /// What is at a path, a symbolic link itself included; `nil` if nothing is there.
    package var status: @Sendable (_ path: String) throws(FileAccessError) -> FileStatus?

    /// Where a symbolic link leads.
    package var readLink: @Sendable (_ path: String) throws(FileAccessError) -> String

    /// A file's content, or `nil` if it is longer than the limit.
    package var read: @Sendable (_ path: String, _ limit: Int) throws(FileAccessError) -> [UInt8]?

    /// Fails if the file may not be written.
    package var checkWritable: @Sendable (_ path: String) throws(FileAccessError) -> Void

    /// Makes a new file with this content, and with the owner and the permissions of `model` if there is one. Leaves
    /// nothing if it fails.
    package var create:
        @Sendable (_ path: String, _ content: [UInt8], _ model: FileStatus?) throws(FileAccessError) -> Void

    /// Gives a file a second name.
    package var link: @Sendable (_ path: String, _ newPath: String) throws(FileAccessError) -> Void

    /// Gives a file another name, in place of what has that name.
    package var rename: @Sendable (_ path: String, _ newPath: String) throws(FileAccessError) -> Void

    /// Removes a file or a symbolic link.
    package var remove: @Sendable (_ path: String) throws(FileAccessError) -> Void

    /// Makes a directory.
    package var makeDirectory: @Sendable (_ path: String) throws(FileAccessError) -> Void

    /// Removes an empty directory.
    package var removeDirectory: @Sendable (_ path: String) throws(FileAccessError) -> Void

    package init(
        status: @escaping @Sendable (_ path: String) throws(FileAccessError) -> FileStatus?,
        readLink: @escaping @Sendable (_ path: String) throws(FileAccessError) -> String,
        read: @escaping @Sendable (_ path: String, _ limit: Int) throws(FileAccessError) -> [UInt8]?,
        checkWritable: @escaping @Sendable (_ path: String) throws(FileAccessError) -> Void,
        create:
            @escaping @Sendable (_ path: String, _ content: [UInt8], _ model: FileStatus?) throws(FileAccessError) ->
            Void,
        link: @escaping @Sendable (_ path: String, _ newPath: String) throws(FileAccessError) -> Void,
        rename: @escaping @Sendable (_ path: String, _ newPath: String) throws(FileAccessError) -> Void,
        remove: @escaping @Sendable (_ path: String) throws(FileAccessError) -> Void,
        makeDirectory: @escaping @Sendable (_ path: String) throws(FileAccessError) -> Void,
        removeDirectory: @escaping @Sendable (_ path: String) throws(FileAccessError) -> Void
    ) {
        self.status = status
        self.readLink = readLink
        self.read = read
        self.checkWritable = checkWritable
        self.create = create
        self.link = link
        self.rename = rename
        self.remove = remove
        self.makeDirectory = makeDirectory
        self.removeDirectory = removeDirectory
    }
}
