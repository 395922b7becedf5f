#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Applies the sections of a patch to a picture of the files in memory, one after the other.
struct PatchPlanner {
    private let directory: String
    private let files: FileAccess

    /// What the patch has done so far, by physical path.
    private var transitions: [String: FileTransition] = [:]
    /// The physical paths in the order in which the patch came to them.
    private var order: [String] = []
    private var directories: [String] = []
    private var accesses: [PlannedAccess] = []
    private var seenAccesses: Set<PlannedAccess> = []
    private var summary = PatchSummary()
    private var plannedBytes = 0

    init(directory: String, files: FileAccess) {
        self.directory = directory
        self.files = files
    }

    mutating func plan(_ document: PatchDocument) throws(PatchError) -> PatchPlan {
        guard document.environment == nil else {
            throw PatchError(
                kind: .environmentUnavailable,
                message: "apply_patch environment selection is unavailable for this turn")
        }
        guard !document.sections.isEmpty else { throw PatchError(kind: .emptyPatch, message: "empty patch") }
        for section in document.sections {
            switch section {
            case .add(let path, let content):
                try add(path, content)
                summary.added.append(path)
            case .delete(let path):
                try delete(path)
                summary.deleted.append(path)
            case .update(let update):
                try self.update(update)
                summary.modified.append(update.destination ?? update.path)
            }
        }
        let transitions = order.compactMap { self.transitions[$0] }
        return PatchPlan(
            changes: FileChange.changes(of: transitions), accesses: accesses, summary: summary,
            transitions: transitions, directories: neededDirectories(transitions))
    }

    /// The directories that will have something in them: what was added to others was removed again.
    private func neededDirectories(_ transitions: [FileTransition]) -> [String] {
        var needed: Set<String> = []
        for transition in transitions where transition.after != nil {
            var path = LexicalPath.parent(of: transition.physicalPath)
            while path != "/", needed.insert(path).inserted { path = LexicalPath.parent(of: path) }
        }
        return directories.filter(needed.contains)
    }

    // MARK: - Sections

    private mutating func add(_ written: String, _ content: [UInt8]) throws(PatchError) {
        let path = LexicalPath.absolute(written, in: directory)
        // Through a symbolic link, as every program that writes a file.
        let place = try writablePlace(path)
        try enterWritable(path, place)
        try write(content, to: place, named: path, model: model(at: place))
    }

    private mutating func delete(_ written: String) throws(PatchError) {
        let path = LexicalPath.absolute(written, in: directory)
        func failure(_ words: String) -> PatchError {
            PatchError(kind: .unreadable, message: "Failed to read \(path): \(words)")
        }
        let place: PathResolver.Place
        do {
            place = try resolver.place(of: path, followingLast: false)
        } catch {
            throw failure(error.words)
        }
        switch place.status?.kind {
        case .file, .symbolicLink: break
        case .directory, .other: throw failure("path `\(path)` is not a file")
        case nil: throw failure(FileAccessError(errnoValue: ENOENT).words)
        }
        try enter(path, place, or: "Failed to read")
        remove(place, named: path)
    }

    private mutating func update(_ update: PatchUpdate) throws(PatchError) {
        let path = LexicalPath.absolute(update.path, in: directory)
        let (place, content) = try read(path)
        let changed = try TextLines(content).applying(update.chunks, path: path)
        guard let written = update.destination else {
            return try write(changed, to: place, named: path, model: model(at: place))
        }
        let destination = LexicalPath.absolute(written, in: directory)
        let target = try writablePlace(destination)
        // A move onto itself is no move; removing the origin would remove the file.
        guard target.path != place.path else {
            return try write(changed, to: place, named: path, model: model(at: place))
        }
        try enterWritable(destination, target)
        // The moved file keeps its permissions, whatever was at the destination.
        try write(changed, to: target, named: destination, model: model(at: place))
        let origin = try link(path) ?? place
        try enterWritable(path, origin)
        let firstOrigin = transitions[origin.path]?.movedFrom ?? origin.path
        transitions[target.path]?.movedFrom = firstOrigin
        remove(origin, named: path)
    }

    // MARK: - Files

    /// The place and the content of a file to update.
    private mutating func read(_ path: String) throws(PatchError) -> (PathResolver.Place, [UInt8]) {
        func failure(_ words: String) -> PatchError {
            PatchError(kind: .unreadable, message: "Failed to read file to update \(path): \(words)")
        }
        let place: PathResolver.Place
        do {
            place = try resolver.place(of: path, followingLast: true)
        } catch {
            throw failure(error.words)
        }
        guard let status = place.status else { throw failure(FileAccessError(errnoValue: ENOENT).words) }
        guard status.kind == .file else { throw failure("path `\(path)` is not a file") }
        try enter(path, place, or: "Failed to read file to update")
        return (place, transitions[place.path]?.after?.content ?? [])
    }

    /// The place of a file that will be written: a file, or nothing in a directory that is there or can be made.
    private func writablePlace(_ path: String) throws(PatchError) -> PathResolver.Place {
        do throws(FileAccessError) {
            let place = try resolver.place(of: path, followingLast: true)
            switch place.status?.kind {
            case nil, .file: return place
            case .directory: throw FileAccessError(errnoValue: EISDIR)
            default: throw FileAccessError(errnoValue: EINVAL)
            }
        } catch {
            throw unwritable(path, error)
        }
    }

    private func unwritable(_ path: String, _ error: FileAccessError) -> PatchError {
        PatchError(kind: .unwritable, message: "Failed to write file \(path): \(error.words)")
    }

    /// The symbolic link at the path itself, if there is one.
    private func link(_ path: String) throws(PatchError) -> PathResolver.Place? {
        do {
            let place = try resolver.place(of: path, followingLast: false)
            return place.status?.kind == .symbolicLink ? place : nil
        } catch {
            throw unwritable(path, error)
        }
    }

    private mutating func enterWritable(_ path: String, _ place: PathResolver.Place) throws(PatchError) {
        try enter(path, place, or: "Failed to write file")
    }

    /// Takes a place into the picture, as it is on the disk.
    private mutating func enter(
        _ path: String, _ place: PathResolver.Place, or complaint: String
    ) throws(PatchError) {
        guard transitions[place.path] == nil else { return }
        var transition = FileTransition(path: path, physicalPath: place.path, before: nil, after: nil)
        transition.status = place.status
        do {
            transition.before = try image(at: place)
        } catch {
            throw PatchError(kind: .unreadable, message: "\(complaint) \(path): \(error.words)")
        }
        if place.status != nil, transition.before == nil {
            throw .tooLarge("\(complaint) \(path): it has more than the \(PatchLimits.fileBytes) bytes allowed")
        }
        transition.after = transition.before
        try count(transition.before?.content ?? [])
        transitions[place.path] = transition
        order.append(place.path)
        if place.status != nil { access(.read, path, place.path) }
    }

    /// What is at a place; `nil` also if it is longer than the limit.
    private func image(at place: PathResolver.Place) throws(FileAccessError) -> FileImage? {
        switch place.status?.kind {
        case nil:
            return nil
        case .symbolicLink:
            return FileImage(kind: .symbolicLink, content: Array(try files.readLink(place.path).utf8))
        default:
            return try files.read(place.path, PatchLimits.fileBytes).map {
                FileImage(file: place.status, content: $0)
            }
        }
    }

    /// The file whose owner and permissions new content at this place takes: the one that is or was there.
    private func model(at place: PathResolver.Place) -> FileStatus? {
        guard let transition = transitions[place.path] else { return nil }
        return transition.model ?? (transition.status?.kind == .file ? transition.status : nil)
    }

    private mutating func count(_ content: [UInt8]) throws(PatchError) {
        plannedBytes += content.count
        guard plannedBytes <= PatchLimits.planBytes else {
            throw .tooLarge("all files of the patch together have more than \(PatchLimits.planBytes) bytes; split it")
        }
    }

    private mutating func write(
        _ content: [UInt8], to place: PathResolver.Place, named path: String, model: FileStatus?
    ) throws(PatchError) {
        guard content.count <= PatchLimits.fileBytes else {
            throw .tooLarge("\(path) would have more than the \(PatchLimits.fileBytes) bytes allowed")
        }
        try count(content)
        if transitions[place.path]?.status?.kind == .file {
            do {
                try files.checkWritable(place.path)
            } catch {
                throw unwritable(path, error)
            }
        }
        for missing in place.missingDirectories where !directories.contains(missing) {
            directories.append(missing)
            access(.makeDirectory, missing, missing)
        }
        transitions[place.path]?.isTouched = true
        transitions[place.path]?.model = model
        transitions[place.path]?.after = FileImage(file: model, content: content)
        access(.write, path, place.path)
    }

    private mutating func remove(_ place: PathResolver.Place, named path: String) {
        transitions[place.path]?.isTouched = true
        transitions[place.path]?.after = nil
        transitions[place.path]?.model = nil
        transitions[place.path]?.movedFrom = nil
        access(.remove, path, place.path)
    }

    private mutating func access(_ action: PlannedAccess.Action, _ path: String, _ physicalPath: String) {
        let access = PlannedAccess(action: action, path: path, physicalPath: physicalPath)
        if seenAccesses.insert(access).inserted { accesses.append(access) }
    }

    // MARK: - The picture

    /// Finds places in the picture, where the patch has touched it, and else on the disk.
    private var resolver: PathResolver {
        let (transitions, directories, files) = (transitions, directories, files)
        return PathResolver(
            status: { path throws(FileAccessError) in
                if directories.contains(path) { return .planned(.directory) }
                guard let transition = transitions[path] else { return try files.status(path) }
                switch transition.after?.kind {
                case nil: return nil
                case .symbolicLink: return transition.status
                default: return transition.status?.kind == .file ? transition.status : .planned(.file)
                }
            },
            readLink: { path throws(FileAccessError) in try files.readLink(path) })
    }
}

extension FileStatus {
    /// Something that only the plan knows so far.
    fileprivate static func planned(_ kind: Kind) -> FileStatus {
        FileStatus(
            kind: kind, permissions: kind == .directory ? 0o755 : 0o644, owner: 0, group: 0, size: 0, inode: 0,
            device: 0, modified: 0)
    }
}
