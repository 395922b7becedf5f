import Testing

@testable import WireJSON

/// Members kept as text stand beside those that a value writes itself, in every coding.
struct RawMembersTests {
    private struct Value: Encodable {
        var first: Int?
        var raw: RawMembers
        var last: String?

        private enum CodingKeys: CodingKey { case first, last }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            if let first { try container.encode(first, forKey: .first) }
            try raw.encode(to: encoder)
            if let last { try container.encode(last, forKey: .last) }
        }
    }

    @Test(
        arguments: [
            (nil, #"{"a":1,"b":{"c":[2]}}"#, nil, #"{"a":1,"b":{"c":[2]}}"#),
            (7, #"{"a":1}"#, "z", #"{"first":7,"a":1,"last":"z"}"#),
            (7, "{}", "z", #"{"first":7,"last":"z"}"#),
            (nil, "{}", nil, "{}"),
            (nil, #"{"a":{}}"#, "z", #"{"a":{},"last":"z"}"#),
        ] as [(Int?, String, String?, String)])
    func theyAreWrittenBetweenTheOthers(_ first: Int?, _ text: String, _ last: String?, _ expected: String) throws {
        let raw = RawMembers(textOf: try JSONDocument(parsing: Array(text.utf8)).root)
        let value = Value(first: first, raw: raw, last: last)
        #expect(String(decoding: try WireCoder.encode(value), as: UTF8.self) == expected)
        // Inside something else, too.
        #expect(String(decoding: try WireCoder.encode([value, value]), as: UTF8.self) == "[\(expected),\(expected)]")
    }

    @Test func experimentalOnesAreLeftOutOfTheStableProtocol() throws {
        let object = try JSONDocument(parsing: Array(#"{"a":1}"#.utf8)).root
        let value = Value(first: 7, raw: RawMembers(textOf: object, isExperimental: true), last: "z")
        let stable = try WireCoder.encode(value, experimental: false)
        #expect(String(decoding: stable, as: UTF8.self) == #"{"first":7,"last":"z"}"#)
        #expect(String(decoding: try WireCoder.encode(value), as: UTF8.self) == #"{"first":7,"a":1,"last":"z"}"#)
    }

    @Test func someAreLeftOutByName() throws {
        let object = try JSONDocument(parsing: Array(#"{ "a" : 1, "b" : [ 2 ], "c\"d" : null }"#.utf8)).root
        #expect(String(decoding: RawMembers(object, without: ["a"]).bytes, as: UTF8.self) == #""b":[ 2 ],"c\"d":null"#)
        #expect(RawMembers(object, without: ["a", "b", "c\"d"]).bytes.isEmpty)
        #expect(RawMembers(textOf: try JSONDocument(parsing: Array("[1]".utf8)).root).bytes.isEmpty)
    }
}
