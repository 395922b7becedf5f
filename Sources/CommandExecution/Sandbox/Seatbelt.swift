/// Confines a command by `sandbox-exec` of macOS and a profile in its language. Written against its documentation; it
/// has not been run.
enum Seatbelt {
    /// Only the system's own is trusted, wherever PATH leads.
    private static let program = "/usr/bin/sandbox-exec"

    static func plan(_ spec: CommandSpec, _ plan: ConfinementPlan) -> LaunchPlan {
        var launch = LaunchPlan(spec)
        launch.argv = [program, "-p", profile(plan)] + spec.argv
        return launch
    }

    /// The profile. Of several rules that match, the last counts.
    static func profile(_ plan: ConfinementPlan) -> String {
        var rules = ["(version 1)", "(allow default)"]
        if !plan.isApproved {
            rules += [
                "(deny file-write*)",
                "(allow file-write-data (literal \"/dev/null\") (literal \"/dev/zero\") (literal \"/dev/tty\"))",
                "(deny signal)", "(allow signal (target same-sandbox))",
                "(deny process-info* (target others))",
            ]
        }
        if !plan.allowsNetwork {
            rules += ["(deny network*)", "(deny mach-lookup)"]
        }
        let places = plan.access.places.sorted { (Places.depth($0.key), $0.key) < (Places.depth($1.key), $1.key) }
        for (path, access) in places {
            let place = "(subpath \(quoted(path)))"
            switch access {
            case .write: rules.append("(allow file-write* \(place))")
            case .read: rules.append("(deny file-write* \(place))")
            case .none: break
            }
        }
        for (path, access) in places where access == .none {
            rules.append("(deny file-read-data file-write* (subpath \(quoted(path))))")
        }
        return rules.joined(separator: "\n")
    }

    private static func quoted(_ path: String) -> String {
        var quoted = "\""
        for character in path {
            if character == "\"" || character == "\\" { quoted.append("\\") }
            quoted.append(character)
        }
        return quoted + "\""
    }
}
