import Testing

@testable import CommandExecution

@Suite("What may be done where")
struct AccessMapTests {
    private func map(_ places: [(String, PlaceAccess)]) -> AccessMap {
        var map = AccessMap(elsewhere: .read)
        for (path, access) in places {
            map.set(path, access)
        }
        return map
    }

    @Test("is what the nearest place above says")
    func nearest() {
        let map = map([("/w", .write), ("/w/.git", .read), ("/w/.git/trees/a", .write)])
        for (path, access) in [
            ("/", PlaceAccess.read), ("/etc/x", .read), ("/w", .write), ("/w/a/b", .write), ("/w2", .read),
            ("/w/.git", .read), ("/w/.gitignore", .write), ("/w/.git/config", .read), ("/w/.git/trees/a/b", .write),
        ] {
            #expect(map.access(path) == access, "\(path)")
        }
    }

    @Test("is nothing below a place without access, whatever else is said, before or after")
    func none() {
        let places: [(String, PlaceAccess)] = [("/w", .write), ("/w/secret", .none), ("/w/secret/sub", .write)]
        for order in [places, places.reversed(), [places[1], ("/w/secret", .write)]] {
            let map = map(order)
            #expect(map.access("/w/secret") == .none)
            #expect(map.access("/w/secret/sub/x") == .none)
        }
    }
}
