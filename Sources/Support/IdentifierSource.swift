import Synchronization

/// A source of new identifiers. Tests replace it by a counting one.
package struct IdentifierSource: Sendable {
    /// A new UUID of version 7 (RFC 9562): its text sorts by the time it was made.
    package var uuid: @Sendable () -> String

    /// A source that answers with what the closure returns.
    package init(uuid: @escaping @Sendable () -> String) {
        self.uuid = uuid
    }

    /// Identifiers from the system's clock and random numbers. Later ones of this process always sort behind earlier
    /// ones, also within a millisecond.
    package static let system = rising(clock: .system) {
        var random = SystemRandomNumberGenerator()
        return random.next()
    }

    /// Identifiers that rise: a counter of 12 bits tells those of one millisecond apart (RFC 9562, section 6.2), and
    /// when it is used up, or the clock is set back, the last millisecond goes on into the next.
    package static func rising(
        clock: WallClock, random: @escaping @Sendable () -> UInt64
    ) -> IdentifierSource {
        let last = LastIdentifier()
        return IdentifierSource {
            let (milliseconds, counter) = last.advance(to: clock.milliseconds())
            return UUIDText.version7(milliseconds: milliseconds, high: counter, low: random())
        }
    }
}

/// The time and the counter of the newest identifier.
private final class LastIdentifier: Sendable {
    private let state = Mutex<(milliseconds: Int, counter: UInt64)>((0, 0))

    func advance(to now: Int) -> (milliseconds: Int, counter: UInt64) {
        state.withLock { state in
            if now > state.milliseconds {
                state = (now, 0)
            } else if state.counter == 0xFFF {
                state = (state.milliseconds + 1, 0)
            } else {
                state.counter += 1
            }
            return state
        }
    }
}

/// The text form of UUIDs.
package enum UUIDText {
    private static let digits = Array("0123456789abcdef".utf8)

    /// A version 7 UUID of 48 bits of time and 74 random bits taken from `high` and `low`.
    package static func version7(milliseconds: Int, high: UInt64, low: UInt64) -> String {
        let top = UInt64(UInt(bitPattern: milliseconds)) << 16 | 0x7000 | (high & 0x0FFF)
        let bottom = 0x8000_0000_0000_0000 | (low & 0x3FFF_FFFF_FFFF_FFFF)
        return text(top, bottom)
    }

    /// Whether `text` is a UUID of any version in its canonical form of 36 characters, in either case.
    package static func isValid(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count == 36 else { return false }
        for (index, byte) in bytes.enumerated() {
            switch index {
            case 8, 13, 18, 23:
                guard byte == UInt8(ascii: "-") else { return false }
            default:
                guard isHexDigit(byte) else { return false }
            }
        }
        return true
    }

    private static func isHexDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default:
            false
        }
    }

    private static func text(_ top: UInt64, _ bottom: UInt64) -> String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    buffer[position] = UInt8(ascii: "-")
                    position += 1
                }
                let word = index < 16 ? top : bottom
                buffer[position] = digits[Int(word >> UInt64((15 - index % 16) * 4) & 0xF)]
                position += 1
            }
            return position
        }
    }
}
