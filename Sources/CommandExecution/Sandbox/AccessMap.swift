/// What may be done at a place.
package enum PlaceAccess: Int, Sendable, Hashable, Comparable {
    /// Nothing.
    case none
    /// Reading.
    case read
    /// Reading and changing.
    case write

    package static func < (left: PlaceAccess, right: PlaceAccess) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// What may be done where: an access for everything, and others for some places and what lies below them.
///
/// The nearest place above a path counts, except that nothing below a place without access has any. Paths are absolute
/// and canonical.
package struct AccessMap: Sendable, Hashable {
    /// The access outside of all places.
    package let elsewhere: PlaceAccess

    /// The places.
    package private(set) var places: [String: PlaceAccess] = [:]

    package init(elsewhere: PlaceAccess) {
        self.elsewhere = elsewhere
    }

    /// Sets the access at a place and below it. That of a place without access never changes again.
    package mutating func set(_ path: String, _ access: PlaceAccess) {
        guard places[path] != PlaceAccess.none else { return }
        places[path] = access
    }

    /// What may be done at a path.
    package func access(_ path: String) -> PlaceAccess {
        var nearest: PlaceAccess?
        var place = path
        while true {
            if let access = places[place] {
                if access == .none { return .none }
                nearest = nearest ?? access
            }
            if place == "/" { return nearest ?? elsewhere }
            place = Places.parent(place)
        }
    }

    /// Whether anything may be changed anywhere.
    package var allowsAnyWriting: Bool {
        elsewhere == .write || places.values.contains(.write)
    }
}
