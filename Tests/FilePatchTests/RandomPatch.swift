@testable import FilePatch

/// Makes files and patches that fit them more or less, from random numbers.
struct RandomPatch {
    var generator: SeededGenerator

    /// Few names, so that sections meet; some are below others.
    private static let names = ["a", "b", "c", "d/a", "d/b", "e/f/g", "link", "d", "../out", "ä ö"]

    private static let words = [
        "x", "y", "", "  x", "x  ", "func f() {", "}", "\u{201C}q\u{201D}", "\"q\"", "a\u{2014}b", "a-b", "\r", "é",
        "+", "-",
        "@@", "*** End Patch", "*** Update File: a",
    ]

    /// A patch of markers and lines in any order, right at both ends most of the time.
    mutating func soup() -> [UInt8] {
        let parts = [
            "*** Begin Patch", "*** End Patch", "*** Add File: n", "*** Delete File: n", "*** Update File: f",
            "*** Move to: g", "@@", "@@ x", "@@x", "*** End of File", "+x", "-x", " x", "", "x",
            "*** Environment ID: e",
            "*** Add File: ", "  *** Update File: f  ", "\\ No newline at end of file", "<<'EOF'", "EOF", "\t",
        ]
        var lines = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
            parts.randomElement(using: &generator) ?? ""
        }
        if chance(9) { lines = ["*** Begin Patch"] + lines + ["*** End Patch"] }
        if chance(1) { lines = ["<<EOF"] + lines + ["EOF"] }
        return Array(lines.joined(separator: chance(1) ? "\r\n" : "\n").utf8)
    }

    /// The bytes with some of them changed, removed or doubled.
    mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 0...3, using: &generator) where !bytes.isEmpty {
            let index = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(bytes[index], at: index)
            default:
                let end = min(bytes.count, index + Int.random(in: 1...40, using: &generator))
                let piece = Array(bytes[index..<end])
                if chance(5) { bytes.removeSubrange(index..<end) } else { bytes.insert(contentsOf: piece, at: index) }
            }
        }
        return bytes
    }

    /// Some files.
    mutating func tree() -> Tree {
        var tree = Tree()
        for name in Self.names where name.allSatisfy({ $0 != "." }) && chance(6) {
            // A file can't be where a directory is.
            guard !(name == "d" && tree.nodes.keys.contains { $0.hasPrefix("d/") }) else { continue }
            if name == "link" {
                tree.nodes[name] = .link(
                    ["a", "d/a", "missing/x", "d", "link"].randomElement(using: &generator) ?? "a")
            } else {
                tree.nodes[name] = .file(
                    permissions: [0o644, 0o755, 0o600, 0o444].randomElement(using: &generator) ?? 0o644,
                    content: content())
            }
        }
        return tree
    }

    private mutating func content() -> [UInt8] {
        let ending = chance(8) ? "\n" : chance(5) ? "\r\n" : "\r"
        var content: [UInt8] = []
        for _ in 0..<Int.random(in: 0...9, using: &generator) {
            content += Array((Self.words.randomElement(using: &generator) ?? "").utf8)
            content += Array((chance(9) ? ending : "\n").utf8)
        }
        if chance(2), !content.isEmpty { content.removeLast() }
        if chance(1) { content.append(0xFF) }
        return content
    }

    /// A patch that mostly fits the files.
    mutating func patch(for tree: Tree) -> [UInt8] {
        var lines: [[UInt8]] = [Array("*** Begin Patch".utf8)]
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let existing = tree.nodes.keys.sorted().randomElement(using: &generator)
            let name = chance(8) ? existing ?? "a" : Self.names.randomElement(using: &generator) ?? "a"
            switch Int.random(in: 0..<6, using: &generator) {
            case 0:
                lines.append(Array("*** Delete File: \(name)".utf8))
            case 1:
                let added = Self.names.randomElement(using: &generator) ?? "a"
                lines.append(Array("*** Add File: \(added)".utf8))
                for _ in 0..<Int.random(in: 0...3, using: &generator) {
                    lines.append(Array("+\(Self.words.randomElement(using: &generator) ?? "")".utf8))
                }
            default:
                lines.append(Array("*** Update File: \(name)".utf8))
                if chance(3) {
                    lines.append(Array("*** Move to: \(Self.names.randomElement(using: &generator) ?? "a")".utf8))
                }
                lines += chunks(of: tree.nodes[name])
            }
        }
        lines.append(Array("*** End Patch".utf8))
        return Array(lines.joined(separator: [0x0A]))
    }

    private mutating func chunks(of node: Tree.Node?) -> [[UInt8]] {
        guard case .file(_, let content) = node else { return [Array("@@".utf8), Array("+x".utf8)] }
        let text = TextLines(content)
        var lines: [[UInt8]] = []
        var next = 0
        repeat {
            lines.append(Array("@@".utf8))
            let start = Int.random(in: next...text.lines.count, using: &generator)
            let end = Int.random(in: start...min(text.lines.count, start + 3), using: &generator)
            for index in start..<end { lines.append([UInt8(ascii: chance(5) ? "-" : " ")] + text[index]) }
            if chance(7) || start == end { lines.append(Array("+new".utf8)) }
            if end == text.lines.count, chance(3) { lines.append(Array("*** End of File".utf8)) }
            next = end
        } while next < text.lines.count && chance(4)
        return lines
    }

    /// Whether something with a chance of so many in ten happens.
    mutating func chance(_ tenths: Int) -> Bool {
        Int.random(in: 0..<10, using: &generator) < tenths
    }
}
