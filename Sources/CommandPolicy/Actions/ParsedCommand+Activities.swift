import Support

extension ParsedCommand {
    /// What the command does in terms that clients show: files read, directories listed, text searched.
    ///
    /// If any part is not understood, the answer is one `unknown` that holds the whole line, so that nothing is hidden
    /// behind a harmless-looking part. A `cd` in front is followed and left out.
    package var activities: [CommandActivity] {
        guard case .plain(let pipelines) = reading, let found = ActivityReader.activities(of: pipelines), !found.isEmpty
        else { return [.unknown(command: script ?? text)] }
        return found
    }
}

/// Reads the commands of one script in order.
private struct ActivityReader {
    /// Where a `cd` has led, seen from where the script runs.
    private var directory: String?
    private var found: [CommandActivity] = []

    /// The activities of all commands in order; nil as soon as one of them is not understood.
    static func activities(of pipelines: [ShellScript.Pipeline]) -> [CommandActivity]? {
        var reader = ActivityReader()
        for pipeline in pipelines {
            guard reader.read(pipeline) else { return nil }
        }
        return reader.found
    }

    private mutating func read(_ pipeline: ShellScript.Pipeline) -> Bool {
        // Whether the part behind `||` runs, and from where, depends on whether a `cd` before it worked.
        if pipeline.joint == .or, directory != nil { return false }
        if pipeline.commands.count == 1, let target = KnownCommands.changedDirectory(pipeline.commands[0]) {
            directory = Self.path(target, seenFrom: directory)
            return true
        }
        for (index, words) in pipeline.commands.enumerated() {
            let position: KnownCommands.Position = pipeline.commands.count == 1 ? .alone : index == 0 ? .first : .later
            switch KnownCommands.meaning(of: words, position: position) {
            case .activity(let activity): found.append(moved(activity))
            case .aside: continue
            case nil: return false
            }
        }
        return true
    }

    private func moved(_ activity: CommandActivity) -> CommandActivity {
        guard case .read(let command, let path) = activity else { return activity }
        return .read(command: command, path: Self.path(path, seenFrom: directory))
    }

    private static func path(_ path: String, seenFrom directory: String?) -> String {
        guard let directory, path.utf8.first != UInt8(ascii: "/") else { return path }
        return directory.utf8.last == UInt8(ascii: "/") ? directory + path : directory + "/" + path
    }
}
