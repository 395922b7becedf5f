/// What is at a path at one moment, as far as diffs tell it.
package struct FileImage: Sendable, Hashable {
    /// What is there.
    package enum Kind: Sendable, Hashable {
        /// A file.
        case file
        /// A file that may be executed.
        case executable
        /// A symbolic link; the content is the path it leads to.
        case symbolicLink
    }

    /// What is there.
    package var kind: Kind

    /// The content.
    package var content: [UInt8]

    package init(kind: Kind = .file, content: [UInt8]) {
        self.kind = kind
        self.content = content
    }

    init(file status: FileStatus?, content: [UInt8]) {
        self.init(kind: (status?.permissions ?? 0) & 0o100 == 0 ? .file : .executable, content: content)
    }
}
