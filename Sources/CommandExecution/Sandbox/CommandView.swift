import CPlatform

/// A command's own view of the file system, in the words of `heddle_view`.
struct CommandView: Sendable {
    /// The places that differ from what is around them, from the root down.
    let places: [(path: String, kind: heddle_place_kind)]
    private let flags: Int32
    private let user: UserNamespace

    /// The view for the files as they are now.
    init(_ plan: ConfinementPlan, _ user: UserNamespace, isSuperuser: Bool) {
        self.user = user
        var flags = HEDDLE_VIEW_OWN.rawValue
        // In a writable root directory there is nothing to be read-only but its places.
        if plan.access.access("/") != .write {
            flags |= HEDDLE_VIEW_READ_ONLY.rawValue
        }
        if plan.isApproved, isSuperuser {
            flags |= HEDDLE_VIEW_KEEPS_SUPERUSER.rawValue
        }
        self.flags = flags
        var places: [(path: String, kind: heddle_place_kind)] = []
        if !plan.isApproved, plan.access.access("/tmp") == .write,
            Places.kind(LandlockRules.sharedMemory) == .directory
        {
            places.append((LandlockRules.sharedMemory, HEDDLE_PLACE_WRITABLE))
        }
        for (path, mount) in MountPoints(plan, blockDevices: plan.isApproved ? Places.disks : []).all
        where path != "/" {
            places.append((path, Self.kind(path, mount)))
        }
        self.places = places
    }

    private static func kind(_ path: String, _ mount: MountPoints.Mount) -> heddle_place_kind {
        switch mount {
        case .bind(.write): HEDDLE_PLACE_WRITABLE
        case .bind(.read): HEDDLE_PLACE_READ_ONLY
        case .bind(.none) where Places.kind(path) == .directory: HEDDLE_PLACE_HIDDEN_DIRECTORY
        case .bind(.none), .hidden: HEDDLE_PLACE_HIDDEN_FILE
        }
    }

    /// Calls with the view in the form that the system takes, valid during the call.
    func withSystemView<Result>(_ body: (heddle_view) -> Result) -> Result {
        let paths = CStringList(places.map(\.path))
        defer { paths.deallocate() }
        var named: [heddle_place] = []
        for (index, place) in places.enumerated() {
            if let path = paths.pointer[index] {
                named.append(heddle_place(path: path, kind: place.kind.rawValue))
            }
        }
        return named.withUnsafeBufferPointer { named in
            body(
                heddle_view(
                    flags: flags, user_namespace: user.descriptor, places: named.baseAddress, place_count: named.count))
        }
    }
}
