extension TextLines {
    /// The content after the chunks of an update; `path` is for error messages.
    ///
    /// Chunks are found in order, each behind the one before it. Lines that are kept stay as the file has them, also where
    /// the patch writes them a little differently. If the file ends without a newline, it does so afterwards.
    func applying(_ chunks: [PatchChunk], path: String) throws(PatchError) -> [UInt8] {
        var seeker = LineSeeker(self)
        var edits: [Edit] = []
        var next = 0
        for chunk in chunks {
            if let context = chunk.context {
                guard let index = try seeker.find([context], from: next, atEndOfFile: false) else {
                    throw PatchError(
                        kind: .contextNotFound,
                        message: "Failed to find context '\(String(decoding: context, as: UTF8.self))' in \(path)")
                }
                next = index + 1
            }
            guard chunk.lines.contains(where: { $0.role != .added }) else {
                // Nothing says where: at the end, whatever the context.
                edits.append(Edit(start: lines.count, lines: chunk.lines))
                continue
            }
            let edit = try locate(chunk, from: next, with: &seeker, path: path)
            next = edit.start + edit.oldCount
            edits.append(edit)
        }
        // Additions at the end may stand before other chunks. The sort keeps the order of those at one place.
        return join(
            edits.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
                .map(\.element))
    }

    /// A chunk and the line where it begins.
    private struct Edit {
        var start: Int
        var lines: [PatchLine]

        /// How many lines of the file it stands for.
        var oldCount: Int {
            lines.count { $0.role != .added }
        }
    }

    private func locate(
        _ chunk: PatchChunk, from start: Int, with seeker: inout LineSeeker, path: String
    ) throws(PatchError) -> Edit {
        for lines in [chunk.lines, Self.withoutBlankEnd(chunk.lines)] {
            guard let lines else { continue }
            let pattern = lines.filter { $0.role != .added }.map(\.text)
            if let index = try seeker.find(pattern, from: start, atEndOfFile: chunk.isAtEndOfFile) {
                return Edit(start: index, lines: lines)
            }
        }
        let expected = chunk.lines.filter { $0.role != .added }.map { String(decoding: $0.text, as: UTF8.self) }
        throw PatchError(
            kind: .linesNotFound,
            message: "Failed to find expected lines in \(path):\n\(expected.joined(separator: "\n"))")
    }

    /// The lines without a blank last old line: models end chunks with one that belongs to the patch, not to the file.
    private static func withoutBlankEnd(_ lines: [PatchLine]) -> [PatchLine]? {
        guard let last = lines.lastIndex(where: { $0.role != .added }), lines[last].text.isEmpty else { return nil }
        var lines = lines
        if lines[last].role == .kept {
            lines[last].role = .added
        } else {
            lines.remove(at: last)
        }
        // What was blank at the end of the old lines is so at the end of the new ones.
        if let end = lines.lastIndex(where: { $0.role != .removed }), lines[end].text.isEmpty, lines[end].role == .added
        {
            lines.remove(at: end)
        }
        return lines
    }

    private func join(_ edits: [Edit]) -> [UInt8] {
        var output = OutputLines(of: self)
        var next = 0
        for edit in edits {
            for index in next..<edit.start { output.keep(index) }
            next = edit.start
            for line in edit.lines {
                switch line.role {
                case .kept:
                    output.keep(next)
                    next += 1
                case .removed:
                    next += 1
                case .added:
                    output.add(line.text, behind: next - 1)
                }
            }
        }
        for index in next..<lines.count { output.keep(index) }
        return output.end()
    }
}

/// The new content of a file while it is put together.
private struct OutputLines {
    private let text: TextLines
    private var content: [UInt8] = []

    /// The ending of the line written last. It is written when another line follows, as the last line's may be dropped.
    private var pending = LineEnding.none

    init(of text: TextLines) {
        self.text = text
        content.reserveCapacity(text.content.count)
    }

    /// A line of the file.
    mutating func keep(_ index: Int) {
        write(text[index], text.lines[index].ending, text.endingOfLine(addedBehind: index - 1))
    }

    /// A new line.
    mutating func add(_ line: [UInt8], behind index: Int) {
        let ending = text.endingOfLine(addedBehind: index)
        write(line[...], ending, ending)
    }

    /// All lines are written.
    consuming func end() -> [UInt8] {
        var content = content
        if !text.endsWithoutNewline { content.append(contentsOf: pending.bytes) }
        return content
    }

    private mutating func write(_ line: ArraySlice<UInt8>, _ ending: LineEnding, _ neighbour: LineEnding) {
        content.append(contentsOf: pending.bytes)
        content.append(contentsOf: line)
        pending = ending == .none ? neighbour : ending
    }
}
