package import AppServerProtocol
package import CommandPolicy

extension CommandAction {
    /// What a command does, as clients are told it; paths of files read are absolute, seen from where the command runs.
    package init(_ activity: CommandActivity, workingDirectory: String) {
        switch activity {
        case .read(let command, let path):
            let path = PathText.resolve(path, against: workingDirectory)
            self = .read(ReadCommandAction(command: command, name: PathText.name(of: path), path: path))
        case .listFiles(let command, let path):
            self = .listFiles(ListFilesCommandAction(command: command, path: path))
        case .search(let command, let query, let path):
            self = .search(SearchCommandAction(command: command, query: query, path: path))
        case .unknown(let command):
            self = .unknown(UnknownCommandAction(command: command))
        }
    }
}
