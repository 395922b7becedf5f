@testable import ThreadStore

/// What can happen to a log's bytes.
enum LogHarm: String, CaseIterable, Sendable {
    case tornTail, missingLineFeed, unreadableLine, gluedRecords, recordBehindTornOne, missingHeader, foreignHeader
    case secondHeader, headerNotFirst, sequenceRepeated, repeatedTurn, missingTurn, orphanOutput, wrongCheckpoint
    case missingItemEnd

    /// The word that a check has for it.
    var kind: String {
        self == .recordBehindTornOne ? "gluedRecords" : rawValue
    }

    /// Does it to the lines of a sound log. Returns the bytes, and where the check must find the harm.
    func apply(to sound: [[UInt8]]) throws -> (bytes: [UInt8], offset: Int) {
        var lines = sound
        func index(_ word: String, last: Bool = false) -> Int {
            let matches = { (line: [UInt8]) in String(decoding: line, as: UTF8.self).contains(word) }
            return (last ? lines.lastIndex(where: matches) : lines.firstIndex(where: matches)) ?? 0
        }
        func start(_ line: Int) -> Int { lines[..<line].reduce(0) { $0 + $1.count + 1 } }
        func whole() -> [UInt8] { Array(lines.joined(separator: [10])) + [10] }
        switch self {
        case .tornTail: return (whole() + Array(#"{"seq":9999,"at":1,"ki"#.utf8), whole().count)
        case .missingLineFeed: return (whole().dropLast(), start(lines.count - 1))
        case .unreadableLine:
            let line = index("tokenUsage")
            lines[line].replaceSubrange(0..<2, with: Array("XX".utf8))
            return (whole(), start(line))
        case .gluedRecords:
            let line = index("tokenUsage")
            lines[line] += lines.remove(at: line + 1)
            return (whole(), start(line))
        case .recordBehindTornOne:
            let line = index("tokenUsage")
            lines[line] = Array(#"{"seq":1,"at":3,"kind":"na"#.utf8) + lines[line]
            return (whole(), start(line))
        case .missingHeader:
            lines.removeFirst()
            return (whole(), 0)
        case .foreignHeader:
            lines[0] = Array(String(decoding: lines[0], as: UTF8.self).replacing(threadA, with: threadB).utf8)
            return (whole(), 0)
        case .secondHeader:
            lines.append(lines[0])
            return (whole(), start(lines.count - 1))
        case .headerNotFirst:
            lines.append(lines.removeFirst())
            return (whole(), start(lines.count - 1))
        case .sequenceRepeated:
            lines.append(lines[index("tokenUsage")])
            return (whole(), start(lines.count - 1))
        case .repeatedTurn:
            lines.append(lines[index("turnStarted", last: true)])
            return (whole(), start(lines.count - 1))
        case .missingTurn:
            let line = index("turnStarted", last: true)
            lines.remove(at: line)
            return (whole(), start(line))
        case .orphanOutput:
            let line = index(#""function_call""#)
            lines.remove(at: line)
            return (whole(), start(index("function_call_output")))
        case .missingItemEnd:
            lines.remove(at: index("itemCompleted", last: true))
            return (whole(), start(index("turnCompleted", last: true)))
        case .wrongCheckpoint:
            let line = index(#""kind":"checkpoint""#)
            let digit = lines[line].lastIndex { (0x31...0x38).contains($0) } ?? 0
            lines[line][digit] += 1
            return (whole(), start(line))
        }
    }
}
