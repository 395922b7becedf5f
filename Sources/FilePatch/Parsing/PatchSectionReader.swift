/// The state machine that makes sections of a patch's lines, one line at a time.
struct PatchSectionReader {
    /// The environment that the patch names.
    private(set) var environment: String?

    /// The sections that are complete.
    private(set) var sections: [PatchSection] = []

    private var state = State.beforeSections
    private var chunkCount = 0

    private enum State {
        /// Behind the begin marker. A header may come, or the environment.
        case beforeSections
        /// In the lines of a new file. A header ends it.
        case add(path: String, content: [UInt8])
        /// Behind the header of a removed file. Only a header may come.
        case delete(path: String)
        /// In the chunks of a changed file. A header ends it.
        case update(PatchUpdateReader)
        /// Behind the end marker. Only another one may come.
        case ended
    }

    /// Reads the next line; numbers are for error messages.
    mutating func read(_ line: ArraySlice<UInt8>, number: Int) throws(PatchError) {
        switch state {
        case .ended:
            guard PatchMarker.end.isWhole(line) else {
                throw .invalidPatch("The last line of the patch must be '*** End Patch'")
            }
        case .add(let path, var content) where line.first == UInt8(ascii: "+"):
            state = .beforeSections  // Else the content would be copied for every line.
            content.append(contentsOf: line.dropFirst())
            content.append(UInt8(ascii: "\n"))
            state = .add(path: path, content: content)
        case .beforeSections, .add, .delete:
            try readHeader(Whitespace.trimming(line), number: number)
        case .update(var update):
            state = .beforeSections
            // Here a header begins at the line's start: behind a space it is a line of the file.
            let isDone = try update.read(line, number: number)
            state = .update(update)
            if isDone { try readHeader(Whitespace.trimmingEnd(line), number: number) }
        }
    }

    /// The end marker was reached.
    mutating func end(number: Int) throws(PatchError) {
        try close(number: number)
        state = .ended
    }

    private mutating func readHeader(_ line: ArraySlice<UInt8>, number: Int) throws(PatchError) {
        if PatchMarker.end.isWhole(line) { return try end(number: number) }
        if case .beforeSections = state, line.starts(with: PatchMarker.environment.rawValue.utf8) {
            return try readEnvironment(line)
        }
        let next: State
        if let path = PatchMarker.add.rest(of: line) {
            next = .add(path: try String(patchPath: path, line: number), content: [])
        } else if let path = PatchMarker.delete.rest(of: line) {
            next = .delete(path: try String(patchPath: path, line: number))
        } else if let path = PatchMarker.update.rest(of: line) {
            next = .update(PatchUpdateReader(path: try String(patchPath: path, line: number), headerNumber: number))
        } else {
            throw .invalidHunk(
                line: number,
                "'\(String(decoding: line, as: UTF8.self))' is not a valid hunk header. Valid hunk headers: "
                    + "'*** Add File: {path}', '*** Delete File: {path}', '*** Update File: {path}'")
        }
        try close(number: number)
        state = next
    }

    private mutating func readEnvironment(_ line: ArraySlice<UInt8>) throws(PatchError) {
        guard let name = PatchMarker.environment.rest(of: line) else {
            throw .invalidPatch("apply_patch environment_id cannot be empty")
        }
        guard environment == nil else {
            throw .invalidPatch("apply_patch environment_id cannot be specified more than once")
        }
        environment = String(decoding: name, as: UTF8.self)
    }

    /// Completes the open section.
    private mutating func close(number: Int) throws(PatchError) {
        switch state {
        case .beforeSections, .ended:
            return
        case .add(let path, let content):
            sections.append(.add(path: path, content: content))
        case .delete(let path):
            sections.append(.delete(path: path))
        case .update(var reader):
            let update = try reader.end(number: number)
            chunkCount += update.chunks.count
            sections.append(.update(update))
        }
        guard sections.count <= PatchLimits.sections, chunkCount <= PatchLimits.chunks else {
            throw .tooLarge(
                "the patch has more than \(PatchLimits.sections) files or \(PatchLimits.chunks) chunks; split it")
        }
    }
}
