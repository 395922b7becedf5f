internal import WireJSON

/// Makes records of lines, also of damaged ones.
struct RecordScanner {
    /// What a line turned out to hold.
    struct Finding {
        /// Every whole record in it, in order.
        var lines: [LogLine] = []
        /// What is wrong with it.
        var damage: (kind: LogDamage.Kind, message: String)?
        /// Whether it holds something that was written to its end, readable or not.
        var isWhole = true
    }

    /// How many places in a damaged line are tried as beginnings of a record. More than two glued records take more
    /// than one accident; the bound keeps a line full of look-alikes from costing quadratic time.
    static let candidateLimit = 16

    /// Reads a line (without its line feed).
    static func scan(_ bytes: [UInt8]) -> Finding {
        let problem: LogLineError
        do throws(LogLineError) {
            return Finding(lines: [try LogLine(parsing: bytes)])
        } catch {
            problem = error
        }
        if problem.kind == .syntax {
            let lines = recordsInside(bytes)
            if !lines.isEmpty {
                return Finding(
                    lines: lines,
                    damage: (.gluedRecords, "\(problem.message); whole records found in the line: \(lines.count)"))
            }
        }
        return Finding(damage: (.unreadableLine, problem.message), isWhole: problem.kind != .syntax)
    }

    /// The whole records in a line that as a whole is none.
    ///
    /// Every record begins with the same text, which can't stand inside a JSON string. Each place where it stands is
    /// tried as a beginning, with every later such place and the line's end as the end, the longest first.
    private static func recordsInside(_ bytes: [UInt8]) -> [LogLine] {
        places(in: bytes).map(\.record)
    }

    /// Where the records stand in a line that holds more than one, or a torn one before a whole one; none for any other.
    static func gluedRecords(_ bytes: [UInt8]) -> [Range<Int>] {
        guard bytes.withUnsafeBytes({ LineSplitter.Line.hasBeginning($0, from: 1) }),
            (try? JSONDocument(parsing: bytes, limits: LogLine.limits)) == nil
        else { return [] }
        return places(in: bytes).map(\.range)
    }

    private static func places(in bytes: [UInt8]) -> [(range: Range<Int>, record: LogLine)] {
        var marks = beginnings(in: bytes)
        if marks.first != 0 { marks.insert(0, at: 0) }
        marks.append(bytes.count)
        var lines: [(range: Range<Int>, record: LogLine)] = []
        var first = 0
        while first < marks.count - 1 {
            var next = first + 1
            for last in stride(from: marks.count - 1, to: first, by: -1) {
                if let line = try? LogLine(parsing: Array(bytes[marks[first]..<marks[last]])) {
                    lines.append((marks[first]..<marks[last], line))
                    next = last
                    break
                }
            }
            first = next
        }
        return lines
    }

    private static func beginnings(in bytes: [UInt8]) -> [Int] {
        let pattern = LogLine.beginning
        var marks: [Int] = []
        var position = 0
        while position + pattern.count <= bytes.count, marks.count < candidateLimit {
            if bytes[position] == pattern[0], bytes[position..<position + pattern.count].elementsEqual(pattern) {
                marks.append(position)
                position += pattern.count
            } else {
                position += 1
            }
        }
        return marks
    }
}
