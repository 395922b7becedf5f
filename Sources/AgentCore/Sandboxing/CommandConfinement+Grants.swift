import CommandExecution

extension CommandConfinement {
    /// The same with what the user has granted. What nobody may read stays so, and so does the server's home.
    package func widened(by grants: PermissionGrants) -> CommandConfinement {
        guard var widened = sandboxed, !grants.writable.isEmpty || grants.allowsNetwork else { return self }
        widened.allowsNetwork = widened.allowsNetwork || grants.allowsNetwork
        if !grants.writable.isEmpty {
            switch widened.files {
            case .approved:
                break
            case .readOnly:
                let none = WritablePlaces(roots: [], excludesSlashTmp: true, readOnly: [basis.home])
                widened.files = .workspaceWrite(none.adding(grants.writable.sorted()))
            case .workspaceWrite(let places):
                widened.files = .workspaceWrite(places.adding(grants.writable.sorted()))
            }
        }
        return CommandConfinement(basis: basis, sandboxed: widened, approved: approved)
    }

    /// Whether the user can grant access to a path, which has no symbolic links: not to what nobody may read, nor, for
    /// changes, to the server's home and to what decides in a project what agents may do.
    package func isGrantable(_ path: String, toChange: Bool) -> Bool {
        if let approved {
            guard let plan = try? ConfinementPlan(approved), plan.allowsReading(path) else { return false }
        }
        guard toChange else { return true }
        let home = ConfinementPlan.physical(basis.home)
        let isInHome = path == home || path.hasPrefix(home + "/")
        return !isInHome && !path.split(separator: "/").contains { Self.ownNames.contains($0) }
    }

    /// Directories that hold rules and instructions for agents.
    private static let ownNames: Set<Substring> = [".heddle", ".codex", ".agents"]
}
