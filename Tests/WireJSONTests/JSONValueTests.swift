import Foundation
import Testing
import WireJSON

/// Free-standing values.
@Suite struct JSONValueTests {
    static let everything: JSONValue = [
        "null": nil, "yes": true, "int": -3, "float": 2.5, "text": "a\"b", "list": [1, [], [:]], "map": ["k": "v"],
    ]

    @Test func literalsAndAccess() {
        let value = Self.everything
        #expect(value["null"]?.isNull == true)
        #expect(value["yes"]?.boolValue == true)
        #expect(value["int"]?.int64Value == -3)
        #expect(value["float"]?.doubleValue == 2.5)
        #expect(value["text"]?.stringValue == "a\"b")
        #expect(value["list"]?[0] == 1)
        #expect(value["list"]?[3] == nil)
        #expect(value["list"]?.arrayValue?.count == 3)
        #expect(value["map"]?.objectValue?["k"] == "v")
        #expect(value["missing"] == nil)
    }

    @Test func textKeepsOrderAndLiterals() throws {
        let text = #"{"z":1.50,"a":[1E2,-0,123456789012345678901234567890],"m":{"b":"\/","a":null}}"#
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(self.text(value) == text.replacing(#"\/"#, with: "/"))
        #expect(String(decoding: try WireCoder.encode(value), as: UTF8.self) == self.text(value))
    }

    @Test func equalityIgnoresTheOrderOfMembers() throws {
        let one: JSONValue = ["a": 1, "b": [["c": 2, "d": 3]]]
        let other: JSONValue = ["b": [["d": 3, "c": 2]], "a": 1]
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(one != ["a": 1, "b": [["c": 2, "d": 4]]])
        #expect(one != ["a": 1])
    }

    @Test func numbersAreTheirLiterals() throws {
        #expect(try JSONValue(parsing: Array("1.0".utf8)) != 1)
        #expect(JSONNumber(1.0)?.literal == "1.0")
        #expect(JSONNumber(Double.nan) == nil)
        #expect(JSONNumber(-Double.infinity) == nil)
        #expect(JSONNumber(UInt64.max).uint64 == .max)
        #expect(JSONNumber(UInt64.max).int64 == nil)
        #expect(JSONNumber(literal: "1e400")?.double == nil)
        #expect(JSONNumber(literal: " 1") == nil)
        #expect(JSONNumber(literal: "x") == nil)
    }

    @Test func objectsCanBeEdited() {
        var object: JSONObject = ["a": 1, "b": 2, "a": 3]
        #expect(object.keys == ["a", "b"])
        #expect(object["a"] == 3)
        object["b"] = "two"
        object["c"] = nil
        object["d"] = [4]
        object["a"] = nil
        #expect(object.keys == ["b", "d"])
        #expect(object.count == 2)
        #expect(object.map(\.key) == ["b", "d"])
        #expect(!object.isEmpty)
    }

    @Test func foundationsCodersAgree() throws {
        let value = Self.everything
        let data = try JSONEncoder().encode(value)
        #expect(try WireCoder.decode(JSONValue.self, from: Array(data)) == value)
        #expect(try JSONDecoder().decode(JSONValue.self, from: data) == value)
        #expect(try JSONDecoder().decode(JSONObject.self, from: data) == value.objectValue)
        #expect(try JSONDecoder().decode(JSONValue.self, from: Data(try WireCoder.encode(value))) == value)
    }

    private func text(_ value: JSONValue) -> String {
        var bytes: [UInt8] = []
        JSONText.append(value, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
