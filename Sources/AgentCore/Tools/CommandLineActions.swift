package import AppServerProtocol
import Support

/// Says what a command line does in terms that clients show: files read, directories listed, text searched.
///
/// Only command lines of plain words are looked into. If any part is not understood, the answer is one `unknown` that
/// holds the whole line, so that nothing is hidden behind a harmless-looking part.
package enum CommandLineActions {
    /// The actions of a program and its arguments; a shell that is given a command line is looked through.
    package static func classify(argv: [String], workingDirectory: String) -> [CommandAction] {
        if let line = shellLine(argv) { return classify(line, workingDirectory: workingDirectory) }
        let command = ShellQuoting.join(argv)
        guard case .action(let action) = KnownCommands.meaning(of: argv, position: .alone, workingDirectory) else {
            return [unknown(command)]
        }
        return [action]
    }

    /// The actions of a shell command line.
    ///
    /// - Parameter workingDirectory: The absolute directory that the line runs in; paths of files read are made absolute
    ///   from there. A `cd` in front is followed and left out.
    package static func classify(_ line: String, workingDirectory: String) -> [CommandAction] {
        guard let simple = SimpleCommandLine(line),
            let actions = actions(of: simple, workingDirectory), !actions.isEmpty
        else { return [unknown(line)] }
        return actions
    }

    private static func unknown(_ command: String) -> CommandAction {
        .unknown(UnknownCommandAction(command: command))
    }

    /// The command line in `bash -lc LINE` and its like.
    private static func shellLine(_ argv: [String]) -> String? {
        guard argv.count == 3, ["bash", "zsh", "sh"].contains(PathText.name(of: argv[0])),
            ["-lc", "-c"].contains(argv[1])
        else { return nil }
        return argv[2]
    }

    /// The actions of all commands in order; nil as soon as one of them is not understood.
    private static func actions(of line: SimpleCommandLine, _ workingDirectory: String) -> [CommandAction]? {
        var actions: [CommandAction] = []
        var directory = workingDirectory
        var directoryChanged = false
        for pipeline in line.pipelines {
            // Whether the part behind `||` runs, and from where, depends on whether a `cd` before it worked.
            if pipeline.joint == .or, directoryChanged { return nil }
            if pipeline.commands.count == 1, let target = KnownCommands.changedDirectory(pipeline.commands[0]) {
                directory = PathText.resolve(target, against: directory)
                directoryChanged = true
                continue
            }
            for (index, words) in pipeline.commands.enumerated() {
                let position: KnownCommands.Position =
                    pipeline.commands.count == 1 ? .alone : index == 0 ? .first : .later
                switch KnownCommands.meaning(of: words, position: position, directory) {
                case .action(let action): actions.append(action)
                case .aside: continue
                case nil: return nil
                }
            }
        }
        return actions
    }
}
