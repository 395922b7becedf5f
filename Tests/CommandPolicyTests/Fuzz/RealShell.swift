import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A real shell, in which every command does nothing but note the words that it was started with.
///
/// The shell gets the script by `-c`, exactly as it is. It finds no programs but those that take notes. A command whose
/// name ends in `f` fails.
final class RealShell {
    /// The words of a command, as bytes.
    typealias Words = [[UInt8]]

    /// The shells that tests know how to watch.
    enum Kind: CaseIterable {
        /// It has lost its builtins but one; all that it can't find, which is everything, goes to a function.
        case bash
        /// Programs stand where it looks for them; its builtins can't be taken away.
        case dash
    }

    private let kind: Kind
    private let program: String
    private let root: URL
    private var log: String { root.path + "/log" }

    /// Names of commands that can't be watched.
    let unwatched: Set<String>

    init?(_ kind: Kind) throws {
        let program = kind == .bash ? "/bin/bash" : "/bin/dash"
        guard FileManager.default.isExecutableFile(atPath: program) else { return nil }
        self.kind = kind
        self.program = program
        root = URL(filePath: NSTemporaryDirectory()).appending(path: "heddle-shell-" + UUID().uuidString)
        unwatched = kind == .bash ? ["printf"] : Self.dashBuiltins
        for folder in ["work", "bin"] {
            try FileManager.default.createDirectory(
                at: root.appending(path: folder), withIntermediateDirectories: true)
        }
        try Data(kind == .bash ? Self.bashStart.utf8 : Self.recorder.utf8).write(to: root.appending(path: "start"))
        chmod(root.path + "/start", 0o755)
    }

    deinit {
        try? FileManager.default.removeItem(at: root)
    }

    /// Bash writes after each line break; so that the notes of the commands of a pipeline don't mix, they have none.
    private static let bashStart = #"""
        command_not_found_handle() { printf '%s\0' "$#" "${@//$'\n'/$'\003'}" >> "$HEDDLE_LOG"; [[ -n $1 && $1 != *f ]]; }
        builtins=$(compgen -b)
        enable -n ${builtins/printf/}
        """#

    private static let recorder = #"""
        #!/bin/sh
        name=${0##*/}
        printf '%s\0' "$(($# + 1))" "$name" "$@" >> "$HEDDLE_LOG"
        case $name in *f) exit 1 ;; esac
        """#

    private static let dashBuiltins: Set<String> = [
        ".", "..", ":", "[", "alias", "bg", "break", "cd", "chdir", "command", "continue", "echo", "eval", "exec",
        "exit",
        "export", "false", "fc", "fg", "getopts", "hash", "jobs", "kill", "local", "printf", "pwd", "read", "readonly",
        "return", "set", "shift", "test", "times", "trap", "true", "type", "ulimit", "umask", "unalias", "unset",
        "wait",
    ]

    /// The words of each command that the shell ran, in no order; nil if the script left something behind.
    func run(_ script: String, programs: Set<String>, locale: String = "C.UTF-8") throws -> [Words]? {
        let files = FileManager.default
        try Data().write(to: URL(filePath: log))
        if kind == .dash {
            for name in programs { symlink(root.path + "/start", root.path + "/bin/" + name) }
        }
        defer { for name in programs { unlink(root.path + "/bin/" + name) } }
        try spawn(script, locale)
        guard try files.contentsOfDirectory(atPath: root.path + "/work").isEmpty else { return nil }
        return Self.commands(in: try Data(contentsOf: URL(filePath: log)))
    }

    private func spawn(_ script: String, _ locale: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = ["-c", script]
        process.currentDirectoryURL = root.appending(path: "work")
        process.environment = [
            "PATH": root.path + "/bin", "HEDDLE_LOG": log, "BASH_ENV": root.path + "/start", "LC_ALL": locale,
            "HOME": "/home/none",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }

    /// Splits the notes, each of which is a number of words and so many words, all ended by a zero byte.
    private static func commands(in notes: Data) -> [Words] {
        var rest = notes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
            $0.map { $0 == 3 ? 10 : $0 }
        }[...]
        var commands: [Words] = []
        while let count = rest.popFirst().flatMap({ Int(String(decoding: $0, as: UTF8.self)) }) {
            let words = Array(rest.prefix(count))
            // Some shells look for a program without a name, others don't.
            if words.first?.isEmpty == false { commands.append(words) }
            rest = rest.dropFirst(count)
        }
        return commands
    }
}
