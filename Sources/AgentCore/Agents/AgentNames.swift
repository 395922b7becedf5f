/// The names that agents go by beside their ids: what a weaver works with.
enum AgentNames {
    private static let names = [
        "Bobbin", "Shuttle", "Spindle", "Treadle", "Reed", "Warp", "Weft", "Selvage", "Skein", "Distaff", "Twill",
        "Damask",
        "Batten", "Harness", "Pirn", "Raddle", "Temple", "Swift", "Niddy", "Tabby", "Satin", "Brocade", "Cordage",
        "Felt",
    ]

    /// A name that none of the others has; with a number once all are taken.
    static func next(besides taken: Set<String>) -> String {
        if let free = names.first(where: { !taken.contains($0) }) { return free }
        var number = 2
        while taken.contains("\(names[0]) \(number)") { number += 1 }
        return "\(names[0]) \(number)"
    }
}
