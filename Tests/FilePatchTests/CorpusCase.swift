import Foundation
import Testing

@testable import FilePatch

/// One case of the corpus: files, a patch, and what the peer made of it, as recorded from its app-server.
///
/// Where Heddle does something else on purpose, the case says why (`differs:`) and what Heddle does, in sections without
/// `peer` in their names.
struct CorpusCase: Sendable, CustomTestStringConvertible {
    /// The file's name without its extension.
    var name: String
    /// What the case shows.
    var title: String
    /// Why Heddle does something else, if it does.
    var reason: String?
    private var sections: [String: [Substring]] = [:]

    var testDescription: String { name }

    /// Reads a case.
    init(name: String, text: String) {
        self.name = name
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        title = String(lines.removeFirst())
        var section: String?
        var reason: [Substring] = []
        for line in lines {
            if line.hasPrefix("== ") {
                section = String(line.dropFirst(3))
                sections[String(line.dropFirst(3))] = []
            } else if let section {
                if !line.isEmpty { sections[section]?.append(line) }
            } else if !line.isEmpty {
                reason.append(line)
            }
        }
        if !reason.isEmpty { self.reason = String(reason.joined(separator: " ").dropFirst("differs: ".count)) }
    }

    /// All cases.
    static let all: [CorpusCase] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Corpus").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".txt") }.sorted().compactMap { name in
            guard let text = try? String(contentsOfFile: folder + "/" + name, encoding: .utf8) else { return nil }
            return CorpusCase(name: String(name.dropLast(4)), text: text)
        }
    }()

    /// The files before.
    var before: Tree { Self.tree(sections["before"] ?? []) }

    /// The patch.
    var patch: [UInt8] { CorpusText.read(sections["patch"] ?? []) }

    /// What is expected of Heddle.
    var expected: CorpusOutcome {
        CorpusOutcome(
            text: lines("text"), after: Self.tree(sections["after"] ?? sections["peer after"] ?? []).description,
            changes: lines("changes"), diff: lines("diff"))
    }

    /// The sections that say the same for Heddle as for the peer, and so say nothing.
    var idleSections: [String] {
        ["text", "after", "changes", "diff"].filter { sections[$0] != nil && sections[$0] == sections["peer " + $0] }
    }

    /// Whether Heddle does something else than the peer.
    var differs: Bool {
        ["text", "after", "changes", "diff"].contains { sections[$0] != nil }
    }

    private func lines(_ section: String) -> String {
        (sections[section] ?? sections["peer " + section] ?? []).map { $0 + "\n" }.joined()
    }

    private static func tree(_ lines: [Substring]) -> Tree {
        var tree = Tree()
        var index = 0
        while index < lines.count {
            let words = lines[index].split(separator: " ", maxSplits: 1).map(String.init)
            index += 1
            switch words[0] {
            case "dir":
                tree.nodes[words[1]] = .directory
            case "link":
                let ends = words[1].components(separatedBy: " -> ")
                tree.nodes[ends[0]] = .link(ends[1])
            default:
                let file = words[1].split(separator: " ", maxSplits: 1).map(String.init)
                let start = index
                while index < lines.count, lines[index].hasPrefix("|") { index += 1 }
                tree.nodes[file[1]] = .file(
                    permissions: UInt16(file[0], radix: 8) ?? 0, content: CorpusText.read(Array(lines[start..<index])))
            }
        }
        return tree
    }
}

/// What a patch comes to: for the model, on the disk, in the item and in the turn's diff.
struct CorpusOutcome: Equatable {
    var text: String
    var after: String
    var changes: String
    var diff: String
}
