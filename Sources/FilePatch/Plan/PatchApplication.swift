#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One plan being applied: the steps, and how to take each of them back.
struct PatchApplication {
    private let plan: PatchPlan
    /// The places where something changes.
    private let touched: [FileTransition]
    private let files: FileAccess

    /// How to take back what was done, the last step last.
    private var undo: [Undo] = []
    /// The second names of old files, removed when all is done.
    private var backups: [String] = []

    /// Part of the names of files that live only while a plan is applied.
    private let token = String(UInt64.random(in: .min ... .max), radix: 36)
    private var temporaryCount = 0

    private enum Undo {
        /// Give an old file its name back.
        case restore(backup: String, path: String)
        /// Remove a file that was made.
        case removeFile(String)
        /// Remove a directory that was made.
        case removeDirectory(String)
    }

    init(plan: PatchPlan, files: FileAccess) {
        self.plan = plan
        touched = plan.transitions.filter(\.isChange)
        self.files = files
    }

    mutating func run() throws(PatchError) -> AppliedPatch {
        do {
            for transition in touched { try check(transition) }
            // Removals first: a directory may take the place of a file.
            for transition in touched where transition.after == nil && transition.before != nil {
                try moveAside(transition)
            }
            for directory in plan.directories { try make(directory) }
            var replacements: [(FileTransition, String)] = []
            for transition in touched {
                if let content = transition.after?.content {
                    replacements.append((transition, try stage(content, transition)))
                }
            }
            for (transition, temporary) in replacements { try replace(transition, by: temporary) }
        } catch {
            let stuck = rollBack()
            guard !stuck.isEmpty else { throw error }
            throw PatchError(
                kind: .rollbackIncomplete,
                message: "\(error.message); and not everything could be put back: \(stuck.joined(separator: "; "))")
        }
        let leftovers = backups.filter { backup in
            do {
                try files.remove(backup)
                return false
            } catch {
                return true
            }
        }
        return AppliedPatch(leftovers: leftovers)
    }

    // MARK: - Steps

    /// What is at the path must be what the plan was made from.
    private func check(_ transition: FileTransition) throws(PatchError) {
        let difference: String?
        do {
            difference = try self.difference(from: transition)
        } catch {
            throw failure(transition.path, error)
        }
        guard let difference else { return }
        throw PatchError(
            kind: .conflict,
            message: "Failed to write file \(transition.path): \(difference) since the patch was checked; read it again"
        )
    }

    private func difference(from transition: FileTransition) throws(FileAccessError) -> String? {
        let path = transition.physicalPath
        switch (transition.status, try files.status(path)) {
        case (nil, nil):
            return nil
        case (nil, _?):
            return "it has appeared"
        case (_?, nil):
            return "it has disappeared"
        case (let planned?, let status?):
            if planned == status { return nil }
            guard planned.kind == status.kind, planned.permissions == status.permissions else {
                return "it has been replaced"
            }
            let content =
                status.kind == .symbolicLink
                ? Array(try files.readLink(path).utf8) : try files.read(path, PatchLimits.fileBytes)
            return content == transition.before?.content ? nil : "it has changed"
        }
    }

    private mutating func moveAside(_ transition: FileTransition) throws(PatchError) {
        let (path, backup) = (transition.physicalPath, temporaryPath(beside: transition.physicalPath))
        try perform(transition.path) { files throws(FileAccessError) in try files.rename(path, backup) }
        undo.append(.restore(backup: backup, path: path))
        backups.append(backup)
    }

    private mutating func make(_ directory: String) throws(PatchError) {
        do {
            try files.makeDirectory(directory)
            undo.append(.removeDirectory(directory))
        } catch {
            // Somebody else may have made it. If it is no directory, what goes into it will fail.
            guard error.errnoValue == EEXIST else { throw failure(directory, error) }
        }
    }

    private mutating func stage(_ content: [UInt8], _ transition: FileTransition) throws(PatchError) -> String {
        let temporary = temporaryPath(beside: transition.physicalPath)
        let model = transition.model
        try perform(transition.path) { files throws(FileAccessError) in try files.create(temporary, content, model) }
        undo.append(.removeFile(temporary))
        return temporary
    }

    private mutating func replace(_ transition: FileTransition, by temporary: String) throws(PatchError) {
        let path = transition.physicalPath
        // Once more, right before: all that was written meanwhile took time.
        try check(transition)
        if transition.before != nil {
            let backup = temporaryPath(beside: path)
            do {
                try files.link(path, backup)
            } catch {
                // Not every file system has second names. Then the file is away for a moment.
                try perform(transition.path) { files throws(FileAccessError) in try files.rename(path, backup) }
            }
            undo.append(.restore(backup: backup, path: path))
            backups.append(backup)
        }
        try perform(transition.path) { files throws(FileAccessError) in try files.rename(temporary, path) }
        if transition.before == nil { undo.append(.removeFile(path)) }
    }

    private func perform(
        _ path: String, _ step: (FileAccess) throws(FileAccessError) -> Void
    ) throws(PatchError) {
        do {
            try step(files)
        } catch {
            throw failure(path, error)
        }
    }

    private func failure(_ path: String, _ error: FileAccessError) -> PatchError {
        PatchError(kind: .applyFailed, message: "Failed to write file \(path): \(error.words)")
    }

    /// A hidden name in the same directory, so that a rename suffices.
    private mutating func temporaryPath(beside path: String) -> String {
        temporaryCount += 1
        return LexicalPath.join(LexicalPath.parent(of: path), ".heddle-patch-\(token)-\(temporaryCount)")
    }

    // MARK: - Taking back

    /// Takes everything back, the last step first. Answers what could not be.
    private mutating func rollBack() -> [String] {
        var stuck: [String] = []
        for step in undo.reversed() {
            do throws(FileAccessError) {
                try take(back: step)
            } catch {
                switch step {
                case .restore(let backup, let path):
                    stuck.append("the old content of \(path) is in \(backup): \(error.words)")
                case .removeFile(let path), .removeDirectory(let path):
                    stuck.append("\(path) is left over: \(error.words)")
                }
            }
        }
        undo = []
        return stuck
    }

    private func take(back step: Undo) throws(FileAccessError) {
        switch step {
        case .restore(let backup, let path):
            try files.rename(backup, path)
            // If both are names of one file, a rename does nothing.
            if try files.status(backup) != nil { try files.remove(backup) }
        case .removeFile(let path):
            do {
                try files.remove(path)
            } catch {
                // A new content that has taken its place has its temporary name no more.
                guard error.errnoValue == ENOENT else { throw error }
            }
        case .removeDirectory(let path):
            try files.removeDirectory(path)
        }
    }
}
