/// Confines a command by Landlock and a system call filter, both entered right before the program is executed.
struct Landlock {
    let version: Int
    /// Whether the command has a view of the file system that holds what rules can't.
    var isMounted = false

    func plan(_ spec: CommandSpec, _ confinement: ConfinementPlan) throws(SandboxError) -> LaunchPlan {
        var launch = LaunchPlan(spec)
        let rules = LandlockRules(confinement, version: version, isMounted: isMounted)
        launch.ruleset = try LandlockRuleset.make(rules, version: version, isScoped: !confinement.isApproved)
        launch.forbidsNewPrivileges = true
        if confinement.isApproved {
            launch.droppedCapabilities = Capability.bits(Capability.escapes)
        } else {
            launch.droppedCapabilities = Capability.all
            guard let filter = SystemCallFilter.make(Self.filter(confinement)) else { throw .noFilter }
            launch.filter = filter
        }
        return launch
    }

    /// Landlock checks no changes of attributes: they are possible if any of files are.
    private static func filter(_ confinement: ConfinementPlan) -> SystemCallFilter.Rules {
        var rules: SystemCallFilter.Rules = []
        if !confinement.allowsNetwork {
            rules.insert(.network)
        }
        if !confinement.access.allowsAnyWriting {
            rules.insert(.metadata)
        }
        return rules
    }
}
