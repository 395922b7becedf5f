/// Applies hunks of a unified diff as they are written, without any tolerance: what a diff says must be all true.
enum UnifiedApplier {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// The new content that the hunks make of an old one.
    static func apply(_ hunks: [UInt8], to old: [UInt8]) throws -> [UInt8] {
        let oldLines = lines(old)
        var output: [UInt8] = []
        var next = 0
        var rest = lines(hunks)[...]
        while let header = rest.popFirst() {
            let numbers = try ranges(header)
            let start = numbers.oldCount == 0 ? numbers.oldStart : numbers.oldStart - 1
            guard start >= next, start <= oldLines.count else { throw Failure(description: "hunk out of order") }
            output += oldLines[next..<start].joined()
            next = start
            let newStart = numbers.newCount == 0 ? numbers.newStart : numbers.newStart - 1
            guard lines(output).count == newStart else { throw Failure(description: "wrong new range") }
            var (oldCount, newCount) = (0, 0)
            while let line = rest.first, line.first != UInt8(ascii: "@") {
                rest.removeFirst()
                var text = Array(line.dropFirst())
                if rest.first?.first == UInt8(ascii: "\\") {
                    rest.removeFirst()
                    text.removeLast()
                }
                if line.first != UInt8(ascii: "+") {
                    guard next < oldLines.count, oldLines[next] == text else {
                        throw Failure(description: "line \(next + 1) is another one")
                    }
                    next += 1
                    oldCount += 1
                }
                if line.first != UInt8(ascii: "-") {
                    output += text
                    newCount += 1
                }
            }
            guard oldCount == numbers.oldCount, newCount == numbers.newCount else {
                throw Failure(description: "wrong counts")
            }
        }
        return output + oldLines[next...].joined()
    }

    private static func lines(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        for byte in bytes {
            line.append(byte)
            if byte == 0x0A {
                lines.append(line)
                line = []
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    private static func ranges(
        _ header: [UInt8]
    ) throws -> (oldStart: Int, oldCount: Int, newStart: Int, newCount: Int) {
        let words = String(decoding: header, as: UTF8.self).split(separator: " ")
        guard words.count == 4, words[0] == "@@", words[3] == "@@\n" else {
            throw Failure(description: "no hunk header")
        }
        let numbers = words[1...2].map { $0.dropFirst().split(separator: ",").compactMap { Int($0) } }
        return (
            numbers[0][0], numbers[0].count > 1 ? numbers[0][1] : 1, numbers[1][0],
            numbers[1].count > 1 ? numbers[1][1] : 1
        )
    }
}
