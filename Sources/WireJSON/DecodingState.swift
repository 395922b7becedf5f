/// What all decoders and containers of one decode share. Used by one thread, for the length of one call.
final class DecodingState {
    /// The document being decoded.
    let document: JSONDocument
    /// Where the decode began: paths are seen from here.
    let rootIndex: Int
    let userInfo: [CodingUserInfoKey: Any]

    // Types mostly ask for members in the order in which they were written, so a lookup starts after the last member
    // found. One such place is enough, for the object worked on; containers are values and can't keep their own. The
    // numbers are read and written at once by the one thread that decodes, so exclusivity needs no checks.
    @exclusivity(unchecked) private var lastObject = -1
    @exclusivity(unchecked) private var nextName = 0

    init(root: JSONNode, userInfo: [CodingUserInfoKey: Any]) {
        document = root.document
        rootIndex = root.index
        self.userInfo = userInfo
    }

    /// The index of a member's value in the object at `object`; nil if there is no such member.
    @inline(__always)
    func valueIndex(of name: String, in object: Int) -> Int? {
        let end = Int(document.tape[object].next)
        let start = lastObject == object ? nextName : object + 1
        var found = ObjectTape.find(name, in: document, from: start, to: end)
        if found == nil, start != object + 1 {
            found = ObjectTape.find(name, in: document, from: object + 1, to: start)
        }
        guard let found else { return nil }
        lastObject = object
        nextName = Int(document.tape[found + 1].next)
        return found + 1
    }

    /// Lets the next lookup in an object begin after a member whose value was decoded, which moved the place elsewhere.
    @inline(__always)
    func continueLookup(in object: Int, afterValue value: Int) {
        lastObject = object
        nextName = Int(document.tape[value].next)
    }

    /// The path from the decode's root to an entry, found by walking down the tape: only errors need it.
    func codingPath(to target: Int) -> [any CodingKey] {
        let tape = document.tape
        var path: [any CodingKey] = []
        var container = rootIndex
        while container < target {
            let isObject = tape[container].kind == .object
            var child = container + 1
            var position = 0
            while true {
                let value = isObject ? child + 1 : child
                let next = Int(tape[value].next)
                if target < next {
                    path.append(
                        isObject
                            ? ElementKey(stringValue: StringText.make(tape[child], document.bytes))
                            : ElementKey(intValue: position))
                    container = value
                    break
                }
                child = next
                position += 1
            }
        }
        return path
    }
}
