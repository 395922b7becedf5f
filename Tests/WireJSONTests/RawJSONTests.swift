import Foundation
import Testing
import WireJSON

/// Texts that go through unchanged.
@Suite struct RawJSONTests {
    private struct Record: Codable, Hashable {
        var item: RawJSON
        var items: [RawJSON]
        var optional: RawJSON?
    }

    @Test func membersAreKeptByteForByte() throws {
        let text = #"{"item":{"b":1.0, "a" : "\u0041\/"},"items":[1e2,  "x",null],"optional":null}"#
        let record = try WireCoder.decode(Record.self, from: Array(text.utf8))
        #expect(String(decoding: record.item.bytes, as: UTF8.self) == #"{"b":1.0, "a" : "\u0041\/"}"#)
        #expect(record.items.map { String(decoding: $0.bytes, as: UTF8.self) } == ["1e2", #""x""#, "null"])
        #expect(record.optional == nil)
        let written = String(decoding: try WireCoder.encode(record), as: UTF8.self)
        #expect(written == text.replacing(",  ", with: ","))
    }

    @Test func aMessageStaysOneLine() throws {
        let raw = try RawJSON(validating: Array("[1,\n\t\"a\\nb\"\r\n]".utf8))
        #expect(raw.bytes == Array("[1,\n\t\"a\\nb\"\r\n]".utf8))
        #expect(String(decoding: try WireCoder.encode([raw]), as: UTF8.self) == "[[1, \t\"a\\nb\"  ]]")
    }

    @Test func surroundingSpaceIsDropped() throws {
        #expect(try RawJSON(validating: Array(" {} \n".utf8)).bytes == Array("{}".utf8))
        #expect(try RawJSON(validating: Array("\"x\"".utf8)).bytes == Array("\"x\"".utf8))
    }

    @Test func invalidTextsAreRefused() {
        #expect(throws: JSONError.self) { try RawJSON(validating: Array("{".utf8)) }
        #expect(throws: JSONError.self) { try RawJSON(validating: []) }
    }

    @Test func valuesGoInAndOut() throws {
        let raw = try RawJSON(encoding: ["a": [1, 2]])
        #expect(raw.bytes == Array(#"{"a":[1,2]}"#.utf8))
        #expect(try raw.decode([String: [Int]].self) == ["a": [1, 2]])
        #expect(try raw.document().root["a"]?[1]?.int64 == 2)
        #expect(RawJSON(["a": [1, 2]] as JSONValue) == raw)
    }

    @Test func foundationsCodersSeeTheValue() throws {
        let raw = try RawJSON(validating: Array(#"{"a":[1,true,"x"]}"#.utf8))
        let data = try JSONEncoder().encode(raw)
        #expect(Array(data) == raw.bytes)
        #expect(try JSONDecoder().decode(RawJSON.self, from: data) == raw)
    }
}
