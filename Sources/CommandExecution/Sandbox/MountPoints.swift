/// The mounts by which a command sees a confinement's places as they are to be. Everything else is read-only for it, or,
/// if it is approved, as it was.
struct MountPoints {
    /// What is mounted at a place.
    enum Mount: Hashable {
        /// The place itself, to be used as it says; nothing that can be opened for no access.
        case bind(PlaceAccess)
        /// An empty device that can't be opened.
        case hidden
    }

    private let plan: ConfinementPlan
    private var points: [String: Mount] = [:]

    /// The mounts for the files as they are now.
    ///
    /// - Parameter blockDevices: Disks to hide, which hold every file a second time.
    init(_ plan: ConfinementPlan, blockDevices: [String]) {
        self.plan = plan
        let access = plan.access
        for (path, own) in access.places {
            let around = access.access(Places.parent(path))
            guard around != .none, own != around || own == .write, Self.stands(path) else { continue }
            points[path] = .bind(own)
            if around == .write {
                pin(above: path)
            }
        }
        for path in blockDevices where access.access(path) != .none {
            points[path] = .hidden
        }
    }

    /// What is mounted, from the root down.
    var all: [(path: String, mount: Mount)] {
        points.sorted { (Places.depth($0.key), $0.key) < (Places.depth($1.key), $1.key) }
            .map { (path: $0.key, mount: $0.value) }
    }

    /// Mounts the writable directories above a place onto themselves: what is mounted can't be moved out of the way, so
    /// that something else could stand at the place next time.
    private mutating func pin(above path: String) {
        var directory = Places.parent(path)
        while directory != "/", plan.access.places[directory] == nil, plan.access.access(directory) == .write {
            points[directory] = .bind(.write)
            directory = Places.parent(directory)
        }
    }

    private static func stands(_ path: String) -> Bool {
        switch Places.kind(path) {
        case nil, .symbolicLink: false
        default: true
        }
    }
}
