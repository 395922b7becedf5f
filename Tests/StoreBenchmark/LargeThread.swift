import Foundation

/// A home with one long thread: the last turn of a sample, over and over, with ids and numbers of its own each time.
enum LargeThread {
    /// Makes the home; returns the thread's id.
    static func make(_ home: String, bytes limit: Int, template: LogTemplate) throws -> String {
        let lines = String(decoding: template.bytes, as: UTF8.self).split(separator: "\n")
            .filter { !$0.contains(/"kind":"(sequenceReserved|checkpoint)"/) }
        let starts = lines.indices.filter { lines[$0].contains(#""kind":"turnStarted""#) }
        guard let last = starts.last else { throw BenchmarkFailure("the sample has no turn") }
        var text = Array((lines[..<last].joined(separator: "\n") + "\n").utf8)
        var sequence = lines[..<last].count
        let turn = lines[last...].map(LongLine.init)
        var number = 0
        while text.count < limit {
            number += 1
            let digits = LogTemplate.digits(number, radix: 16, count: 8)
            for line in turn { line.append(to: &text, digits: digits, sequence: &sequence) }
        }
        text += Array(#"{"seq":null,"at":1700000000000,"kind":"sequenceReserved","upTo":\#(sequence + 1)}"#.utf8)
        text.append(UInt8(ascii: "\n"))
        let path = ThreadHome.log(home, template.thread)
        try FileManager.default.createDirectory(
            atPath: path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/"),
            withIntermediateDirectories: true)
        try ThreadHome.write(text, to: path)
        return template.thread
    }
}

/// A line that is copied with other ids and another number.
private struct LongLine {
    /// Whether the line is an event with a number.
    private let isNumbered: Bool
    /// What comes behind the number.
    private let rest: [UInt8]
    /// Where ids end in it.
    private let idEnds: [Int]

    init(_ line: Substring) {
        isNumbered = !line.hasPrefix(#"{"seq":null"#)
        let rest = line.firstIndex(of: ",").map { line[$0...] } ?? line
        self.rest = Array(rest.utf8) + [UInt8(ascii: "\n")]
        // The thread's own id is in no line of a turn.
        let id = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/
        idEnds = rest.ranges(of: id).map { rest.utf8.distance(from: rest.startIndex, to: $0.upperBound) }
    }

    func append(to text: inout [UInt8], digits: String, sequence: inout Int) {
        if isNumbered {
            sequence += 1
            text += Array(#"{"seq":\#(sequence)"#.utf8)
        } else {
            text += Array(#"{"seq":null"#.utf8)
        }
        let begin = text.count
        text += rest
        for end in idEnds { text.replaceSubrange(begin + end - digits.utf8.count..<begin + end, with: digits.utf8) }
    }
}
