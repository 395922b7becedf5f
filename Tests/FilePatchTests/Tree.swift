import Foundation

@testable import FilePatch

/// The files of a test: by path, everything that a patch must keep or change.
struct Tree: Equatable, CustomStringConvertible {
    /// What is at one path.
    enum Node: Equatable {
        case file(permissions: UInt16, content: [UInt8])
        case link(String)
        /// Only directories without anything in them; others show in the paths of their files.
        case directory
    }

    var nodes: [String: Node] = [:]

    /// A tree of text files.
    static func files(_ files: KeyValuePairs<String, String>) -> Tree {
        Tree(
            nodes: Dictionary(
                uniqueKeysWithValues: files.map { ($0, .file(permissions: 0o644, content: Array($1.utf8))) })
        )
    }

    /// What is below a directory on the disk.
    static func read(_ directory: String) -> Tree {
        var tree = Tree()
        tree.read(directory, prefix: "")
        return tree
    }

    private mutating func read(_ directory: String, prefix: String) {
        var names: [String] = []
        guard let stream = opendir(directory) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        if names.isEmpty, !prefix.isEmpty { nodes[String(prefix.dropLast())] = .directory }
        for name in names {
            let path = directory + "/" + name
            guard let status = try? FileAccess.system.status(path) else { continue }
            switch status.kind {
            case .directory:
                read(path, prefix: prefix + name + "/")
            case .symbolicLink:
                nodes[prefix + name] = (try? FileAccess.system.readLink(path)).map { .link($0) }
            case .file, .other:
                let content = (try? FileAccess.system.read(path, .max)) ?? []
                nodes[prefix + name] = .file(permissions: status.permissions, content: content)
            }
        }
    }

    /// Makes the tree below a directory.
    func make(in directory: String) throws {
        let manager = FileManager.default
        try manager.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for (name, node) in nodes {
            let path = directory + "/" + name
            if case .directory = node {
                try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
                continue
            }
            try manager.createDirectory(
                atPath: LexicalPath.parent(of: path), withIntermediateDirectories: true)
            switch node {
            case .directory: break
            case .link(let target):
                try manager.createSymbolicLink(atPath: path, withDestinationPath: target)
            case .file(let permissions, let content):
                try FileAccess.system.create(path, content, nil)
                guard chmod(path, mode_t(permissions)) == 0 else { throw POSIXError(.EIO) }
            }
        }
    }

    var description: String {
        let names = nodes.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return names.map { name in
            switch nodes[name] {
            case .directory: "dir \(name)\n"
            case .link(let target): "link \(name) -> \(target)\n"
            case .file(let permissions, let content):
                "file \(String(permissions, radix: 8)) \(name)\n" + CorpusText.write(content)
            case nil: ""
            }
        }
        .joined()
    }
}
