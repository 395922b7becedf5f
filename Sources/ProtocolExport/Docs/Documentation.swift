/// The doc comments of the wire types, by the names that the schemas use: `Type`, and `Type.field` or `Type.word`.
package struct Documentation: Hashable, Sendable {
    /// Every comment, with the line breaks of the source.
    package var comments: [String: String]

    /// Wraps comments.
    package init(_ comments: [String: String] = [:]) {
        self.comments = comments
    }

    /// The comments of the wire types as they were when `heddle extract-docs` last ran.
    package static var committed: Documentation { Documentation(compact: committedDocComments) }

    /// The comment of a type.
    func type(_ name: String) -> String? {
        comments[name]
    }

    /// The comment of a field, or of a word or variant.
    func member(_ name: String, of type: String) -> String? {
        comments["\(type).\(name)"]
    }

    /// The comments that a contract has a use for.
    ///
    /// The known fields of an extensible object are declared in a type of their own that has `Fields` behind its name;
    /// their comments move to the object.
    package func limited(to contract: Contract) -> Documentation {
        var limited: [String: String] = [:]
        for name in contract.documentedNames {
            let parts = name.split(separator: ".", maxSplits: 1)
            let declared = parts.count == 2 ? "\(parts[0])Fields.\(parts[1])" : name
            limited[name] = comments[name] ?? comments[declared]
        }
        return Documentation(limited)
    }
}

// MARK: - Compact form

extension Documentation {
    /// Reads the compact form: a comment a line, name and text separated by a tab; `\n` and `\\` stand for themselves.
    package init(compact text: String) {
        comments = [:]
        for line in text.split(separator: "\n") {
            guard let tab = line.firstIndex(of: "\t") else { continue }
            comments[String(line[..<tab])] = Self.unescape(line[line.index(after: tab)...])
        }
    }

    /// The comments in the compact form, sorted by name.
    package var compact: String {
        comments.sorted { $0.key < $1.key }
            .map { name, comment in
                var line = name + "\t"
                for character in comment {
                    switch character {
                    case "\\": line += "\\\\"
                    case "\n": line += "\\n"
                    case "\t": line += " "
                    default: line.append(character)
                    }
                }
                return line
            }
            .joined(separator: "\n")
    }

    private static func unescape(_ text: Substring) -> String {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return String(text) }
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                result.append(character == "n" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}

// MARK: - Forms of one comment

extension Documentation {
    /// A comment as running text: lines of a paragraph joined, paragraphs and list items kept apart.
    static func prose(_ comment: String) -> String {
        var result = ""
        var isNewParagraph = true
        for line in comment.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty {
                result += isNewParagraph ? "" : "\n\n"
                isNewParagraph = true
            } else if line.hasPrefix("- "), !isNewParagraph {
                result += "\n" + line
            } else {
                result += (isNewParagraph ? "" : " ") + line.drop { $0 == " " }
                isNewParagraph = false
            }
        }
        while result.last == "\n" { result.removeLast() }
        return result
    }
}
