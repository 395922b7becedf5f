/// The members of a JSON object, in the order in which they were written, each key once.
///
/// Equality and hashing ignore the order. Lookup walks the members, which is fastest for the small objects of a
/// protocol; code that looks up many keys of a huge object should build a `Dictionary` first.
package struct JSONObject: Sendable, Sequence {
    /// One member.
    package typealias Element = (key: String, value: JSONValue)

    /// The members in order; the keys are unique.
    private(set) var members: [Element]

    /// Makes an empty object.
    package init() {
        members = []
    }

    /// Makes an object of members whose keys are known to be unique.
    init(uniqueMembers: [Element]) {
        members = uniqueMembers
    }

    /// How many members there are.
    package var count: Int { members.count }

    /// Whether there are no members.
    package var isEmpty: Bool { members.isEmpty }

    /// The keys in order.
    package var keys: [String] { members.map(\.key) }

    /// The value of a key. Setting keeps the place of a known key, appends a new one, and removes it when set to nil.
    package subscript(_ key: String) -> JSONValue? {
        get {
            for member in members where member.key == key { return member.value }
            return nil
        }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let newValue?): members[index].value = newValue
            case (let index?, nil): members.remove(at: index)
            case (nil, let newValue?): members.append((key, newValue))
            case (nil, nil): break
            }
        }
    }

    /// Iterates over the members in order.
    package func makeIterator() -> IndexingIterator<[Element]> {
        members.makeIterator()
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Makes an object in the order of the literal; of members with the same key the last value wins.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init()
        for (key, value) in elements { self[key] = value }
    }
}

extension JSONObject: Hashable {
    /// Whether both have the same members, in any order.
    package static func == (lhs: JSONObject, rhs: JSONObject) -> Bool {
        guard lhs.count == rhs.count else { return false }
        let sameOrder = zip(lhs.members, rhs.members).allSatisfy { $0.key == $1.key }
        if sameOrder {
            return zip(lhs.members, rhs.members).allSatisfy { $0.value == $1.value }
        }
        let others = Dictionary(rhs.members.map { ($0.key, $0.value) }) { _, last in last }
        return lhs.members.allSatisfy { others[$0.key] == $0.value }
    }

    /// Combines the members' hashes in a way that their order doesn't change.
    package func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in members {
            var memberHasher = Hasher()
            memberHasher.combine(member.key)
            memberHasher.combine(member.value)
            sum &+= memberHasher.finalize()
        }
        hasher.combine(count)
        hasher.combine(sum)
    }
}
