import Testing
import WireJSON

/// `Codable` types from JSON, and what is said when it doesn't fit.
@Suite struct DecodingTests {
    private struct Scalars: Codable, Hashable {
        var string: String
        var bool: Bool
        var int: Int
        var int8: Int8
        var int16: Int16
        var int32: Int32
        var int64: Int64
        var uint: UInt
        var uint8: UInt8
        var uint16: UInt16
        var uint32: UInt32
        var uint64: UInt64
        var double: Double
        var float: Float
    }

    @Test func everyScalarInItsExtremes() throws {
        for (int, uint) in [(Int.min, UInt.min), (Int.max, UInt.max)] {
            let scalars = Scalars(
                string: "é\n\"", bool: int > 0, int: int, int8: Int8(clamping: int), int16: Int16(clamping: int),
                int32: Int32(clamping: int), int64: Int64(int), uint: uint, uint8: UInt8(clamping: uint),
                uint16: UInt16(clamping: uint), uint32: UInt32(clamping: uint), uint64: UInt64(uint),
                double: int > 0 ? .greatestFiniteMagnitude : -.leastNonzeroMagnitude, float: int > 0 ? 0.1 : -1e-30)
            #expect(try WireCoder.decode(Scalars.self, from: try WireCoder.encode(scalars)) == scalars)
            let list = [scalars, scalars]
            #expect(try WireCoder.decode([Scalars].self, from: try WireCoder.encode(list)) == list)
        }
    }

    @Test func scalarsStandAlone() throws {
        #expect(try decode(Int.self, "7") == 7)
        #expect(try decode(String.self, #""x""#) == "x")
        #expect(try decode(Bool.self, "true"))
        #expect(try decode(Double.self, "7") == 7)
        #expect(try decode(Int?.self, "null") == nil)
        #expect(try decode([Int?].self, "[1,null,3]") == [1, nil, 3])
        #expect(try decode([[String]].self, #"[["a"],[],["b","c"]]"#) == [["a"], [], ["b", "c"]])
        #expect(try decode([String: [Int]].self, #"{"a":[1],"b":[]}"#) == ["a": [1], "b": []])
        #expect(try decode([Int: Bool].self, #"{"1":true}"#) == [1: true])
    }

    @Test func membersInAnyOrderAndUnknownOnes() throws {
        struct Point: Decodable, Hashable {
            var x: Int
            var y: Int
            var inner: [Point]?
        }
        let point = Point(x: 1, y: 2, inner: [Point(x: 3, y: 4)])
        let texts = [
            #"{"x":1,"y":2,"inner":[{"x":3,"y":4,"inner":null}]}"#,
            #"{"inner":[{"new":{"x":9},"y":4,"x":3}],"y":2,"later":[1,2],"x":1}"#,
            #"{"y":2,"inner":[{"y":4,"x":3}],"x":1,"z":{"x":8,"y":8}}"#,
        ]
        for text in texts { #expect(try decode(Point.self, text) == point) }
    }

    @Test func twoContainersOfOneValue() throws {
        struct Two: Decodable {
            enum First: CodingKey { case a, b }
            enum Second: CodingKey { case c }
            var sum: Int
            init(from decoder: any Decoder) throws {
                let first = try decoder.container(keyedBy: First.self)
                let second = try decoder.container(keyedBy: Second.self)
                let b = try first.decode(Int.self, forKey: .b)
                var list = try second.nestedUnkeyedContainer(forKey: .c)
                let inner = try list.nestedContainer(keyedBy: First.self)
                sum = b
                while !list.isAtEnd { sum += try list.decode(Int.self) }
                sum += try inner.decode(Int.self, forKey: .a) + first.decode(Int.self, forKey: .a)
                #expect(first.allKeys.count == 2)
                #expect(list.count == 3)
            }
        }
        #expect(try decode(Two.self, #"{"a":1,"c":[{"b":7,"a":10},100,1000],"b":10000}"#).sum == 11_111)
    }

    // MARK: - Errors

    private struct Request: Codable {
        struct Input: Codable {
            var text: String
            var detail: Int8?
            var weights: [Double]?
        }

        var threadId: String
        var input: [Input]?
        var limits: [String: UInt32]?
        var flag: Bool?
    }

    static let failures: [(String, WireDecodingError.Kind, String, String)] = [
        (#"{}"#, .missingField, "missing field `threadId`", "threadId"),
        (#"{"threadId":5}"#, .invalidType, "invalid type: integer `5`, expected a string", "threadId"),
        (#"{"threadId":1.50}"#, .invalidType, "invalid type: floating point `1.50`, expected a string", "threadId"),
        (#"{"threadId":null}"#, .invalidType, "invalid type: null, expected a string", "threadId"),
        (#"{"threadId":true}"#, .invalidType, "invalid type: boolean `true`, expected a string", "threadId"),
        (#"{"threadId":[]}"#, .invalidType, "invalid type: sequence, expected a string", "threadId"),
        (#"{"threadId":{}}"#, .invalidType, "invalid type: map, expected a string", "threadId"),
        (#"[]"#, .invalidType, "invalid type: sequence, expected struct Request", ""),
        (#""x\n""#, .invalidType, #"invalid type: string "x\n", expected struct Request"#, ""),
        (#"{"threadId":"t","input":{}}"#, .invalidType, "invalid type: map, expected a sequence", "input"),
        (
            #"{"threadId":"t","input":[1]}"#, .invalidType, "invalid type: integer `1`, expected struct Input",
            "input[0]"
        ),
        (#"{"threadId":"t","input":[{"text":"a"},{}]}"#, .missingField, "missing field `text`", "input[1].text"),
        (
            #"{"threadId":"t","input":[{"text":"a","detail":128}]}"#, .invalidValue,
            "invalid value: integer `128`, expected i8",
            "input[0].detail"
        ),
        (
            #"{"threadId":"t","input":[{"text":"a","detail":1.0}]}"#, .invalidType,
            "invalid type: floating point `1.0`, expected i8", "input[0].detail"
        ),
        (
            #"{"input":[{"text":"a","weights":[0,1e999]}],"threadId":"t"}"#, .invalidValue,
            "invalid value: floating point `1e999`, expected f64", "input[0].weights[1]"
        ),
        (#"{"threadId":"t","limits":[]}"#, .invalidType, "invalid type: sequence, expected a map", "limits"),
        (
            #"{"threadId":"t","limits":{"a":1,"b":-1}}"#, .invalidValue, "invalid value: integer `-1`, expected u32",
            "limits.b"
        ),
        (
            #"{"threadId":"t","limits":{"a":99999999999999999999}}"#, .invalidValue,
            "invalid value: integer `99999999999999999999`, expected u32", "limits.a"
        ),
        (#"{"threadId":"t","flag":"yes"}"#, .invalidType, #"invalid type: string "yes", expected a boolean"#, "flag"),
    ]

    @Test(arguments: failures)
    func failuresNameFieldAndValue(
        _ text: String, _ kind: WireDecodingError.Kind, _ message: String, _ path: String
    ) {
        let error = #expect(throws: WireDecodingError.self) { try decode(Request.self, text) }
        #expect(error == WireDecodingError(kind: kind, message: message, path: path))
    }

    @Test func descriptionsAddThePathUnlessTheMessageHasIt() {
        #expect(describe("{}") == "missing field `threadId`")
        #expect(describe(#"{"threadId":5}"#) == "invalid type: integer `5`, expected a string at `threadId`")
        #expect(describe(#"{"threadId":"t","input":[{}]}"#) == "missing field `text` at `input[0].text`")
        #expect(describe("7") == "invalid type: integer `7`, expected struct Request")
    }

    @Test func pathsBeginAtTheDecodedNode() throws {
        let root = try JSONDocument(parsing: Array(#"{"id":1,"params":{"threadId":"t","input":[{"text":1}]}}"#.utf8))
            .root
        let error = #expect(throws: WireDecodingError.self) { try root["params"]?.decode(Request.self) }
        #expect(error?.path == "input[0].text")
    }

    @Test func longValuesAreCutInErrors() {
        let error = #expect(throws: WireDecodingError.self) {
            try decode(Int.self, "\"" + String(repeating: "x", count: 100_000) + "\"")
        }
        #expect((error?.message.count ?? 0) < 300)
    }

    @Test func unknownVariantsListTheKnownOnes() {
        #expect(variant(["a"]) == "unknown variant `x`, expected `a`")
        #expect(variant(["a", "b"]) == "unknown variant `x`, expected `a` or `b`")
        #expect(variant(["a", "b", "c"]) == "unknown variant `x`, expected one of `a`, `b`, `c`")
        #expect(variant([]) == "unknown variant `x`, there are no variants")
    }

    @Test func errorsOfTypesKeepTheirWordsAndPath() {
        enum Color: String, Decodable { case red }
        struct Paint: Decodable { var colors: [Color] }
        let error = #expect(throws: WireDecodingError.self) { try decode(Paint.self, #"{"colors":["red","blue"]}"#) }
        #expect(error?.path == "colors[1]")
        #expect(error?.kind == .invalidValue)
        struct Failing: Decodable {
            struct Reason: Error {}
            init(from decoder: any Decoder) throws { throw Reason() }
        }
        #expect(throws: WireDecodingError.self) { try decode([Failing].self, "[0]") }
    }

    @Test func typesCanSayWhatTheyAreCalled() {
        struct Named: Decodable, WireDescribed {
            static let wireDescription = "internally tagged enum UserInput"
            var a: Int
        }
        let error = #expect(throws: WireDecodingError.self) { try decode([Named].self, "[1]") }
        #expect(error?.message == "invalid type: integer `1`, expected internally tagged enum UserInput")
    }

    @Test func textsThatAreNoJSONThrowJSONError() {
        #expect(throws: JSONError.self) { try WireCoder.decode(Int.self, from: Array("1 2".utf8)) }
    }

    @Test func tagsOfUnions() throws {
        let text = #"{"id":"i","text":"t","phase":null,"type":"agentMessage"}"#
        let item = try decode(SampleTurnCompleted.Item.self, text)
        #expect(item == .message(.init(id: "i", text: "t", phase: nil)))
        #expect(
            String(decoding: try WireCoder.encode(item), as: UTF8.self)
                == #"{"type":"agentMessage","id":"i","text":"t","phase":null}"#)
        let missing = #expect(throws: WireDecodingError.self) { try decode([SampleTurnCompleted.Item].self, "[{}]") }
        #expect(missing.map { "\($0)" } == "missing field `type` at `[0].type`")
        let unknown = #expect(throws: WireDecodingError.self) {
            try decode([SampleTurnCompleted.Item].self, #"[{"type":"x"}]"#)
        }
        #expect(unknown?.kind == .unknownVariant)
        #expect(throws: WireDecodingError.self) { try decode([SampleTurnCompleted.Item].self, "[1]") }
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
        try WireCoder.decode(type, from: Array(text.utf8))
    }

    private func describe(_ text: String) -> String? {
        #expect(throws: WireDecodingError.self) { try decode(Request.self, text) }.map { "\($0)" }
    }

    private func variant(_ names: [String]) -> String {
        WireDecodingError.unknownVariant("x", expected: names, codingPath: []).message
    }
}
