/// Finds member names that come twice in one object. The last of them counts, as for most parsers; the others are
/// marked, and from then on no lookup sees them.
enum Duplicates {
    /// Among so many members names are compared one by one; those of larger objects are sorted, so that a hostile
    /// object costs n log n.
    private static let fewMembers = 64

    /// Marks the shadowed names of an object that was just scanned to the tape's end.
    static func markShadowed(in tape: inout ContiguousArray<TapeEntry>, membersFrom first: Int, _ text: Span<UInt8>) {
        // A name sets one of 64 bits, chosen by length and a few bytes; only a bit set twice calls for comparisons.
        var seen: UInt64 = 0
        var count = 0
        var index = first
        while index < tape.count {
            let bit = fingerprint(tape[index], text)
            if seen & bit != 0 || tape[index].flags.contains(.escaped) {
                guard count < fewMembers else { return markMany(in: &tape, membersFrom: first, text) }
                markFirst(equalTo: index, in: &tape, membersFrom: first, text)
            }
            // An escaped name's bytes say nothing, so every name after it is compared.
            seen = tape[index].flags.contains(.escaped) ? .max : seen | bit
            count += 1
            index = Int(tape[index + 1].next)
        }
    }

    @inline(__always)
    private static func fingerprint(_ name: TapeEntry, _ text: Span<UInt8>) -> UInt64 {
        let length = name.end &- name.start
        guard length > 0 else { return 1 }
        let first = UInt32(text[unchecked: Int(name.start)])
        let middle = UInt32(text[unchecked: Int(name.start &+ length / 2)])
        let last = UInt32(text[unchecked: Int(name.end) - 1])
        return 1 << UInt64((length &+ first &* 5 &+ middle &* 11 &+ last &* 23) & 63)
    }

    /// Marks the member before `later` that has the same name. There is one at most that is not marked yet.
    private static func markFirst(
        equalTo later: Int, in tape: inout ContiguousArray<TapeEntry>, membersFrom first: Int, _ text: Span<UInt8>
    ) {
        var index = first
        while index < later {
            if isEqual(tape[index], tape[later], text) { tape[index].flags.insert(.shadowed) }
            index = Int(tape[index + 1].next)
        }
    }

    private static func markMany(
        in tape: inout ContiguousArray<TapeEntry>, membersFrom first: Int, _ text: Span<UInt8>
    ) {
        var names: [Int] = []
        var index = first
        while index < tape.count {
            names.append(index)
            index = Int(tape[index + 1].next)
        }
        let texts = names.map { StringText.make(tape[$0], text) }
        let order = names.indices.sorted { lhs, rhs in
            texts[lhs].utf8.elementsEqual(texts[rhs].utf8)
                ? lhs < rhs : texts[lhs].utf8.lexicographicallyPrecedes(texts[rhs].utf8)
        }
        for (earlier, later) in zip(order, order.dropFirst())
        where texts[earlier].utf8.elementsEqual(texts[later].utf8) {
            tape[names[earlier]].flags.insert(.shadowed)
        }
    }

    private static func isEqual(_ lhs: TapeEntry, _ rhs: TapeEntry, _ text: Span<UInt8>) -> Bool {
        if lhs.flags.contains(.escaped) || rhs.flags.contains(.escaped) {
            return StringText.make(lhs, text).utf8.elementsEqual(StringText.make(rhs, text).utf8)
        }
        return StringText.isEqual(text.extracting(lhs.range), text.extracting(rhs.range))
    }
}
