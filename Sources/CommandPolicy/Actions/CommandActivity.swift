/// What a command does to a person who reads along.
///
/// On the wire these are the four kinds of `commandActions`. There the path of a file read is absolute: it is this
/// path seen from the directory that the command runs in, and its last part is the action's `name`.
package enum CommandActivity: Hashable, Sendable {
    /// Shows one file; the path is absolute, or seen from where the whole command runs.
    case read(command: String, path: String)
    /// Lists files, in the directory named, as it is written.
    case listFiles(command: String, path: String?)
    /// Searches in files or for files.
    case search(command: String, query: String?, path: String?)
    /// Something else.
    case unknown(command: String)
}
