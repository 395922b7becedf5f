import Foundation
import Testing
import WireJSON

/// Our coders against Foundation's on generated values. The seed is the test's argument, so a failure names it.
@Suite struct DifferentialTests {
    private static let seeds: [UInt64] = [1, 2, 3, 0xC0FFEE]
    private static let valuesPerSeed = 60
    private static let mutationsPerSeed = 1_500

    @Test(arguments: seeds) func bothCodersAgreeOnValues(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<Self.valuesPerSeed {
            let value = Sample.random(using: &random, depth: 4)
            let ours = try WireCoder.encode(value)
            let foundations = try JSONEncoder().encode(value)
            #expect(try JSONDecoder().decode(Sample.self, from: Data(ours)) == value)
            #expect(try WireCoder.decode(Sample.self, from: Array(foundations)) == value)
            #expect(try WireCoder.decode(Sample.self, from: ours) == value)
            let tree = try JSONSerialization.jsonObject(with: Data(ours), options: .fragmentsAllowed)
            let again = try JSONSerialization.data(withJSONObject: tree, options: .fragmentsAllowed)
            #expect(try WireCoder.decode(Sample.self, from: Array(again)) == value)
        }
    }

    @Test(arguments: seeds) func bothParsersAgreeOnBrokenTexts(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var accepted = 0
        for round in 0..<Self.mutationsPerSeed {
            let valid = try WireCoder.encode(Sample.random(using: &random, depth: 2))
            let text = mutate(valid, using: &random)
            let ours = Result { () throws(JSONError) in try JSONDocument(parsing: text) }
            let foundations = (try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)) != nil
            let isOurs = (try? ours.get()) != nil
            accepted += isOurs ? 1 : 0
            if isOurs != foundations, !isKnownDifference(text) {
                Issue.record(
                    "round \(round): we \(ours), Foundation \(foundations): \(String(decoding: text, as: UTF8.self))")
            }
        }
        // A mutation often leaves the text valid, by changing a letter in a string say; both answers must be common.
        #expect((Self.mutationsPerSeed / 20...Self.mutationsPerSeed).contains(accepted))
    }

    /// Foundation takes a comma before a closing bracket, texts in UTF-16 and UTF-32 and with a byte order mark, and
    /// refuses numbers beyond a double.
    private func isKnownDifference(_ text: [UInt8]) -> Bool {
        let hasBareComma = text.indices.contains { index in
            text[index] == UInt8(ascii: ",")
                && text[(index + 1)...].first { !" \t\r\n".utf8.contains($0) }.map { "]}".utf8.contains($0) } == true
        }
        let isWide = text.prefix(4).contains(0) || text.prefix(2).contains { $0 >= 0xEF }
        let hasHugeNumber = String(decoding: text, as: UTF8.self).contains(/[0-9][eE]\+?[0-9]{3}/)
        return hasBareComma || isWide || hasHugeNumber
    }

    /// Changes, removes, doubles or inserts a byte or two, mostly ones that matter to the grammar.
    private func mutate(_ text: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        var text = text
        let telling = Array(#"{}[]",:\ue+-.019tfn "#.utf8) + [0, 0x1F, 0x7F, 0x80, 0xC3, 0xED, 0xF0, 0xFF, 0x0A]
        for _ in 0...Int.random(in: 0...1, using: &random) where !text.isEmpty {
            let index = Int.random(in: 0..<text.count, using: &random)
            let byte = telling.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<5, using: &random) {
            case 0: text[index] = byte
            case 1: text.insert(byte, at: index)
            case 2: text.remove(at: index)
            case 3: text.insert(text[index], at: index)
            default: text.removeSubrange(index..<min(text.count, index + 3))
            }
        }
        return text
    }
}

/// A value of every shape that the wire knows.
private indirect enum Sample: Codable, Hashable {
    struct Fields: Codable, Hashable {
        var text: String
        var note: String?
        var flag: Bool
        var small: Int8
        var large: Int64
        var wide: UInt64
        var fraction: Double
        var single: Float
        var list: [Sample]
        var map: [String: Sample]
        var child: Sample?
    }

    case fields(Fields)
    case text(String)
    case number(Double)
    case list([Int])

    static func random(using random: inout SeededGenerator, depth: Int) -> Sample {
        let isLeaf = depth == 0
        switch Int.random(in: isLeaf ? 1..<4 : 0..<4, using: &random) {
        case 0:
            let count = Int.random(in: 0..<3, using: &random)
            let list = (0..<count).map { _ in Sample.random(using: &random, depth: depth - 1) }
            let names = (0..<count).map { "\($0)" + string(using: &random) }
            return .fields(
                Fields(
                    text: string(using: &random), note: Bool.random(using: &random) ? string(using: &random) : nil,
                    flag: .random(using: &random), small: .random(in: .min ... .max, using: &random),
                    large: .random(in: .min ... .max, using: &random), wide: .random(in: .min ... .max, using: &random),
                    fraction: double(using: &random), single: Float(Int.random(in: -999...999, using: &random)) / 8,
                    list: list, map: Dictionary(uniqueKeysWithValues: zip(names, list)),
                    child: Bool.random(using: &random) ? .random(using: &random, depth: depth - 1) : nil))
        case 1: return .text(string(using: &random))
        case 2: return .number(double(using: &random))
        default: return .list((0..<Int.random(in: 0..<5, using: &random)).map { $0 * 1_000_003 })
        }
    }

    private static func string(using random: inout SeededGenerator) -> String {
        let alphabet = [
            "a", "loom", " ", "\"", "\\", "/", "\n", "\r\n", "\u{1}", "\u{1F}", "\u{7F}", "é", "€", "𝄞", "\u{2028}",
            "0",
        ]
        let count = Int.random(in: 0..<12, using: &random)
        return (0..<count).compactMap { _ in alphabet.randomElement(using: &random) }.joined()
    }

    private static func double(using random: inout SeededGenerator) -> Double {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return Double(Int.random(in: -1_000...1_000, using: &random))
        case 1: return Double.random(in: -1...1, using: &random)
        default:
            let value = Double(bitPattern: random.next())
            return value.isFinite && value.isNormal ? value : 0
        }
    }
}
