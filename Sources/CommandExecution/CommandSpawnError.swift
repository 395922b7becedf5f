#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Why a command could not be started.
package struct CommandSpawnError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A stable word for programs.
    package struct Kind: RawRepresentable, Sendable, Hashable {
        package var rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The arguments, the environment or the directory can't be passed to a program at all.
        package static let invalidCommand = Kind(rawValue: "invalidCommand")
        /// The working directory is missing, no directory, or closed to us.
        package static let workingDirectoryUnusable = Kind(rawValue: "workingDirectoryUnusable")
        /// There is no such program.
        package static let programNotFound = Kind(rawValue: "programNotFound")
        /// The file is there, but is no program we may run.
        package static let programNotExecutable = Kind(rawValue: "programNotExecutable")
        /// Arguments and environment together are longer than the system allows.
        package static let argumentsTooLong = Kind(rawValue: "argumentsTooLong")
        /// Out of descriptors, processes, threads or memory.
        package static let resourcesExhausted = Kind(rawValue: "resourcesExhausted")
        /// The system refused for another reason; the message has its words.
        package static let systemRefused = Kind(rawValue: "systemRefused")
        /// The command was to be confined, and that is not possible; it was not run.
        package static let sandboxError = Kind(rawValue: "sandboxError")
        /// The process table has been shut down.
        package static let shuttingDown = Kind(rawValue: "shuttingDown")
    }

    /// The stable word.
    package var kind: Kind

    /// What happened, to which program or directory, and the system's words for it.
    package var message: String

    /// The system's error number, 0 if the error isn't the system's.
    package var errnoValue: Int32

    package var description: String { message }

    package init(kind: Kind, message: String, errnoValue: Int32 = 0) {
        self.kind = kind
        self.message = message
        self.errnoValue = errnoValue
    }
}

extension CommandSpawnError {
    /// The system's words for an error number, with the number.
    static func text(ofErrno number: Int32) -> String {
        "\(String(cString: strerror(number))) (os error \(number))"
    }

    /// Descriptors, processes or memory ran out, or something else went wrong before the program was reached.
    static func preparing(_ spec: CommandSpec, errno number: Int32) -> CommandSpawnError {
        let exhausted = [EMFILE, ENFILE, EAGAIN, ENOMEM].contains(number)
        return CommandSpawnError(
            kind: exhausted ? .resourcesExhausted : .systemRefused,
            message: "cannot start a process for `\(spec.program)`: \(text(ofErrno: number))",
            errnoValue: number)
    }

    /// The command's process could not be confined.
    static func confining(_ spec: CommandSpec, errno number: Int32) -> CommandSpawnError {
        CommandSpawnError(
            kind: .sandboxError,
            message: "`\(spec.program)` was not run, the system refused to confine it: \(text(ofErrno: number))",
            errnoValue: number)
    }

    /// The command's process could not enter its directory.
    static func enteringDirectory(_ spec: CommandSpec, errno number: Int32) -> CommandSpawnError {
        CommandSpawnError(
            kind: .workingDirectoryUnusable,
            message: "cannot run `\(spec.program)` in the directory `\(spec.cwd)`: \(text(ofErrno: number))",
            errnoValue: number)
    }

    /// The system would not execute the program.
    static func executing(_ spec: CommandSpec, errno number: Int32) -> CommandSpawnError {
        let program = spec.program
        let reason = text(ofErrno: number)
        switch number {
        case ENOENT, ENOTDIR:
            guard program.contains("/") else {
                let message = "program `\(program)` not found in PATH: \(reason)"
                return CommandSpawnError(kind: .programNotFound, message: message, errnoValue: number)
            }
            // The other cause of this error, a script whose interpreter is missing, confuses people most.
            let path = program.hasPrefix("/") ? program : "\(spec.cwd)/\(program)"
            let hint = access(path, F_OK) == 0 ? ", the file is there but the interpreter it names is not" : ""
            let message = "program `\(program)` not found\(hint): \(reason)"
            return CommandSpawnError(kind: .programNotFound, message: message, errnoValue: number)
        case EACCES, EISDIR, ENOEXEC, EPERM:
            let message = "program `\(program)` cannot be executed: \(reason)"
            return CommandSpawnError(kind: .programNotExecutable, message: message, errnoValue: number)
        case E2BIG:
            let message = "arguments and environment of `\(program)` are too long: \(reason)"
            return CommandSpawnError(kind: .argumentsTooLong, message: message, errnoValue: number)
        default:
            return preparing(spec, errno: number)
        }
    }
}
