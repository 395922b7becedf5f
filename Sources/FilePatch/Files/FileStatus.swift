/// What the system says about a name: what is there, and which version of it.
package struct FileStatus: Sendable, Hashable {
    /// What is there.
    package enum Kind: Sendable, Hashable {
        case file
        case directory
        case symbolicLink
        /// A device, a pipe, a socket.
        case other
    }

    /// What is there.
    package var kind: Kind

    /// The permission bits: read, write and execute of owner, group and others.
    package var permissions: UInt16

    /// The user it belongs to.
    package var owner: UInt32

    /// The group it belongs to.
    package var group: UInt32

    /// The size in bytes.
    package var size: Int

    /// The number of the file on its device: another one means another file.
    package var inode: UInt64

    /// The device.
    package var device: UInt64

    /// When the content changed last, in nanoseconds since 1970.
    package var modified: Int64

    package init(
        kind: Kind, permissions: UInt16, owner: UInt32, group: UInt32, size: Int, inode: UInt64, device: UInt64,
        modified: Int64
    ) {
        self.kind = kind
        self.permissions = permissions
        self.owner = owner
        self.group = group
        self.size = size
        self.inode = inode
        self.device = device
        self.modified = modified
    }
}
