import CommandPolicy

/// What a shell has to do with a script that is said to be plain.
struct ExpectedRun {
    /// The words of each command that runs, in order.
    private(set) var commands: [RealShell.Words] = []

    /// The names of all commands, also of those that don't run.
    let names: Set<String>

    /// Goes through the pipelines as a shell does, where commands fail whose names end in `f` or are empty.
    init(_ pipelines: [ShellScript.Pipeline]) {
        names = Set(pipelines.flatMap { $0.commands.map { $0[0] } })
        var succeeded = true
        for pipeline in pipelines {
            switch pipeline.joint {
            case .and where !succeeded, .or where succeeded: continue
            case .start, .and, .or, .then: break
            }
            for words in pipeline.commands where !words[0].isEmpty { commands.append(words.map { Array($0.utf8) }) }
            let last = pipeline.commands[pipeline.commands.count - 1][0]
            succeeded = !last.isEmpty && last.utf8.last != UInt8(ascii: "f")
        }
    }

    /// Whether a name can be the name of a file in a directory.
    var hasOnlyFileNames: Bool {
        names.allSatisfy { !$0.utf8.contains(UInt8(ascii: "/")) && $0.utf8.count < 200 }
    }
}
