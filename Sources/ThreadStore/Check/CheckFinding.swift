/// Something that a check of the store has to say about one file.
package struct CheckFinding: Codable, Hashable, Sendable {
    /// How much it matters.
    package enum Severity: String, Codable, Hashable, Sendable {
        /// Something is not as it was written, or not as it must be. The store is not sound.
        case damage
        /// What a process that died has left behind. The next one that needs it clears it away by itself.
        case unfinished
        /// Worth knowing, nothing to be mended.
        case note
    }

    /// The stable word for what was found: those of ``LogDamage/Kind`` for lines of logs, and others. An open set.
    package var kind: String
    /// How much it matters.
    package var severity: Severity
    /// The file or folder, absolute.
    package var path: String
    /// The thread concerned.
    package var threadId: String?
    /// Where in the file, in bytes from its start.
    package var offset: Int?
    /// What was found.
    package var message: String
    /// What a repair does about it; nil when nothing is to be done.
    package var remedy: String?
    /// What the user can do about it, where no repair can.
    package var advice: String?
    /// Whether it was repaired; nil when no repair was asked for or none is needed.
    package var repaired: Bool?
    /// Why it was not repaired, though that was asked for.
    package var obstacle: String?

    /// A finding from its parts.
    package init(
        _ kind: String, _ severity: Severity, path: String, threadId: String? = nil, offset: Int? = nil,
        _ message: String, remedy: String? = nil, advice: String? = nil
    ) {
        self.kind = kind
        self.severity = severity
        self.path = path
        self.threadId = threadId
        self.offset = offset
        self.message = message
        self.remedy = remedy
        self.advice = advice
    }
}

extension CheckFinding {
    /// A file or folder that is there and can't be read.
    static func unreadable(_ path: String, threadId: String? = nil, _ message: String) -> CheckFinding {
        CheckFinding(
            "unreadableFile", .damage, path: path, threadId: threadId, message,
            advice:
                "let the user who runs this read it (chmod, chown), or see what is wrong with the disk; then check again"
        )
    }

    /// Something that is none of Heddle's.
    static func foreign(_ path: String) -> CheckFinding {
        CheckFinding("foreignFile", .note, path: path, "Heddle knows nothing of this file and leaves it alone")
    }
}
