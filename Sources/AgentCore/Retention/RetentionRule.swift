package import ThreadStore

/// Which threads are put away or deleted because there are limits to what is kept. A pure value.
///
/// The rule:
/// - Threads are taken as families, a thread with those that its agents made. A family is as young as its youngest
///   member, and stays as it is if one of its members has a name, stands in a section or is loaded.
/// - A family that has not changed for ``maxAgeDays`` is archived. One that is archived and has not changed for as long
///   again is deleted.
/// - While all logs together take more than ``maxBytes``, archived families are deleted, the one that changed longest
///   ago first. If that is not enough, others are archived in the same order, as many as would have to go; a later pass
///   deletes them if there is still too much.
///
/// A change is what the log has an entry for, such as a turn or a name, and its time is the entry's; the times of files do
/// not count, since a copy or a backup changes them. A server applies the rule once a day for each home, for the first time
/// some seconds after its start (see `Maintenance`); new limits are applied with the next pass.
package struct RetentionRule: Hashable, Sendable {
    /// How many families one pass touches. What is left is for the next.
    package static let actionsPerPass = 200

    /// How long a thread stays without a change, in days; nil for ever.
    package var maxAgeDays: Int?
    /// How many bytes all logs may take; nil for any number.
    package var maxBytes: Int?

    /// A rule; 0 is no limit.
    package init(maxAgeDays: Int?, maxBytes: Int?) {
        self.maxAgeDays = maxAgeDays == 0 ? nil : maxAgeDays
        self.maxBytes = maxBytes == 0 ? nil : maxBytes
    }

    /// Whether there are limits at all.
    package var isLimited: Bool { maxAgeDays != nil || maxBytes != nil }

    /// Something to be done with a family.
    package struct Action: Hashable, Sendable {
        /// What is done.
        package enum Kind: String, Sendable {
            /// The family is put away.
            case archive
            /// The family is deleted for good.
            case delete
        }

        /// What is done.
        package var kind: Kind
        /// The thread from which the family descends.
        package var id: String
        /// The setting that asks for it.
        package var limit: String
    }

    private struct Family {
        var id: String
        var isArchived: Bool
        var isKept = false
        var updatedAtMs = 0
        var bytes = 0
    }

    /// What is to be done. `isLoaded` tells which threads are in use.
    package func actions(_ threads: [RetentionFacts], nowMs: Int, isLoaded: (String) -> Bool) -> [Action] {
        guard isLimited else { return [] }
        let families = Self.families(threads, isLoaded)
        var actions: [Action] = []
        var rest: [Family] = []
        for family in families {
            if let maxAgeDays, !family.isKept, family.updatedAtMs < nowMs - maxAgeDays * 24 * 3_600_000 {
                actions.append(
                    Action(kind: family.isArchived ? .delete : .archive, id: family.id, limit: "max_age_days"))
                // What is only put away goes on taking room.
                if !family.isArchived { rest.append(family) }
            } else {
                rest.append(family)
            }
        }
        if let maxBytes {
            let old = Set(actions.map(\.id))
            var bytes = rest.reduce(0) { $0 + $1.bytes }
            for isArchived in [true, false] {
                for family in rest where family.isArchived == isArchived && !family.isKept && bytes > maxBytes {
                    bytes -= family.bytes
                    guard !old.contains(family.id) else { continue }
                    actions.append(
                        Action(kind: isArchived ? .delete : .archive, id: family.id, limit: "max_bytes"))
                }
            }
        }
        return Array(actions.prefix(Self.actionsPerPass))
    }

    /// The families, the one that changed longest ago first.
    private static func families(_ threads: [RetentionFacts], _ isLoaded: (String) -> Bool) -> [Family] {
        let known = Dictionary(threads.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var families: [String: Family] = [:]
        for thread in threads {
            var root = thread
            // No thread descends from itself, whatever a damaged log says.
            var seen: Set = [thread.id]
            while let parent = root.parent.flatMap({ known[$0] }), seen.insert(parent.id).inserted { root = parent }
            var family = families[root.id] ?? Family(id: root.id, isArchived: root.isArchived)
            family.isKept = family.isKept || thread.isKept || isLoaded(thread.id)
            family.updatedAtMs = max(family.updatedAtMs, thread.updatedAtMs)
            family.bytes += thread.bytes
            families[root.id] = family
        }
        return families.values.sorted { ($0.updatedAtMs, $0.id) < ($1.updatedAtMs, $1.id) }
    }
}
