import AgentCore
import ServerConfig

/// The limits of what is kept: what they say, and when that is done. How many threads are beyond them only a server
/// knows, which says so in its log.
struct HistoryChecks {
    let configuration: ServerConfig

    var all: [DoctorCheck] {
        guard configuration.loadFailure == nil else { return [] }
        let rule = RetentionRule(
            maxAgeDays: configuration.historyMaxAgeDays, maxBytes: configuration.historyMaxBytes)
        guard rule.isLimited else { return [DoctorCheck("history", .ok, "threads are kept until a user deletes them")] }
        var parts: [String] = []
        if let days = rule.maxAgeDays {
            parts.append(
                "threads without a change for \(days) days are archived, and deleted after as many more "
                    + "(max_age_days = \(days))")
        }
        if let bytes = rule.maxBytes {
            parts.append(
                "while all logs take more than \(bytes) bytes, the oldest are deleted if they are archived, else archived "
                    + "(max_bytes = \(bytes))")
        }
        let seconds = Maintenance.delayMilliseconds / 1000
        return [
            DoctorCheck(
                "history", .ok, parts.joined(separator: "; "),
                advice:
                    "A server that has run for \(seconds) s does that, once a day for each home. Threads that are named, in "
                    + "a section or loaded stay; the last entry in the log counts, not the file's time.")
        ]
    }
}
